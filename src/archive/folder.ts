import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { emptyRegister, Register } from '../domain/debt.ts'
import { EchelonError } from '../domain/errors.ts'
import type { Json } from '../domain/json.ts'
import { Quirk } from '../domain/quirk.ts'
import type { Archive, HistoryRow } from '../ports/archive.ts'
import type { Redactor } from '../ports/redactor.ts'
import { unlessMissing } from './unless-missing.ts'
import { writeWhole } from './write-whole.ts'

const Row = z.object({
  run: z.string(),
  mission: z.string(),
  finishedWall: z.number(),
  outcome: z.string(),
  commit: z.string(),
  minutes: z.number(),
  metrics: z.record(z.string(), z.number().nullable()),
})

export interface ArchiveOptions {
  /** Folder of the repository's state: register and history. */
  readonly state: string
  /** Folder that receives the documents of this run. */
  readonly documents: string
  readonly redactor: Redactor
}

/** Keeps documents, register and history as files. Everything written passes the redactor. */
export function openArchive({ state, documents, redactor }: ArchiveOptions): Archive {
  const register = join(state, 'register.json')
  const quirks = join(state, 'quirks.json')
  const history = join(state, 'history.jsonl')
  const readHistory = async (): Promise<readonly HistoryRow[]> => parseHistory(await readOr(history, ''), history)
  return {
    place: documents,
    readRegister: async () => parseRegister(await readOr(register, ''), register),
    readHistory,
    hasDocument: async (name, text) => (await readOr(join(documents, name), null)) === shown(redactor, name, text),
    writeDocument: async (name, text) => {
      await mkdir(documents, { recursive: true })
      await writeWhole(join(documents, name), shown(redactor, name, text))
    },
    removeDocument: (name) => rm(join(documents, name), { force: true }),
    appendHistory: async (row) => {
      const rows = (await readHistory()).filter(({ run }) => run !== row.run)
      await writeWhole(history, [...rows, row].map((one) => `${JSON.stringify(redactor.json({ ...one }))}\n`).join(''))
    },
    readQuirks: async () => parseQuirks(await readOr(quirks, '[]'), quirks),
    writeQuirks: (value) => writeWhole(quirks, `${JSON.stringify(redactor.json([...value]), null, 2)}\n`),
    writeRegister: (value) => writeWhole(register, `${JSON.stringify(redactor.json({ ...value }), null, 2)}\n`),
  }
}

/** A document without secrets. In JSON they are hidden string by string, so that what is hidden never takes a quote along. */
function shown(redactor: Redactor, name: string, text: string): string {
  if (!/\.(?:json|sarif)$/.test(name)) return redactor.text(text)
  const value: Json = JSON.parse(text)
  const hidden = redactor.json(value)
  return JSON.stringify(hidden) === JSON.stringify(value) ? text : `${JSON.stringify(hidden, null, 2)}\n`
}

function readOr<T>(file: string, absent: T): Promise<string | T> {
  return readFile(file, 'utf8').catch(unlessMissing<string | T>(absent))
}

function parseRegister(text: string, file: string): Register {
  if (text === '') return emptyRegister
  const parsed = Register.safeParse(parseJson(text, file, 1))
  if (parsed.success) return parsed.data
  throw new EchelonError(
    'input',
    `${file}:1  is not a register (${z.prettifyError(parsed.error).split('\n')[0]}); restore it from version control, or move it away to start a new one`,
  )
}

function parseQuirks(text: string, file: string): readonly Quirk[] {
  const parsed = z.array(Quirk).safeParse(parseJson(text, file, 1))
  if (parsed.success) return parsed.data
  throw new EchelonError(
    'input',
    `${file}:1  is no list of quirks (${z.prettifyError(parsed.error).split('\n')[0]}); repair it, or remove it to forget them`,
  )
}

function parseHistory(text: string, file: string): readonly HistoryRow[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line, index) => {
      const parsed = Row.safeParse(parseJson(line, file, index + 1))
      if (parsed.success) return parsed.data
      throw new EchelonError('input', `${file}:${index + 1}  is not a row of the history; delete the line to go on`)
    })
}

function parseJson(text: string, file: string, line: number): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new EchelonError('input', `${file}:${line}  is not JSON; mend or remove it`, { cause })
  }
}
