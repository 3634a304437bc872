import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { systemClock } from '../../src/compose/clock.ts'
import { fold } from '../../src/domain/fold.ts'
import { type Fact, readRun } from '../../src/index.ts'
import type { Clock } from '../../src/ports/clock.ts'
import type { MissionUnit, Runtime, Units } from '../../src/ports/runtime.ts'
import { openEmbedded } from '../../src/runtimes/embedded/embedded.ts'

const redactor = { text: (text: string) => text, json: <T>(value: T) => value }
const note = (text: string): Fact => ({ type: 'note.added', by: 'test', task: null, text })

let folder: string
const open: Runtime[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'echelon-faults-'))
})
afterEach(async () => {
  for (const runtime of open.splice(0)) await runtime.close()
  await rm(folder, { recursive: true, force: true })
})

async function runtimeWith(units: Units, clock: Clock = systemClock): Promise<Runtime> {
  const runtime = await openEmbedded(units, { folder, lock: { folder, holder: 'the test' }, clock, redactor })
  open.push(runtime)
  return runtime
}

const mission = (unit: MissionUnit): Units => ({ missions: { mission: unit }, agents: {} })

test('F56: a flush that fails ends the run at once, and what was acknowledged before it is all there', async () => {
  const units = mission(async (ctx) => {
    for (let n = 1; n <= 4; n += 1) await ctx.emit(note(`note ${n}`))
    return 'written'
  })
  const mend = breakCommit(3)
  const first = await runtimeWith(units)
  const acknowledged: number[] = []
  first.follow(({ seq }) => acknowledged.push(seq))
  await first.start('mission', 'run', null)
  await expect(first.result('run')).rejects.toMatchObject({ code: 'ledger', message: expect.stringContaining('EIO') })
  await expect(first.append(note('later'))).rejects.toThrow()
  mend()
  const { events, verification } = await readRun(folder)
  expect(events.map(({ seq }) => seq)).toEqual(acknowledged)
  expect(verification.intact).toBe(true)
  const second = await runtimeWith(units)
  await second.start('mission', 'run', null)
  expect(await second.result('run')).toEqual({ status: 'done', value: 'written' })
  const notes = [...second.events()].map(({ fact }) => (fact.type === 'note.added' ? fact.text : ''))
  expect(notes).toEqual(['note 1', 'note 2', 'note 3', 'note 4'])
})

test('F57: a wall clock that jumps by hours changes no duration and wakes nobody twice', async () => {
  let jump = 0
  const clock: Clock = { ...systemClock, wall: () => systemClock.wall() + jump }
  const hours = 3_600_000
  const runtime = await runtimeWith(
    mission(async (ctx) => {
      await ctx.emit(note('before'))
      jump = -8 * hours
      await ctx.emit(note('in the past'))
      jump = 8 * hours
      await ctx.emit(note('in the future'))
      return ctx.wait('nobody', 20)
    }),
    clock,
  )
  await runtime.start('mission', 'run', null)
  expect(await runtime.result('run')).toEqual({ status: 'done', value: null })
  const events = [...runtime.events()]
  expect(fold(events).now).toBeLessThan(10_000)
  expect(events.map(({ mono }) => mono)).toEqual(events.map(({ mono }) => mono).toSorted((a, b) => a - b))
})

test('F62: an approval that is clicked twice counts once, also when the process died between the clicks', async () => {
  const units = mission(async (ctx) => {
    const first = await ctx.wait('approval', 60_000)
    const second = await ctx.wait('approval', 50)
    return [first, second]
  })
  const before = await runtimeWith(units)
  await before.start('mission', 'run', null)
  await before.signal('run', 'approval', 'yes', 'click 1')
  await before.close()
  const after = await runtimeWith(units)
  await after.start('mission', 'run', null)
  await after.signal('run', 'approval', 'yes', 'click 1')
  expect(await after.result('run')).toEqual({ status: 'done', value: ['yes', null] })
})

/** From that commit on the disc answers with an I/O error, as a failed fsync does. Returns how to mend it. */
function breakCommit(number: number): () => void {
  const { exec } = DatabaseSync.prototype
  let commits = 0
  DatabaseSync.prototype.exec = function (sql: string) {
    if (sql === 'COMMIT' && ++commits >= number) throw new Error('disk I/O error (EIO)')
    return exec.call(this, sql)
  }
  return () => {
    DatabaseSync.prototype.exec = exec
  }
}
