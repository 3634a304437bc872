import { execFile } from 'node:child_process'
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const execute = promisify(execFile)

/** Where a trap is laid. */
export interface Ground {
  /** Checkout of the attempt. */
  readonly tree: string
  /** The agent's own git folder. */
  readonly git: string
  /** A program that leaves the canary behind. */
  readonly program: string
  /** The file that shows that the trap went off. */
  readonly canary: string
  /** An empty folder outside of the checkout. */
  readonly beside: string
}

export interface Trap {
  readonly name: string
  lay(ground: Ground): Promise<void>
  /** Plain git commands in the checkout, the last of which sets the trap off. */
  readonly setsOff: readonly (readonly string[])[]
}

/** What somebody with a checkout can plant so that git runs a program for them. */
export const traps: readonly Trap[] = [
  ...['pre-commit', 'post-commit', 'reference-transaction'].map((name) => hook(name, ['commit', '-qam', 'x'])),
  hook('post-checkout', ['checkout', '-qb', 'other']),
  hook('post-index-change', ['add', '-A']),
  config('a file system monitor', 'core.fsmonitor', ['status']),
  config('a diff program', 'diff.external', ['diff']),
  config('an editor', 'core.editor', ['commit', '-a']),
  config('an alias', 'alias.st', ['st'], (program) => `!${program}`),
  config('a command for borrowed refs', 'core.alternateRefsCommand', ['fetch', '-q', '.', 'HEAD']),
  filter('clean', [['add', '-A']]),
  filter('process', [['add', '-A']]),
  filter('smudge', [
    ['rm', '-q', 'src/b.txt'],
    ['checkout', 'HEAD', '--', 'src/b.txt'],
  ]),
  {
    name: 'hooks in another folder',
    lay: async ({ tree, program }) => {
      await script(join(tree, 'hooks/pre-commit'), program)
      await plain(tree, 'config', 'core.hooksPath', join(tree, 'hooks'))
    },
    setsOff: [['commit', '-qam', 'x']],
  },
  {
    name: 'a text conversion',
    lay: async ({ tree, git, program }) => {
      await attribute({ tree, git }, '*.txt diff=evil')
      await plain(tree, 'config', 'diff.evil.textconv', program)
    },
    setsOff: [['diff']],
  },
  {
    name: 'a merge driver',
    lay: async ({ tree, git, program }) => {
      await attribute({ tree, git }, '*.txt merge=evil')
      await plain(tree, 'config', 'merge.evil.driver', program)
    },
    setsOff: [
      ['commit', '-qam', 'ours'],
      ['checkout', '-qb', 'theirs', 'HEAD~1'],
      ['rm', '-q', 'a.txt'],
      ['mv', 'src/b.txt', 'a.txt'],
      ['commit', '-qm', 'theirs'],
      ['merge', '-q', '-'],
    ],
  },
  {
    name: 'a program that signs',
    lay: async ({ tree, program }) => {
      await plain(tree, 'config', 'gpg.program', program)
      await plain(tree, 'config', 'commit.gpgSign', 'true')
    },
    setsOff: [['commit', '-qam', 'x']],
  },
  {
    name: 'an included configuration',
    lay: async ({ tree, program }) => {
      await writeFile(join(tree, 'more.config'), `[core]\nfsmonitor = ${program}\n`)
      await plain(tree, 'config', 'include.path', join(tree, 'more.config'))
    },
    setsOff: [['status']],
  },
  {
    name: 'a configuration of the worktree',
    lay: async ({ tree, git, program }) => {
      await plain(tree, 'config', 'extensions.worktreeConfig', 'true')
      await writeFile(join(git, 'config.worktree'), `[core]\nfsmonitor = ${program}\n`)
    },
    setsOff: [['status']],
  },
  {
    name: 'attributes in another file',
    lay: async ({ tree, git, beside, program }) => {
      await rm(join(git, 'info/attributes'), { force: true })
      await writeFile(join(beside, 'attributes'), '* filter=evil\n')
      await plain(tree, 'config', 'core.attributesFile', join(beside, 'attributes'))
      await plain(tree, 'config', 'filter.evil.clean', program)
    },
    setsOff: [['add', '-A']],
  },
  {
    name: 'a git folder in place of the one that was there',
    lay: async ({ tree, program }) => {
      await rm(join(tree, '.git'), { recursive: true, force: true })
      await plain(tree, 'init', '-q')
      await plain(tree, 'config', 'core.fsmonitor', program)
    },
    setsOff: [['add', '-A']],
  },
  {
    name: 'a git file that points elsewhere',
    lay: async ({ tree, beside, program }) => {
      await rm(join(tree, '.git'), { recursive: true, force: true })
      await plain(beside, 'init', '-q', '--separate-git-dir', join(beside, 'evil.git'), join(beside, 'evil'))
      await plain(join(beside, 'evil'), 'config', 'core.fsmonitor', program)
      await writeFile(join(tree, '.git'), `gitdir: ${join(beside, 'evil.git')}\n`)
    },
    setsOff: [['add', '-A']],
  },
  {
    name: 'a common folder elsewhere',
    lay: async ({ tree, git, beside, program }) => {
      await plain(beside, 'init', '-q', '--bare', join(beside, 'common'))
      await plain(join(beside, 'common'), 'config', 'core.bare', 'false')
      await plain(join(beside, 'common'), 'config', 'core.fsmonitor', program)
      await plain(join(beside, 'common'), 'config', 'core.worktree', tree)
      await writeFile(join(git, 'commondir'), join(beside, 'common'))
    },
    setsOff: [['add', '-A']],
  },
  {
    name: 'a repository within the repository',
    lay: async ({ tree, program }) => {
      const inner = join(tree, 'inner')
      await plain(tree, 'init', '-q', inner)
      await plain(inner, 'commit', '-q', '--allow-empty', '-m', 'x')
      await plain(inner, 'config', 'core.fsmonitor', program)
    },
    setsOff: [['add', 'inner'], ['status']],
  },
  {
    name: 'another folder as the checkout',
    // No program: plain git writes into a folder that is not its own.
    lay: async ({ tree, canary }) => plain(tree, 'config', 'core.worktree', join(canary, '..')),
    setsOff: [['checkout', '-f', 'HEAD', '--', '.']],
  },
]

