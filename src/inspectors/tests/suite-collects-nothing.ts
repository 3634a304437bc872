import picomatch from 'picomatch'
import { cite, linesOf } from '../cite.ts'
import { folderOf, joinPath, nameOf } from '../facts/path.ts'
import { regionOf } from '../facts/region.ts'
import type { Placed } from '../facts/store.ts'
import type { Inspection, Inspector, Unfiled, View } from '../inspector.ts'
import { placesOf } from '../places.ts'
import { counted, titled } from '../wording.ts'

interface Suite extends Placed {
  readonly runner: string
  /** What the configuration names, as written. */
  readonly pattern: string
  readonly matches: boolean
}

export const suiteCollectsNothing: Inspector = {
  id: 'tests/suite-collects-nothing',
  version: 1,
  layer: 'ci-tests',
  title: 'A test configuration names a folder or pattern that matches no test',
  inspect(view): Inspection {
    const suites = [...pytestSuites(view), ...playwrightSuites(view), ...globSuites(view)]
    const empty = suites.filter((suite) => !suite.matches)
    const untested = Map.groupBy(empty.filter(isUsual), (suite) => suite.runner)
    const groups = Map.groupBy(
      empty.filter((suite) => !isUsual(suite)),
      (suite) => suite.file,
    )
    return {
      population: suites.length,
      bad: empty.length,
      unit: 'configured test paths',
      drafts: [
        ...[...groups].map(([file, group]) => draftOf(view, file, group)),
        ...[...untested].map(([runner, group]) => untestedDraft(view, runner, group)),
      ],
    }
  },
}

