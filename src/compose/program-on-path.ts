import { spawn } from 'node:child_process'
import { accessSync, constants, realpathSync, statSync } from 'node:fs'
import { delimiter, isAbsolute, join, relative } from 'node:path'

/** Milliseconds that a program may take to say its version. */
const patience = 3_000
/** Characters of its answer that are kept. */
const longest = 4_096

/** The file that a program's name means on this PATH, or null. Relative folders of PATH are passed over. */
export function findProgram(name: string): string | null {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    if (!isAbsolute(folder)) continue
    const file = join(folder, name)
    if (isExecutable(file)) return file
  }
  return null
}

/** What a program answers to `--version`, its first line. One that lies in the repository is not run: nobody vouches for it. */
export async function ask(file: string, repository: string): Promise<string> {
  if (isInside(repository, file)) return 'lies in the repository and is not run'
  const { code, text } = await answer(file)
  if (code === 'late') return `does not answer within ${patience / 1_000} s`
  return code === 0 ? firstLine(text) : 'is there and does not start'
}

/** Runs it in a process group of its own, so that what it starts ends with it. */
function answer(file: string): Promise<{ readonly code: number | null | 'late'; readonly text: string }> {
  return new Promise((resolve) => {
    const child = spawn(file, ['--version'], { cwd: '/', detached: true, stdio: ['ignore', 'pipe', 'ignore'] })
    let text = ''
    const end = (code: number | null | 'late'): void => {
      clearTimeout(timer)
      child.stdout.destroy()
      resolve({ code, text })
    }
    const timer = setTimeout(() => {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
      end('late')
    }, patience)
    child.stdout.on('data', (part) => {
      if (text.length < longest) text += part
    })
    child.on('error', () => end(null))
    child.on('close', end)
  })
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    // Not there, or not ours to run: either way it is not the program.
    return false
  }
}

function isInside(folder: string, file: string): boolean {
  const way = relative(realpathSync(folder), realpathSync(file))
  const direct = relative(folder, file)
  return [way, direct].some((one) => !one.startsWith('..') && !isAbsolute(one))
}

function firstLine(text: string): string {
  return (text.trim().split('\n')[0] ?? '').slice(0, 100) || 'answers nothing'
}
