import { fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { isMet, type Row } from './row.ts'
import { tableOf } from './table.ts'

/** Seconds each group may take; what it measured until then is printed. */
const groups = {
  tree: 40,
  fan: 75,
  long: 50,
  resume: 60,
  kills: 80,
  audit: 55,
  night: 180,
  workspaces: 90,
  lane: 60,
  guard: 60,
  pace: 90,
} as const
type Group = keyof typeof groups

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !(name in groups))
if (unknown.length > 0) {
  console.error(`No group is called ${unknown.join(', ')}. There are ${Object.keys(groups).join(', ')}.`)
  process.exit(2)
}
process.exit(await bench(namesOf(wanted)))

/** Runs the groups one after another, prints one table, and says by its exit code whether every promise was kept. */
async function bench(names: readonly Group[]): Promise<0 | 1> {
  const folder = mkdtempSync(join(tmpdir(), 'echelon-bench-'))
  process.once('SIGINT', () => {
    rmSync(folder, { recursive: true, force: true })
    process.exit(130)
  })
  const loadBefore = loadavg()
  const started = performance.now()
  const rows: Row[] = []
  const problems: string[] = []
  try {
    for (const name of names) {
      process.stderr.write(`${name} …\n`)
      const problem = await runGroup(name, folder, (row) => rows.push(row))
      if (problem !== null) problems.push(problem)
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  console.log(tableOf(rows))
  console.log(`\n${noise(loadBefore, (performance.now() - started) / 1_000)}`)
  const broken = rows.filter((row) => row.isPromise && isMet(row) === false).map((row) => `broken: ${row.measure}`)
  for (const line of [...problems, ...broken]) console.log(line)
  return problems.length + broken.length === 0 ? 0 : 1
}

/** One group in a process of its own: its memory and its garbage are nobody else's. The answer says what went wrong. */
function runGroup(name: Group, folder: string, take: (row: Row) => void): Promise<string | null> {
  return new Promise((resolve) => {
    const child = fork(join(import.meta.dirname, 'group.ts'), [name], {
      execArgv: ['--disable-warning=ExperimentalWarning'],
      env: { ...process.env, TMPDIR: folder },
    })
    let isLate = false
    const timer = setTimeout(() => {
      isLate = true
      child.kill('SIGKILL')
    }, groups[name] * 1_000)
    // The only sender is group.ts, which sends rows.
    child.on('message', (row) => take(row as Row))
    child.on('close', (code) => {
      clearTimeout(timer)
      if (isLate) return resolve(`${name} was stopped after ${groups[name]} s; its last rows are missing`)
      resolve(code === 0 ? null : `${name} ended with code ${code}; its last rows are missing`)
    })
  })
}

function noise(before: readonly number[], seconds: number): string {
  const load = (values: readonly number[]): string => (values[0] ?? 0).toFixed(1)
  const cores = `${cpus().length} cores, Node ${process.versions.node}`
  return [
    `Medians; min–max over the rounds of each measure. ${cores}, ${seconds.toFixed(0)} s in all.`,
    `Load average ${load(before)} before, ${load(loadavg())} after: above the number of cores, walls say more about the`,
    'neighbours than about us; CPU and ratios hold better.',
  ].join('\n')
}

function namesOf(given: readonly string[]): readonly Group[] {
  // All of them are keys of the record above.
  const all = Object.keys(groups) as Group[]
  return given.length === 0 ? all : all.filter((name) => given.includes(name))
}
