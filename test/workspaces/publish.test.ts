import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Trunk } from '../../src/ports/trunk.ts'
import type { Workspaces } from '../../src/ports/workspaces.ts'
import { Bench, soon } from './bench.ts'
import { bytesOf } from './bytes-of.ts'

interface At {
  readonly bench: Bench
  readonly workspaces: Workspaces
  readonly trunk: Trunk
}

async function night(): Promise<At> {
  const bench = await Bench.make()
  return { bench, ...(await bench.open()) }
}

/** Lands one changed file on the trunk; answers the new tip. */
async function land(
  { bench, workspaces, trunk }: At,
  task: string,
  message = `land ${task}\n\nTask-Id: ${task}`,
): Promise<string> {
  const workspace = await workspaces.open(bench.order(task), soon())
  await writeFile(join(workspace.path, `${task}.txt`), `${task}\n`)
  const commit = await workspace.commit([`${task}.txt`], { text: task, wall: 1 }, soon())
  await workspace.close()
  const tip = await trunk.tip(soon())
  const merged = await trunk.merge(tip, { task, commit: commit ?? '', message, wall: 1_750_000_000_999 }, soon())
  if (!merged.ok || !(await trunk.advance(tip, merged.commit, soon()))) throw new Error('it did not land')
  return merged.commit
}

test("the branch comes to the user's repository, and nothing else of it changes", async () => {
  const at = await night()
  const { root, git } = at.bench.repository
  await git('config', 'core.logAllRefUpdates', 'always')
  await writeFile(join(root, 'a.txt'), 'being edited\n')
  await writeFile(join(root, 'staged.txt'), 'staged\n')
  await git('add', 'staged.txt')
  const before = await bytesOf(root)
  const first = await land(at, 'one')
  expect(await at.trunk.publish(soon())).toEqual({ ok: true })
  expect(await git('rev-parse', 'echelon/night')).toBe(first)
  const second = await land(at, 'two')
  expect(await at.trunk.publish(soon())).toEqual({ ok: true })
  expect(await at.trunk.publish(soon()), 'done again, nothing happens').toEqual({ ok: true })
  expect(await git('rev-parse', 'echelon/night')).toBe(second)
  expect(await git('log', '-1', '--format=%an <%ae> %at %ct', second)).toBe(
    'Echelon <echelon@localhost> 1750000000 1750000000',
  )
  expect(await git('fsck', '--strict', '--no-dangling')).toBe('')
  expect(await bytesOf(root)).toEqual(before)
  await at.bench.remove()
})

describe('a branch that is not ours to move stays, with a reason', () => {
  test('it is checked out in a worktree of the user', async () => {
    const at = await night()
    const { git } = at.bench.repository
    const first = await land(at, 'one')
    await at.trunk.publish(soon())
    await git('worktree', 'add', '--quiet', join(at.bench.folder, 'theirs'), 'echelon/night')
    await land(at, 'two')
    const refused = await at.trunk.publish(soon())
    expect(refused).toMatchObject({ ok: false, reason: expect.stringContaining('echelon/night is checked out in ') })
    expect(await git('rev-parse', 'echelon/night')).toBe(first)
    await at.bench.remove()
  })

  test('somebody else made it', async () => {
    const at = await night()
    await at.bench.repository.git('branch', 'echelon/night')
    await land(at, 'one')
    expect(await at.trunk.publish(soon())).toMatchObject({
      ok: false,
      reason: expect.stringContaining('somebody else'),
    })
    expect(await at.bench.repository.git('rev-parse', 'echelon/night')).toBe(at.bench.base)
    await at.bench.remove()
  })

  test('somebody else moved it, or took it away', async () => {
    const at = await night()
    const { git } = at.bench.repository
    await land(at, 'one')
    await at.trunk.publish(soon())
    await git('branch', '--force', 'echelon/night', at.bench.base)
    expect(await at.trunk.publish(soon())).toMatchObject({
      ok: false,
      reason: expect.stringContaining('somebody else'),
    })
    await git('branch', '-D', 'echelon/night')
    expect(await at.trunk.publish(soon())).toMatchObject({ ok: false, reason: expect.stringContaining('was removed') })
    await at.bench.remove()
  })

  test('a branch of the user stands where its folder would be', async () => {
    const at = await night()
    await at.bench.repository.git('branch', 'echelon')
    await land(at, 'one')
    expect(await at.trunk.publish(soon())).toMatchObject({
      ok: false,
      reason: expect.stringContaining('does not take'),
    })
    await at.bench.remove()
  })
})

test('a linked worktree can be the repository that a run works on', async () => {
  const bench = await Bench.make()
  const linked = join(bench.folder, 'linked')
  await bench.repository.git('worktree', 'add', '--quiet', '--detach', linked)
  const opened = await bench.open({ source: linked, folder: join(bench.folder, 'work') })
  const at = { bench, ...opened }
  const tip = await land(at, 'one')
  expect(await at.trunk.publish(soon())).toEqual({ ok: true })
  expect(await bench.repository.git('rev-parse', 'echelon/night')).toBe(tip)
  await bench.remove()
})

test('only a real trailer says that a task landed', async () => {
  const at = await night()
  const message =
    'land one\n\nTask-Id: in-the-body\nThis paragraph is about that line, and about\nTask-Id: again\n\nTask-Id: one\nAttempt: 1'
  const tip = await land(at, 'one', message)
  expect(await at.trunk.landed('one', soon())).toBe(tip)
  for (const task of ['in-the-body', 'again', 'on', 'one\nAttempt: 1', '1', ''])
    expect(await at.trunk.landed(task, soon())).toBe(null)
  await at.bench.remove()
})

test('a run that goes on finds its branch where it was', async () => {
  const at = await night()
  const tip = await land(at, 'one')
  await at.workspaces.close()
  const again = await at.bench.open()
  expect(await again.trunk.tip(soon())).toBe(tip)
  expect(await again.trunk.landed('one', soon())).toBe(tip)
  expect(await (await at.bench.open({ run: 'another' })).trunk.tip(soon())).toBe(at.bench.base)
  await at.bench.remove()
})

test('a base that cannot be fetched fails the start', async () => {
  const bench = await Bench.make()
  await expect(bench.open({ base: '1'.repeat(40) })).rejects.toThrow(
    /could not be fetched from .*, so nothing is started/,
  )
  await bench.remove()
})
