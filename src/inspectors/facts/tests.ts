import type { SourceFile } from '../snapshot.ts'
import type { Collector } from './collector.ts'
import { regionOf } from './region.ts'
import type { Placed } from './store.ts'
import { pythonTests } from './tests-python.ts'
import { typeScriptTests } from './tests-typescript.ts'

/** What stands in the body of a test: nothing, a constant that is true, code that cannot assert, or more than that. */
export type TestContent = 'empty' | 'vacuous' | 'silent' | 'asserts'

/** One test or suite. `conditional` tests are skipped on some machines only. */
export interface TestCaseFact extends Placed {
  readonly title: string
  readonly kind: 'test' | 'suite'
  readonly state: 'runs' | 'skipped' | 'todo' | 'conditional'
  readonly only: boolean
  readonly content: TestContent
  readonly language: 'javascript' | 'python'
}

/** A module that a test asks for. `guarded`: inside a try, a type import, or replaced by the test itself. */
export interface TestImportFact extends Placed {
  readonly specifier: string
  /** Imported names joined by commas, empty for a whole module. */
  readonly names: string
  readonly guarded: boolean
  readonly language: 'javascript' | 'python'
}

export interface TestFileFact extends Placed {
  readonly language: 'javascript' | 'python'
}

export const testCollector: Collector = {
  id: 'tests',
  wants: isTestFile,
  collect(file, trees, emit) {
    const language = file.language === 'python' ? 'python' : 'javascript'
    emit('testFile', { file: file.path, line: 1, language })
    if (language === 'python') pythonTests(file, trees.python(), emit)
    else typeScriptTests(file, trees.typescript(), emit)
  },
}

/** A file that a test runner picks up by its name; broken files kept as fixtures are none. */
export function isTestFile(file: Pick<SourceFile, 'path' | 'language'>): boolean {
  if (/(?:^|\/)(?:fixtures?|__fixtures__|testdata|test[-_]data|resources|snapshots?)\/|\{\{/i.test(file.path))
    return false
  if (regionOf(file.path) === 'vendored') return false
  if (file.language === 'python') return /(?:^|\/)(?:test_[^/]*|[^/]*_test)\.py$/.test(file.path)
  if (file.language !== 'typescript') return false
  return /[.-](?:test|spec|e2e|cy)\.[cm]?[jt]sx?$|(?:^|\/)__tests__\/.*\.[cm]?[jt]sx?$/.test(file.path)
}
