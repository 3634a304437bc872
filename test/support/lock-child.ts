import { Lock } from '../../src/runtimes/embedded/lock.ts'

/** Tries to take a lock and says how that went; a holder holds until it is killed. */
try {
  Lock.take(process.argv[2] ?? '', `process ${process.pid}`)
  process.stdout.write('taken\n')
  setInterval(() => {}, 60_000)
} catch (cause) {
  process.stdout.write(`${cause instanceof Error ? cause.message : cause}\n`)
}
