import { DatabaseSync } from 'node:sqlite'
import { resumeMission, runMission } from '../../src/index.ts'
import { smallMission, smallPlace } from './small-mission.ts'

/** Runs or resumes the small mission in a process of its own, and dies by SIGKILL where it is told to. */
const { repo, marks, verb, afterEvent, beforeCommit } = JSON.parse(process.argv[2] ?? '{}')

const die = (): never => {
  process.kill(process.pid, 'SIGKILL')
  throw new Error('unreachable')
}

if (typeof beforeCommit === 'number') {
  let commits = 0
  const exec = DatabaseSync.prototype.exec
  DatabaseSync.prototype.exec = function (sql: string) {
    if (sql === 'COMMIT' && ++commits === beforeCommit) die()
    return exec.call(this, sql)
  }
}

let events = 0
const common = {
  ...smallPlace(marks),
  repo,
  on: () => {
    if (++events === afterEvent) die()
  },
}
const run =
  verb === 'run'
    ? runMission({ ...common, mission: smallMission })
    : resumeMission({ ...common, missions: [smallMission] })
const { outcome, reason } = await run.result
console.log(JSON.stringify({ outcome, reason, events }))
