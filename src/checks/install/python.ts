import { inFolder, upwards } from '../paths.ts'
import type { ReadText } from '../read-text.ts'
import type { Step } from './bring.ts'

const requirements = [
  'requirements.txt',
  'requirements-dev.txt',
  'requirements-test.txt',
  'requirements_dev.txt',
  'dev-requirements.txt',
  'test-requirements.txt',
  'requirements/dev.txt',
  'requirements/test.txt',
]

/** What the lockfile or the requirements name. Null: nothing is declared, the machine's own Python has to do. */
export async function pythonStep(folder: string, read: ReadText): Promise<Step | null> {
  for (const place of upwards(folder)) {
    const step =
      (await lockedBy('uv.lock', uv, place, read)) ??
      (await lockedBy('poetry.lock', poetry, place, read)) ??
      (await required(place, read))
    if (step !== null) return step
  }
  return null
}

type Ways = readonly (readonly string[])[]

/** All members of a workspace share one environment, and by itself uv brings what the root needs. */
function uv(project: string): Ways {
  const root = ['uv', 'sync', '--frozen']
  return /^\[tool\.uv\.workspace\]/m.test(project) ? [[...root, '--all-packages'], root] : [root]
}

function poetry(): Ways {
  return [['poetry', 'install', '--no-interaction']]
}

async function lockedBy(
  name: string,
  waysOf: (project: string) => Ways,
  folder: string,
  read: ReadText,
): Promise<Step | null> {
  const lock = await read(inFolder(folder, name))
  if (lock === null) return null
  const project = await read(inFolder(folder, 'pyproject.toml'))
  const ways = waysOf(project ?? '')
  return { folder, unless: null, commands: [ways], into: '.venv', key: JSON.stringify([ways, lock, project]) }
}

/** The machine's Python where it has them all; else an environment of its own, from wheels: those run nothing. */
async function required(folder: string, read: ReadText): Promise<Step | null> {
  const texts = await Promise.all(requirements.map((name) => read(inFolder(folder, name))))
  const there = requirements.flatMap((name, index) => {
    const text = texts[index] ?? null
    return text === null ? [] : [{ name, text }]
  })
  if (there.length === 0) return null
  const names = there.flatMap(({ text }) => distributions(text))
  const files = there.flatMap(({ name }) => ['-r', name])
  return {
    folder,
    unless: ['python3', '-I', '-c', probe, ...names],
    commands: [
      [['python3', '-m', 'venv', '--clear', '--system-site-packages', '.venv']],
      [['.venv/bin/python', '-m', 'pip', 'install', '--only-binary', ':all:', ...files]],
    ],
    into: '.venv',
    key: JSON.stringify(there),
  }
}

const probe = 'import sys, importlib.metadata as m; [m.version(name) for name in sys.argv[1:]]'

/** The names of what a requirements file asks for; anything that is not a plain name counts as not being there. */
function distributions(text: string): readonly string[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const wanted = (line.split('#')[0] ?? '').trim()
    if (wanted === '' || /^-(?:r|c|-requirement|-constraint)\b/.test(wanted)) return []
    return [/^[A-Za-z0-9][\w.-]{0,100}/.exec(wanted)?.[0] ?? 'what-cannot-be-probed']
  })
}
