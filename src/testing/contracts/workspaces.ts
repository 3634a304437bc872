import assert from 'node:assert/strict'
import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Trunk } from '../../ports/trunk.ts'
import type { Workspace, WorkspaceOrder, Workspaces } from '../../ports/workspaces.ts'
import { type Clause, clausesOn } from '../contract.ts'

/** A repository whose base holds exactly `workspaceFiles`, and its workspaces, prepared. */
export interface WorkspacesBench {
  readonly base: string
  readonly workspaces: Workspaces
  readonly trunk: Trunk
  remove(): Promise<void>
}

/** What the base of the bench's repository holds. */
export const workspaceFiles = {
  'a.txt': 'one\ntwo\nthree\n',
  'src/b.txt': 'left\n',
  'src/c.txt': 'right\n',
  '.gitignore': 'built/\n',
} as const

const signal = new AbortController().signal
const wall = 1_750_000_000_000

/** What all workspaces promise: apart from each other, told by content, committed by path, landed by comparison. */
export function workspacesContract(bench: () => Promise<WorkspacesBench>): readonly Clause[] {
  return [...workspaceClauses(bench), ...trunkClauses(bench)]
}

function workspaceClauses(bench: () => Promise<WorkspacesBench>): readonly Clause[] {
  const clause = clausesOn(bench)
  return [
    clause('a workspace holds the base, the brief and nothing else', async (at) => {
      const workspace = await at.workspaces.open(order(at, 'a'), signal)
      assert.deepEqual(await filesOf(workspace.path), [workspace.brief, ...Object.keys(workspaceFiles)].sort())
      assert.equal(await readFile(join(workspace.path, workspace.brief), 'utf8'), 'do a')
      assert.deepEqual(await workspace.changes(signal), [])
      assert.equal(workspace.base, at.base)
    }),
    clause('changes are told by content, with their lines', async (at) => {
      const workspace = await at.workspaces.open(order(at, 'a'), signal)
      await write(workspace, { 'a.txt': 'one\nTWO\nthree\n', 'new/d.txt': 'x\ny\n', 'built/out.txt': 'ignored\n' })
      await write(workspace, { 'src/c.txt': workspaceFiles['src/c.txt'], [workspace.brief]: 'changed' })
      await rm(join(workspace.path, 'src/b.txt'))
      const changes = await workspace.changes(signal)
      assert.deepEqual(
        changes.map(({ path, kind, lines }) => [path, kind, lines]),
        [
          ['a.txt', 'modified', 2],
          ['new/d.txt', 'added', 2],
          ['src/b.txt', 'deleted', 1],
        ],
      )
      const [hunk] = changes[0]?.hunks ?? []
      assert.deepEqual(hunk, { header: '@@ -2 +2 @@', oldStart: 2, newStart: 2, removed: ['two'], added: ['TWO'] })
    }),
    clause('a commit holds the paths asked for and no others', async (at) => {
      const workspace = await at.workspaces.open(order(at, 'a'), signal)
      await write(workspace, { 'a.txt': 'mine\n', 'src/c.txt': 'not asked for\n' })
      const commit = await workspace.commit(['a.txt'], { text: 'mine', wall }, signal)
      assert.ok(commit !== null)
      assert.deepEqual(
        (await at.trunk.changes(at.base, commit, signal)).map(({ path }) => path),
        ['a.txt'],
      )
      assert.equal(await workspace.commit(['src/b.txt'], { text: 'nothing', wall }, signal), null)
    }),
    clause('the same content, message and time are the same commit', async (at) => {
      const commits = await Promise.all(
        ['a', 'b'].map(async (task) => {
          const workspace = await at.workspaces.open(order(at, task), signal)
          await write(workspace, { 'a.txt': 'same\n' })
          return workspace.commit(['a.txt'], { text: 'same', wall }, signal)
        }),
      )
      assert.equal(commits[0], commits[1])
    }),
    clause('what may never be taken over says why, and is not committed', async (at) => {
      const workspace = await at.workspaces.open(order(at, 'a'), signal)
      await symlink('/etc/hostname', join(workspace.path, 'link'))
      const [change] = await workspace.changes(signal)
      assert.equal(change?.path, 'link')
      assert.ok(change.forbidden !== null)
      await assert.rejects(workspace.commit(['link'], { text: 'no', wall }, signal))
    }),
    clause('workspaces do not see each other, and nothing of one is in the next', async (at) => {
      const [a, b] = await Promise.all(['a', 'b'].map((task) => at.workspaces.open(order(at, task), signal)))
      assert.ok(a !== undefined && b !== undefined && a.path !== b.path && a.branch !== b.branch)
      await write(a, { 'a.txt': 'changed\n', 'left.txt': 'left behind\n', 'built/cache': 'left behind\n' })
      assert.deepEqual(await b.changes(signal), [])
      await a.close()
      const next = await at.workspaces.open(order(at, 'c'), signal)
      assert.deepEqual(await filesOf(next.path), [next.brief, ...Object.keys(workspaceFiles)].sort())
      assert.equal(await readFile(join(next.path, 'a.txt'), 'utf8'), workspaceFiles['a.txt'])
    }),
    clause('a commit outlives its workspace', async (at) => {
      const commit = await work(at, 'a', { 'a.txt': 'kept\n' })
      assert.equal(await at.trunk.read(commit, 'a.txt', signal), 'kept\n')
    }),
    clause('a checkout holds one commit, and of another one only what is to be kept', async (at) => {
      const commit = await work(at, 'a', { 'a.txt': 'new\n', 'more.txt': 'more\n' })
      const first = await at.workspaces.checkout(commit, ['deps'], signal)
      assert.deepEqual(await filesOf(first.path), ['more.txt', ...Object.keys(workspaceFiles)].sort())
      await write(first, { 'deps/lib.txt': 'installed\n', 'built/out.txt': 'built\n', 'a.txt': 'a check wrote this\n' })
      await first.close()
      const second = await at.workspaces.checkout(at.base, ['deps'], signal)
      assert.deepEqual(await filesOf(second.path), ['deps/lib.txt', ...Object.keys(workspaceFiles)].sort())
      assert.equal(await readFile(join(second.path, 'a.txt'), 'utf8'), workspaceFiles['a.txt'])
    }),
    clause('a wait that is called off ends, and a commit that is not there is an error', async (at) => {
      await assert.rejects(at.workspaces.open(order(at, 'a'), AbortSignal.abort()))
      await assert.rejects(at.workspaces.open({ ...order(at, 'a'), base: '1'.repeat(40) }, signal))
      await assert.rejects(at.workspaces.checkout('1'.repeat(40), [], signal))
      await (await at.workspaces.open(order(at, 'a'), signal)).close()
    }),
  ]
}