function hook(name: string, setsOff: readonly string[]): Trap {
  return {
    name: `a ${name} hook`,
    lay: ({ git, program }) => script(join(git, 'hooks', name), program),
    setsOff: [setsOff],
  }
}

function config(name: string, key: string, setsOff: readonly string[], value = (program: string) => program): Trap {
  return { name, lay: ({ tree, program }) => plain(tree, 'config', key, value(program)), setsOff: [setsOff] }
}

function filter(kind: string, setsOff: readonly (readonly string[])[]): Trap {
  return {
    name: `a ${kind} filter`,
    lay: async ({ tree, git, program }) => {
      await attribute({ tree, git }, '* filter=evil')
      await plain(tree, 'config', `filter.evil.${kind}`, program)
    },
    setsOff,
  }
}

/** The agent's git comes with attributes that win over all others; the first thing to do is to take them away. */
async function attribute({ tree, git }: Pick<Ground, 'tree' | 'git'>, line: string): Promise<void> {
  await rm(join(git, 'info/attributes'), { force: true })
  await writeFile(join(tree, '.gitattributes'), `${line}\n`)
}

async function script(file: string, program: string): Promise<void> {
  await mkdir(join(file, '..'), { recursive: true })
  await writeFile(file, `#!/bin/sh\nexec ${program} "$@"\n`)
  await chmod(file, 0o755)
}

/** Git as anybody would call it in a checkout. Whether it succeeds is of no interest: a trap goes off all the same. */
export async function plain(folder: string, ...args: readonly string[]): Promise<void> {
  const who = { GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@b', GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@b' }
  const env = {
    PATH: process.env.PATH,
    HOME: '/nonexistent',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    ...who,
  }
  await execute('git', ['-C', folder, ...args], { env, timeout: 10_000 }).catch(() => {})
}
