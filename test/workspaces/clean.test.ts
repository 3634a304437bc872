import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Workspaces } from '../../src/ports/workspaces.ts'
import type { Trunk } from '../../src/ports/trunk.ts'
import { type Cleaned, type CleanOptions, cleanWorkspaces } from '../../src/workspaces/clean.ts'
import { Bench, soon } from './bench.ts'
import { bytesOf } from './bytes-of.ts'
import { type Deed, liveThrough } from './janitor.ts'
import { Killable } from './killable.ts'

let bench: Bench
beforeEach(async () => {
  bench = await Bench.make()
})
afterEach(() => bench.remove())

function clean(more: Partial<CleanOptions> = {}, on: Bench = bench): Promise<Cleaned> {
  const { repository, folder } = on
  const isOver = (): Promise<boolean> => Promise.resolve(true)
  const options = { source: repository.root, folder, all: false, isOver, wall: () => 1_750_000_000_000, signal: soon() }
  return cleanWorkspaces({ ...options, ...more })
}

/** Lands one change on the mission branch. */
async function land({ workspaces, trunk }: { workspaces: Workspaces; trunk: Trunk }): Promise<string> {
  const workspace = await workspaces.open(bench.order('landing'), soon())
  await writeFile(join(workspace.path, 'landed.txt'), 'landed\n')
  await writeFile(join(workspace.path, 'large.bin'), randomBytes(50_000))
  const commit = (await workspace.commit(['landed.txt', 'large.bin'], { text: 'attempt', wall: 1 }, soon())) ?? ''
  await workspace.close()
  const head = { task: 'landing', commit, message: 'land it\n\nTask-Id: landing\n', wall: 1 }
  const merged = await trunk.merge(bench.base, head, soon())
  if (!merged.ok) throw new Error('it did not merge')
  await trunk.advance(bench.base, merged.commit, soon())
  return merged.commit
}

describe('cleaning a work folder', () => {
  test('the branch of a night stays until the night is over and its commits are in the repository of the user', async () => {
    const { repository } = bench
    const opened = await bench.open()
    const tip = await land(opened)
    await (await opened.workspaces.checkout(tip, [], soon())).close()
    await opened.trunk.publish(soon())
    await opened.workspaces.close()
    const refs = await bench.refs('refs/echelon')
    const kept = async (over: boolean | null, shown: string): Promise<void> => {
      const { after } = await clean({ isOver: () => Promise.resolve(over) })
      expect(after.runs).toMatchObject([{ run: 'night', shown, over }])
      expect(await bench.refs('refs/echelon')).toEqual(refs)
    }
    await kept(false, 'shown')
    await kept(null, 'shown')
    await repository.git('update-ref', 'refs/heads/echelon/night', bench.base)
    await kept(true, 'only-here')
    await repository.git('branch', '-D', 'echelon/night')
    await kept(true, 'only-here')
    expect(await repository.git(`--git-dir=${bench.mirror}`, 'show', `${tip}:landed.txt`)).toBe('landed')

    await repository.git('merge', '--quiet', '--no-ff', '-m', 'morning', tip)
    const { before, after } = await clean()
    expect(before.runs).toMatchObject([{ shown: 'merged' }])
    expect(after.slots.map(({ use }) => use)).toEqual(['check'])
    expect(await bench.refs('refs/echelon')).toEqual([])
    const all = await clean({ all: true })
    expect(all.after.slots).toEqual([])
    expect(all.bytes.before - all.bytes.after).toBeGreaterThan(50_000)
    await repository.git('fsck', '--strict')

    // The next night finds the folder as if it were new.
    const { workspaces, trunk } = await bench.open({ run: 'another' })
    expect(await trunk.tip(soon())).toBe(await repository.git('rev-parse', bench.base))
    await (await workspaces.open(bench.order('again'), soon())).close()
    await workspaces.close()
  })

  test('what a killed process left is saved before its workspace goes; only all removes what was saved', async () => {
    const child = new Killable(bench)
    await child.ask('prepare')
    await writeFile(join(await child.ask('open', 'unfinished'), 'a.txt'), 'half a thought\n')
    await child.kill()
    const { before, after } = await clean()
    expect(before.slots).toMatchObject([{ state: 'open' }])
    expect(after.slots).toEqual([])
    const [rescue] = after.rescues
    expect(await bench.repository.git(`--git-dir=${bench.mirror}`, 'show', `${rescue?.ref}:a.txt`)).toBe(
      'half a thought',
    )
    expect((await clean({ all: true })).after.rescues).toEqual([])
    expect(await bench.refs('refs/echelon/rescue')).toEqual([])
  })

  test('what no commit can hold stays with all that it stands on, and so does what is not ours', async () => {
    const opened = await bench.open()
    const tip = await land(opened)
    await opened.trunk.publish(soon())
    const workspace = await opened.workspaces.open(bench.order('odd', { base: tip }), soon())
    await bench.repository.git('init', '--quiet', join(workspace.path, 'inner'))
    await writeFile(join(workspace.path, 'inner/own.txt'), 'mine\n')
    await workspace.close()
    await opened.workspaces.close()
    const foreign = join(bench.folder, 'slots/mine')
    await mkdir(foreign)
    await writeFile(join(foreign, 'note'), 'a note')
    const { after } = await clean({ all: true })
    expect(after.slots).toMatchObject([{ state: 'quarantined', path: workspace.path }])
    expect(after.foreign).toEqual([foreign])
    expect(after.runs).toEqual([])
    expect(await readFile(join(workspace.path, 'inner/own.txt'), 'utf8')).toBe('mine\n')
    expect(await readFile(join(foreign, 'note'), 'utf8')).toBe('a note')
    const stands = (): Promise<string> => bench.repository.git(`--git-dir=${bench.mirror}`, 'show', `${tip}:landed.txt`)
    expect(await stands()).toBe('landed')
    // Without a hold on the commits of slots, the same cleaning would have taken them away.
    await bench.repository.git(`--git-dir=${bench.mirror}`, 'repack', '-a', '-d', '-q')
    await bench.repository.git(`--git-dir=${bench.mirror}`, 'prune', '--expire=now')
    await expect(stands()).rejects.toThrow()
  })

  test('is refused while somebody works there, and nothing is touched', async () => {
    const { workspaces } = await bench.open()
    const workspace = await workspaces.open(bench.order('busy'), soon())
    await writeFile(join(workspace.path, 'a.txt'), 'at work\n')
    const before = await bytesOf(join(bench.folder, 'slots'))
    await expect(clean({ all: true })).rejects.toMatchObject({ code: 'locked' })
    expect(await bytesOf(join(bench.folder, 'slots'))).toEqual(before)
    await workspaces.close()
    expect(existsSync(workspace.path)).toBe(true)
    expect((await clean()).after.slots).toEqual([])
  })
})

test('nothing that somebody wrote, and nothing that is not ours, is removed by cleaning after kills', async () => {
  const cleanAll = async (on: Bench): Promise<void> => {
    const { after } = await clean({}, on)
    expect(after.slots.filter(({ state }) => state !== 'quarantined' && state !== 'free')).toEqual([])
  }
  const start: readonly Deed[] = (['open', 'edit', 'add', 'commit', 'edit', 'foreign', 'kill'] as const).map(
    (verb, number) => ({ verb, task: 0, number: verb === 'foreign' ? 3 : number }),
  )
  expect(await liveThrough(start, cleanAll)).toEqual([])
})