/** The pattern that generators write: nothing is misnamed, the package just has no test. */
function isUsual({ pattern }: Suite): boolean {
  return /^(?:(?:src|\{src,tests?\}|tests?)\/)?\*\*\/\*\.[{(@?]*(?:test|spec)/.test(pattern)
}

/** Packages set up for tests that have none, together: it is one habit. */
function untestedDraft(view: View, runner: string, group: readonly Suite[]): Unfiled {
  const folders = group.map(({ file }) => folderOf(file) || '.')
  const what = counted(group.length, 'package is', 'packages are')
  return {
    title: titled(`${what} set up for ${runner} and have no test: ${folders.join(', ')}`),
    claim: 'absence',
    impact: 'quality',
    reach: 'dev-or-test',
    reachWhy: 'tests guard changes and are not shipped',
    confidence: 'high',
    anchor: `untested:${runner.toLowerCase()}`,
    ...placesOf(view, group),
    fix: {
      advice: 'Write a first test for what each package is for, or remove its test configuration.',
      effort: 'M',
      doneWhen: 'each package with a test configuration has a test that it collects',
    },
  }
}

/** `testpaths` of pytest.ini, pyproject.toml, tox.ini and setup.cfg. */
function pytestSuites(view: View): Suite[] {
  return view.snapshot.files.flatMap((file) => {
    if (!/^(?:pytest\.ini|pyproject\.toml|tox\.ini|setup\.cfg)$/.test(nameOf(file.path)) || isAside(file.path))
      return []
    const start = /^testpaths\s*=\s*/m.exec(file.text)
    if (start === null) return []
    const from = start.index + start[0].length
    const value =
      file.text[from] === '[' ? file.text.slice(from, file.text.indexOf(']', from)) : iniValue(file.text, from)
    const line = file.text.slice(0, start.index).split('\n').length
    const names =
      file.text[from] === '['
        ? [...value.matchAll(/["']([^"']+)["']/g)].map((match) => match[1] ?? '')
        : value.split(/\s+/)
    const own = /^python_files\s*=/m.test(file.text)
    return names
      .filter((name) => /^[\w./-]+$/.test(name))
      .map((name) => ({
        file: file.path,
        line,
        runner: 'pytest',
        pattern: name,
        matches: own || hasPythonTests(view, joinPath(folderOf(file.path), name)),
      }))
  })
}

/** The rest of the line and the indented lines below it. */
function iniValue(text: string, from: number): string {
  const lines = text.slice(from).split('\n')
  const end = lines.findIndex((line, index) => index > 0 && !/^\s+\S/.test(line))
  return lines
    .slice(0, end === -1 ? undefined : end)
    .join(' ')
    .replaceAll('"', '')
    .trim()
}

function hasPythonTests(view: View, folder: string | null): boolean {
  if (folder === null) return true
  const prefix = folder === '' ? '' : `${folder}/`
  return [...view.snapshot.paths].some(
    (path) =>
      path === folder ||
      (path.startsWith(prefix) && /(?:^|\/)(?:test[^/]*|[^/]*_tests?)\.(?:py|txt|rst|ya?ml)$/.test(path)),
  )
}

/** `testDir` of Playwright configurations. */
function playwrightSuites(view: View): Suite[] {
  return view.snapshot.files.flatMap((file) => {
    if (!/^playwright[\w.-]*\.config\.[cm]?[jt]s$/.test(nameOf(file.path)) || isAside(file.path)) return []
    return literals(view, file.path, /\btestDir:\s*(['"])([^'"]+)\1/).map(({ text, line }) => {
      const folder = joinPath(folderOf(file.path), text)
      const matches =
        folder === null ||
        [...view.snapshot.paths].some((path) => path.startsWith(`${folder}/`) && /\.[cm]?[jt]sx?$/.test(path))
      return { file: file.path, line, runner: 'Playwright', pattern: text, matches }
    })
  })
}

/** `include` of Vitest and `testMatch` of Jest where they are one literal list on one line. */
function globSuites(view: View): Suite[] {
  return view.snapshot.files.flatMap((file) => {
    const runner = /^(vitest|vite|jest)[\w.-]*\.config\.[cm]?[jt]s$/.exec(nameOf(file.path))?.[1]
    if (
      runner === undefined ||
      isAside(file.path) ||
      /\b(?:root|rootDir|roots|dir|projects|workspace|mergeConfig|defineWorkspace)\b/.test(file.text)
    )
      return []
    const isJest = runner === 'jest'
    const block = isJest
      ? /\btestMatch:\s*\[([^\]]*)\]/.exec(file.text)
      : /\btest:\s*\{[^{}]*?\binclude:\s*\[([^\]]*)\]/.exec(file.text)
    if (block === null || /\.\.\.|\$\{/.test(block[1] ?? '')) return []
    const line = file.text.slice(0, block.index + block[0].lastIndexOf('[')).split('\n').length
    const globs = [...(block[1] ?? '').matchAll(/(['"`])([^'"`]+)\1/g)].map((match) =>
      (match[2] ?? '').replace('<rootDir>/', '').replace(/^\.\//, ''),
    )
    const [first] = globs
    if (first === undefined) return []
    // A runner started from the root reads the patterns from there.
    const matches = globs.some((glob) => hasMatch(view, folderOf(file.path), glob) || hasMatch(view, '', glob))
    return [{ file: file.path, line, runner: isJest ? 'Jest' : 'Vitest', pattern: globs.join(', '), matches }]
  })
}

function hasMatch(view: View, folder: string, glob: string): boolean {
  const prefix = folder === '' ? '' : `${folder}/`
  const fits = picomatch(glob, { dot: true })
  return [...view.snapshot.paths].some((path) => path.startsWith(prefix) && fits(path.slice(prefix.length)))
}

function literals(view: View, file: string, pattern: RegExp): { text: string; line: number }[] {
  return linesOf(view.snapshot, file).flatMap((line, index) => {
    const match = /^\s*(?:\/\/|\*)/.test(line) ? null : pattern.exec(line)
    return match === null ? [] : [{ text: match[2] ?? '', line: index + 1 }]
  })
}

function isAside(path: string): boolean {
  return /^(?:vendored|example|docs)$/.test(regionOf(path))
}

function draftOf(view: View, file: string, group: readonly Suite[]): Unfiled {
  const [first] = group
  if (first === undefined) throw new Error('a group holds at least one suite')
  const patterns = [...new Set(group.map((suite) => suite.pattern))].join(', ')
  return {
    title: `${first.runner} collects no test from ${patterns} (${file})`.slice(0, 140),
    claim: 'mismatch',
    impact: 'service-dead',
    reach: 'dev-or-test',
    reachWhy: 'tests guard changes and are not shipped',
    confidence: 'high',
    anchor: `suite:${first.runner.toLowerCase()}@${file}`,
    evidence: group.slice(0, 5).map((suite) => cite(view.snapshot, suite.file, suite.line)),
    instances: group.map((suite) => ({ file: suite.file, line: suite.line })),
    fix: {
      advice:
        'Name the folder that holds the tests, or remove the entry; let the runner fail when it collects nothing.',
      effort: 'S',
      doneWhen: `every test path in ${file} matches at least one test file`,
    },
  }
}
