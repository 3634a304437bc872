import { fork } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fixtureRepository } from '../../src/testing/index.ts'
import type { Audited } from './audit-child.ts'
import { generatedRepository } from './generated-repository.ts'
import type { Report } from './row.ts'

const files = 2_700

/** The audit of a generated full-stack repository in a process of its own, and the same audit again. */
export async function audit(report: Report): Promise<void> {
  const { files: texts, planted } = generatedRepository(files)
  const repository = await fixtureRepository(texts)
  const state = mkdtempSync(join(tmpdir(), 'audit-state-'))
  const lives = [await live(repository.root, state), await live(repository.root, state)]
  await repository.remove()
  const [first, second] = lives
  if (first === undefined || second === undefined) throw new Error('an audit said nothing')
  const name = `audit of ${Object.keys(texts).length.toLocaleString('en-US')} files`
  report(`${name}: wall`, { unit: 's', rounds: lives.map((one) => one.wallMs / 1_000) }, { atMost: 30 })
  report(`${name}: CPU`, { unit: 's', rounds: lives.map((one) => one.cpuMs / 1_000) })
  report(`${name}: peak memory`, { unit: 'MB', rounds: lives.map((one) => one.peakMb) }, { atMost: 600 })
  report(`${name}: debts`, { unit: '', rounds: [Object.keys(first.debts).length] })
  const found = planted.filter((rule) => first.rules.includes(rule))
  report(
    `${name}: planted debts found, of ${planted.length}`,
    { unit: '', rounds: [found.length] },
    {
      atLeast: planted.length,
    },
  )
  const missed = planted.filter((rule) => !found.includes(rule))
  if (missed.length > 0) console.error(`planted and not found: ${missed.join(', ')}`)
  const moved = changed(first.debts, second.debts)
  report(`${name}: ids that changed on the second run`, { unit: '', rounds: [moved] }, { atMost: 0, isPromise: true })
}

function changed(first: Audited['debts'], second: Audited['debts']): number {
  const fingerprints = new Set([...Object.keys(first), ...Object.keys(second)])
  return [...fingerprints].filter((fingerprint) => first[fingerprint] !== second[fingerprint]).length
}

interface Life extends Audited {
  readonly wallMs: number
}

function live(repo: string, state: string): Promise<Life> {
  return new Promise((resolve, reject) => {
    const started = performance.now()
    const child = fork(join(import.meta.dirname, 'audit-child.ts'), [JSON.stringify({ repo, state })], {
      execArgv: ['--disable-warning=ExperimentalWarning'],
    })
    let said: Audited | null = null
    // The only sender is audit-child.ts, which sends what it found.
    child.on('message', (audited) => {
      said = audited as Audited
    })
    child.on('close', (code) => {
      if (code === 0 && said !== null) return resolve({ ...said, wallMs: performance.now() - started })
      reject(new Error(`the audit ended with code ${code}`))
    })
  })
}
