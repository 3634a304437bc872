import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Trunk } from '../../src/ports/trunk.ts'
import type { WorkspaceOrder, Workspaces } from '../../src/ports/workspaces.ts'
import { workspaceFiles } from '../../src/testing/contracts/workspaces.ts'
import { type FixtureRepository, fixtureRepository } from '../../src/testing/fixture-repository.ts'
import { openWorkspaces, type WorkspacesOptions } from '../../src/workspaces/open.ts'

/** No test waits longer. */
export const soon = (): AbortSignal => AbortSignal.timeout(110_000)

/** A repository and its work folder; both go with it. */
export class Bench {
  readonly repository: FixtureRepository
  readonly folder: string
  readonly base: string
  private constructor(repository: FixtureRepository, folder: string, base: string) {
    this.repository = repository
    this.folder = folder
    this.base = base
  }

  static async make(files: Readonly<Record<string, string>> = workspaceFiles): Promise<Bench> {
    const repository = await fixtureRepository(files)
    const folder = await mkdtemp(join(tmpdir(), 'echelon-workspaces-'))
    return new Bench(repository, folder, await repository.git('rev-parse', 'HEAD'))
  }

  /** Another work folder on the same repository. */
  async beside(): Promise<Bench> {
    return new Bench(this.repository, await mkdtemp(join(tmpdir(), 'echelon-workspaces-')), this.base)
  }

  options(more: Partial<WorkspacesOptions> = {}): WorkspacesOptions {
    const { repository, base, folder } = this
    return {
      source: repository.root,
      base,
      folder,
      run: 'night',
      wall: () => 1_750_000_000_000,
      signal: soon(),
      ...more,
    }
  }

  /** Opens and prepares the workspaces, as a process does when it starts. */
  async open(
    more: Partial<WorkspacesOptions> = {},
  ): Promise<{ readonly workspaces: Workspaces; readonly trunk: Trunk }> {
    const opened = await openWorkspaces(this.options(more))
    await opened.workspaces.prepare(soon())
    return opened
  }

  order(task: string, more: Partial<WorkspaceOrder> = {}): WorkspaceOrder {
    return { task, attempt: '1', base: this.base, isolation: 'worktree', brief: 'do it', ...more }
  }

  /** Our own git folder of the mirror, to look into. */
  get mirror(): string {
    return join(this.folder, 'own/mirror.git')
  }

  async refs(prefix: string): Promise<readonly string[]> {
    const list = await this.repository.git(`--git-dir=${this.mirror}`, 'for-each-ref', '--format=%(refname)', prefix)
    return list.split('\n').filter((ref) => ref !== '')
  }

  /** Takes the work folder away and leaves the repository. */
  async leave(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true })
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true })
    await this.repository.remove()
  }
}