function trunkClauses(bench: () => Promise<WorkspacesBench>): readonly Clause[] {
  const clause = clausesOn(bench)
  return [
    clause('what was merged is what lands, and asking twice is the same commit', async (at) => {
      assert.equal(await at.trunk.tip(signal), at.base)
      const head = await headOf(at, 'a', { 'a.txt': 'ONE\ntwo\nthree\n' })
      const merged = await at.trunk.merge(at.base, head, signal)
      assert.deepEqual(await at.trunk.merge(at.base, head, signal), merged)
      assert.ok(merged.ok)
      assert.equal(await at.trunk.tree(merged.commit, signal), merged.tree)
      assert.equal(await at.trunk.advance(at.base, merged.commit, signal), true)
      assert.equal(await at.trunk.tip(signal), merged.commit)
      assert.equal(await at.trunk.landed('a', signal), merged.commit)
    }),
    clause('the branch moves from where it is said to be, or not at all', async (at) => {
      const [a, b] = [await landing(at, 'a', 'src/b.txt'), await landing(at, 'b', 'src/c.txt')]
      assert.equal(await at.trunk.advance(at.base, a, signal), true)
      assert.equal(await at.trunk.advance(at.base, b, signal), false)
      assert.equal(await at.trunk.tip(signal), a)
      assert.equal(await at.trunk.landed('b', signal), null)
    }),
    clause('sides that touch the same lines conflict, and the files are named', async (at) => {
      const a = await headOf(at, 'a', { 'a.txt': 'A\ntwo\nthree\n', 'src/b.txt': 'A\n' })
      const b = await headOf(at, 'b', { 'a.txt': 'B\ntwo\nthree\n', 'src/c.txt': 'B\n' })
      assert.deepEqual(await at.trunk.conflicts(a.commit, b.commit, signal), ['a.txt'])
      const merged = await at.trunk.merge(at.base, a, signal)
      assert.ok(merged.ok)
      assert.deepEqual(await at.trunk.merge(merged.commit, b, signal), { ok: false, conflicts: ['a.txt'] })
    }),
    clause('sides that touch different lines do not conflict, and both land', async (at) => {
      const a = await headOf(at, 'a', { 'src/b.txt': 'A\n' })
      const b = await headOf(at, 'b', { 'src/c.txt': 'B\n' })
      assert.deepEqual(await at.trunk.conflicts(a.commit, b.commit, signal), [])
      const first = await at.trunk.merge(at.base, a, signal)
      assert.ok(first.ok)
      const second = await at.trunk.merge(first.commit, b, signal)
      assert.ok(second.ok)
      const changed = await at.trunk.changes(at.base, second.commit, signal)
      assert.deepEqual(
        changed.map(({ path }) => path),
        ['src/b.txt', 'src/c.txt'],
      )
    }),
    clause('an unknown commit is an error and no conflict', async (at) => {
      const unknown = '1'.repeat(40)
      await assert.rejects(at.trunk.conflicts(at.base, unknown, signal))
      await assert.rejects(at.trunk.merge(at.base, { task: 'a', commit: unknown, message: 'm', wall }, signal))
      await assert.rejects(at.trunk.advance(at.base, unknown, signal))
      assert.equal(await at.trunk.tip(signal), at.base)
    }),
    clause('a file that is not there, or is no text, reads as null', async (at) => {
      assert.equal(await at.trunk.read(at.base, 'a.txt', signal), workspaceFiles['a.txt'])
      for (const path of ['absent.txt', 'src', '../a.txt', '/a.txt', ''])
        assert.equal(await at.trunk.read(at.base, path, signal), null)
      const commit = await work(at, 'a', {
        'binary.dat': Buffer.from([1, 0, 2]),
        'latin.txt': Buffer.from([0xe9, 0x0a]),
      })
      assert.equal(await at.trunk.read(commit, 'binary.dat', signal), null)
      assert.equal(await at.trunk.read(commit, 'latin.txt', signal), null)
    }),
  ]
}

