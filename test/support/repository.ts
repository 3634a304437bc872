import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** A real git repository in a temporary folder. */
export interface TestRepository {
  readonly root: string
  write(files: Readonly<Record<string, string | Buffer>>): void
  /** Commits everything that stands in the folder and answers the commit's id. */
  commit(): string
  git(...args: string[]): string
  [Symbol.dispose](): void
}

export function testFolder(
  files: Readonly<Record<string, string | Buffer>> = {},
): Omit<TestRepository, 'commit' | 'git'> {
  const root = mkdtempSync(join(tmpdir(), 'echelon-test-'))
  const write: TestRepository['write'] = (all) => {
    for (const [path, text] of Object.entries(all)) {
      mkdirSync(dirname(join(root, path)), { recursive: true })
      writeFileSync(join(root, path), text)
    }
  }
  write(files)
  return { root, write, [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }) }
}

export function testRepository(files: Readonly<Record<string, string | Buffer>> = {}): TestRepository {
  const folder = testFolder(files)
  const plain = ['-c', 'user.name=Test', '-c', 'user.email=test@example.org', '-c', 'commit.gpgsign=false']
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', folder.root, ...plain, '-c', 'core.hooksPath=/dev/null', ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  git('init', '-q', '-b', 'main')
  return {
    ...folder,
    git,
    commit: () => {
      git('add', '-A')
      git('commit', '-q', '--allow-empty', '-m', 'state')
      return git('rev-parse', 'HEAD').trim()
    },
  }
}
