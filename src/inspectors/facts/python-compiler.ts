import { z } from 'zod'
import { ruffModule } from './ruff-module.ts'

const Complaint = z.object({
  code: z.string().nullable(),
  message: z.string(),
  start_location: z.object({ row: z.int() }),
})

export interface PythonError {
  readonly message: string
  readonly line: number
}

type Check = (text: string) => unknown

let check: Check | null = null

/** The first syntax error by Ruff's parser, which follows the newest Python; null for text that it reads. */
export function pythonError(text: string): PythonError | null {
  check ??= load()
  const complaints = z.array(Complaint).parse(check(text))
  const first = complaints.find((one) => one.code === 'invalid-syntax' || one.code === null)
  return first === undefined ? null : { message: first.message, line: first.start_location.row }
}

/**
 * Whether Ruff reads a text that another parser refused. When Ruff cannot be asked the refusal stands; the inspectors
 * that rest on Ruff say so as not run.
 */
export function isValidPython(text: string): boolean {
  try {
    return pythonError(text) === null
  } catch {
    return false
  }
}

/** Compiled on first use only: most repositories have no file in doubt. */
function load(): Check {
  const ruff = ruffModule()
  const workspace = new ruff.Workspace({ 'target-version': 'py314', lint: { select: [] } }, ruff.PositionEncoding.Utf16)
  return (source) => workspace.check(source)
}