function order({ base }: WorkspacesBench, task: string): WorkspaceOrder {
  return { task, attempt: '1', base, isolation: 'worktree', brief: `do ${task}` }
}

async function work(
  at: WorkspacesBench,
  task: string,
  files: Readonly<Record<string, string | Buffer>>,
): Promise<string> {
  const workspace = await at.workspaces.open(order(at, task), signal)
  await write(workspace, files)
  const commit = await workspace.commit(Object.keys(files), { text: `work on ${task}`, wall }, signal)
  await workspace.close()
  assert.ok(commit !== null)
  return commit
}

async function headOf(at: WorkspacesBench, task: string, files: Readonly<Record<string, string>>) {
  return { task, commit: await work(at, task, files), message: `land ${task}\n\nTask-Id: ${task}\n`, wall }
}

async function landing(at: WorkspacesBench, task: string, path: string): Promise<string> {
  const merged = await at.trunk.merge(at.base, await headOf(at, task, { [path]: `${task}\n` }), signal)
  assert.ok(merged.ok)
  return merged.commit
}

async function write(
  { path }: Pick<Workspace, 'path'>,
  files: Readonly<Record<string, string | Buffer>>,
): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(join(path, name, '..'), { recursive: true })
    await writeFile(join(path, name), content)
  }
}

/** Files below a folder, without what git keeps for itself. */
async function filesOf(root: string): Promise<readonly string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
  return files.filter((file) => file.split('/')[0] !== '.git').sort()
}
