import { join } from 'node:path'
import { inFolder } from '../paths.ts'
import { type ReadText, readText } from '../read-text.ts'
import type { Step } from './bring.ts'
import { nodeStep } from './node.ts'
import { pythonStep } from './python.ts'
import { noteOf, skippedScripts } from './skipped-scripts.ts'

/** What a command needs: who runs it, and where. */
interface Need {
  readonly argv: readonly string[]
  readonly folder: string
}

/** What has to be installed in a checkout before a command can run, read from the lockfiles that lie there. */
export async function stepsFor(
  need: Need,
  root: string,
  setup: readonly (readonly string[])[] | null,
): Promise<readonly Step[]> {
  const read: ReadText = (path) => readText(join(root, path))
  if (setup !== null) return [await ownStep(setup, need.folder, read)]
  const kinds = worlds(need.argv[0] ?? '')
  const steps = [
    kinds.includes('node') ? await nodeStep(need.folder, read) : null,
    kinds.includes('python') ? await pythonStep(need.folder, read) : null,
  ]
  return steps.filter((step) => step !== null)
}

/** What to tell of a check that is not green: our installation runs no install scripts. The settings' own commands may. */
export async function noteFor(need: Need, root: string, setup: readonly (readonly string[])[] | null): Promise<string> {
  if (setup !== null || !worlds(need.argv[0] ?? '').includes('node')) return ''
  return noteOf(await skippedScripts(need.folder, (path) => readText(join(root, path))))
}

type World = 'node' | 'python'

/** go and cargo bring what they need by themselves; of a program that we do not know, everything may be needed. */
function worlds(program: string): readonly World[] {
  if (/^(?:go|cargo|rustc|gofmt|golangci-lint)$/.test(program)) return []
  if (/^(?:python[\d.]*|pytest|ruff|mypy|uv|poetry|tox|nox)$/.test(program)) return ['python']
  if (/^(?:npm|npx|pnpm|yarn|bun|node|eslint|biome|prettier|tsc|vitest|jest|mocha)$/.test(program)) return ['node']
  return ['node', 'python']
}

const manifests = ['package.json', 'package-lock.json', 'pnpm-lock.yaml', 'yarn.lock', 'bun.lock', 'pyproject.toml']
const pythonManifests = ['requirements.txt', 'requirements-dev.txt', 'uv.lock', 'poetry.lock', 'setup.py']

/** The settings' own commands, done again when they, or what the dependencies are declared in, changed. */
async function ownStep(setup: readonly (readonly string[])[], folder: string, read: ReadText): Promise<Step> {
  const places = [...new Set(['', folder])].flatMap((place) =>
    [...manifests, ...pythonManifests].map((name) => inFolder(place, name)),
  )
  const texts = await Promise.all(places.map((place) => read(place)))
  const key = JSON.stringify([setup, places.map((place, index) => [place, texts[index] ?? null])])
  const into = (await read('package.json')) === null ? '.venv' : 'node_modules'
  return { folder: '', unless: null, commands: setup.map((argv) => [argv]), into, key }
}
