import type { Check } from '../../domain/check.ts'
import { inFolder } from '../paths.ts'
import { type Sources, toCheck } from './sources.ts'

const manifests = ['pyproject.toml', 'pytest.ini', 'setup.cfg', 'tox.ini', 'setup.py', 'requirements.txt']
/** Folders of tests that hold what tests work on. */
const foreign = /^(?:fixtures?|data|testdata|assets|examples?)$/
/** Test files that are read to see which runner they are written for. */
const samples = 20

/**
 * pytest or unittest, ruff and mypy, where the repository configures or uses them: for each kind of check the root's, or
 * those of the folders below with a manifest when the root has none.
 */
export async function pythonChecks(sources: Sources): Promise<readonly Check[]> {
  const below = [...new Set(manifests.flatMap((name) => sources.foldersBelow(name)))].toSorted()
  const hasRoot = below.length === 0 || manifests.some((name) => sources.files.has(name))
  const root = hasRoot ? await checksOfRoot(below, sources) : []
  const kinds = new Set(root.map(({ kind }) => kind))
  const found = await Promise.all(below.map((folder) => checksIn(folder, sources)))
  return [...root, ...found.flat().filter(({ kind }) => !kinds.has(kind))]
}

/** A root that only holds members together has no tests by the members' having some. */
async function checksOfRoot(below: readonly string[], sources: Sources): Promise<readonly Check[]> {
  const checks = await checksIn('', sources)
  if (!(await isHub(sources))) return checks
  const own = testFiles('', sources).filter((file) => !below.some((folder) => file.startsWith(`${folder}/`)))
  return own.length > 0 ? checks : checks.filter(({ kind }) => kind !== 'test')
}

/** Whether the root is nothing but the place of a uv workspace: no package, no tests configured. */
async function isHub(sources: Sources): Promise<boolean> {
  if (manifests.some((name) => name !== 'pyproject.toml' && sources.files.has(name))) return false
  const text = (await sources.read('pyproject.toml')) ?? ''
  return /^\[tool\.uv\.workspace\]/m.test(text) && !/^\[(?:project|tool\.poetry|tool\.pytest\b)/m.test(text)
}

async function checksIn(folder: string, sources: Sources): Promise<readonly Check[]> {
  const texts = new Map<string, string>()
  for (const name of [...manifests, 'mypy.ini', '.mypy.ini', 'ruff.toml', '.ruff.toml']) {
    const text = await sources.read(inFolder(folder, name))
    if (text !== null) texts.set(name, text)
  }
  return [...(await tests(folder, texts, sources)), ...linters(folder, texts)]
}

async function tests(folder: string, texts: ReadonlyMap<string, string>, sources: Sources): Promise<readonly Check[]> {
  const configured = placeOf(texts, [
    ['pytest.ini', /^/],
    ['pyproject.toml', /^\[tool\.pytest\b/m],
    ['setup.cfg', /^\[tool:pytest\]/m],
    ['tox.ini', /^\[pytest\]/m],
  ])
  const files = testFiles(folder, sources)
  if (configured === null && files.length === 0) return []
  const source = inFolder(folder, configured ?? files[0]?.slice(folder === '' ? 0 : folder.length + 1) ?? '')
  const runner = configured === null ? await runnerOf(folder, files, texts, sources) : 'pytest'
  if (runner === 'pytest')
    return [toCheck({ kind: 'test', argv: ['python3', '-m', 'pytest'], folder, source, label: 'pytest' })]
  if (runner === 'django') return [toCheck({ kind: 'test', argv: ['python3', 'manage.py', 'test'], folder, source })]
  const argv = ['python3', '-m', 'unittest', 'discover', ...startFolder(folder, files, sources)]
  return [toCheck({ kind: 'test', argv, folder, source, label: 'unittest' })]
}

function testFiles(folder: string, { files }: Sources): readonly string[] {
  const prefix = folder === '' ? '' : `${folder}/`
  return [...files].filter((file) => {
    const path = file.startsWith(prefix) ? file.slice(prefix.length) : ''
    if (path.split('/').some((part) => foreign.test(part))) return false
    return /(?:^|\/)tests?\/|^test_[^/]*$/.test(path) && /(?:^|\/)(?:test_[^/]*|[^/]*_test)\.py$/.test(path)
  })
}

async function runnerOf(
  folder: string,
  files: readonly string[],
  texts: ReadonlyMap<string, string>,
  sources: Sources,
): Promise<'pytest' | 'django' | 'unittest'> {
  if ([...texts.values()].some((text) => /\bpytest\b/.test(text))) return 'pytest'
  const read = await Promise.all(files.slice(0, samples).map((file) => sources.read(file)))
  const known = read.filter((text) => text !== null)
  if (known.some((text) => /\bpytest\b/.test(text))) return 'pytest'
  // Tests of Django need the settings that only its own runner loads.
  if (/\bdjango\b/.test((await sources.read(inFolder(folder, 'manage.py'))) ?? '')) return 'django'
  // Tests for pytest take their mocks from unittest as well.
  return known.some((text) => /^\s*(?:import|from) unittest\b(?!\.mock)/m.test(text)) ? 'unittest' : 'pytest'
}

/** Without `__init__.py` a folder of tests is no package, and discovery must begin in it. */
function startFolder(folder: string, files: readonly string[], sources: Sources): readonly string[] {
  const path = files[0]?.slice(folder === '' ? 0 : folder.length + 1) ?? ''
  const top = path.includes('/') ? (path.split('/')[0] ?? '') : ''
  return top === '' || sources.files.has(inFolder(folder, `${top}/__init__.py`)) ? [] : ['-s', top]
}

function linters(folder: string, texts: ReadonlyMap<string, string>): readonly Check[] {
  const ruff = placeOf(texts, [
    ['ruff.toml', /^/],
    ['.ruff.toml', /^/],
    ['pyproject.toml', /^\[tool\.ruff\b/m],
  ])
  const mypy = placeOf(texts, [
    ['mypy.ini', /^/],
    ['.mypy.ini', /^/],
    ['setup.cfg', /^\[mypy\]/m],
    ['pyproject.toml', /^\[tool\.mypy\]/m],
  ])
  const found: Check[] = []
  if (ruff !== null) {
    const repair = ['ruff', 'check', '--fix', '.']
    found.push(toCheck({ kind: 'lint', argv: ['ruff', 'check', '.'], folder, repair, source: inFolder(folder, ruff) }))
  }
  if (mypy !== null) {
    const targets = /^\s*(?:files|packages|modules)\s*=/m.test(texts.get(mypy) ?? '') ? [] : ['.']
    found.push(toCheck({ kind: 'types', argv: ['mypy', ...targets], folder, source: inFolder(folder, mypy) }))
  }
  return found
}

/** The first file that says so. */
function placeOf(
  texts: ReadonlyMap<string, string>,
  signs: readonly (readonly [name: string, pattern: RegExp])[],
): string | null {
  const sign = signs.find(([name, pattern]) => {
    const text = texts.get(name)
    return text !== undefined && pattern.test(text)
  })
  return sign?.[0] ?? null
}
