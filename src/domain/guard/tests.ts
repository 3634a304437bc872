import { type DeclaredTest, testsOf } from './declared-test.ts'
import type { FileChange } from './file-change.ts'
import { collected } from './language.ts'
import type { Objection } from './objection.ts'
import { Purse } from './purse.ts'

/** A test that is gone, and its file. */
interface GoneTest extends DeclaredTest {
  readonly file: FileChange
}

/**
 * Tests that nobody runs any more. One with the same name elsewhere in the change was moved; as many new ones in the same
 * file as are gone were renamed, and what they assert is looked at apart.
 */
export function goneTests(files: readonly FileChange[]): readonly GoneTest[] {
  const sides = files.map((file) => ({ file, ...testsOf(file) }))
  const moved = new Purse(sides.flatMap(({ after }) => after.map(({ name }) => name)))
  const kept = sides.map(({ before }) => before.filter(({ name }) => moved.spend(name)))
  const old = new Purse(sides.flatMap(({ before }) => before.map(({ name }) => name)))
  return sides.flatMap(({ file, before, after }, index) => {
    const missing = before.filter((test) => kept[index]?.includes(test) !== true)
    const fresh = after.filter(({ name }) => !old.spend(name))
    return missing.slice(fresh.length).map((test) => ({ ...test, file }))
  })
}

/** Files whose tests are gone, or are where no runner looks. */
function goneFiles(files: readonly FileChange[], gone: readonly GoneTest[]): readonly FileChange[] {
  return files.filter((file) => {
    if (!file.isDeleted || !file.isTest) return false
    return gone.some((test) => test.file === file) || isLessCollected(file, files)
  })
}

export function objectToGoneTests(files: readonly FileChange[]): readonly Objection[] {
  const gone = goneTests(files)
  const deleted = goneFiles(files, gone)
  const whole = deleted.map<Objection>(({ path, before }) => ({
    path,
    line: 1,
    what: 'test-file-removed',
    text: before[0]?.raw.slice(0, 200) ?? '',
    says: 'a file of tests is deleted, or renamed so that its runner does not collect it',
  }))
  const single = gone
    .filter(({ file }) => !deleted.includes(file))
    .map<Objection>(({ file, line, name }) => ({
      path: file.path,
      line,
      what: 'test-removed',
      text: file.before[line - 1]?.raw.trim().slice(0, 200) ?? '',
      says: `the test "${name}" is gone`,
    }))
  return [...whole, ...single]
}

/** Its tests moved from a name that a runner looks for to one in the right folder only. */
function isLessCollected(file: FileChange, files: readonly FileChange[]): boolean {
  if (collected(file.path) !== 'by-name' || file.language === 'rust') return false
  const names = new Set(testsOf(file).before.map(({ name }) => name))
  if (names.size === 0) return false
  const heirs = files.filter((other) => other.isNew && testsOf(other).after.some(({ name }) => names.has(name)))
  return heirs.length > 0 && heirs.every(({ path }) => collected(path) !== 'by-name')
}
