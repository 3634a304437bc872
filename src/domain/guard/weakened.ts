import { type Assertion, assertionsOf } from './assertion.ts'
import { testsIn } from './declared-test.ts'
import type { FileChange } from './file-change.ts'
import type { Objection } from './objection.ts'
import { Purse } from './purse.ts'
import { goneTests } from './tests.ts'

/** Assertions that are gone or let more pass. Those of a test that is gone as a whole are told with it. */
export function objectToWeakened(files: readonly FileChange[]): readonly Objection[] {
  const sides = files
    .filter(({ isTest }) => isTest)
    .map((file) => ({
      file,
      before: assertionsOf(file.before, file.language),
      after: assertionsOf(file.after, file.language),
    }))
  const [now, then] = [
    new Purse(sides.flatMap(({ after }) => after.map(({ text }) => text))),
    new Purse(sides.flatMap(({ before }) => before.map(({ text }) => text))),
  ]
  const gone = goneTests(files)
  const changes = sides.map(({ file, before, after }) => ({
    file,
    lost: before.filter(({ text }) => !now.spend(text)),
    gained: after.filter(({ text }) => !then.spend(text)),
  }))
  return changes.flatMap(({ file, lost, gained }) => {
    const names = new Set(gone.filter((test) => test.file === file).map(({ line }) => line))
    const own = lost.filter((assertion) => !isOfGoneTest(assertion, file, names))
    return compared(file, own, gained)
  })
}

function isOfGoneTest({ line }: Assertion, { before, language }: FileChange, gone: ReadonlySet<number>): boolean {
  if (gone.size === 0) return false
  const owner = testsIn(before, language).findLast((test) => test.line <= line)
  return owner !== undefined && gone.has(owner.line)
}

/** Each lost assertion against what came for it: the one about the same thing, or the next one at the same place. */
function compared(file: FileChange, lost: readonly Assertion[], gained: readonly Assertion[]): readonly Objection[] {
  const free = new Set(gained)
  const pairs = new Map<Assertion, Assertion>()
  const pair = (fits: (before: Assertion, after: Assertion) => boolean) => {
    for (const before of lost) {
      if (pairs.has(before)) continue
      const after = [...free].find((one) => fits(before, one))
      if (after === undefined) continue
      pairs.set(before, after)
      free.delete(after)
    }
  }
  const meets = (before: Assertion, after: Assertion) => atSamePlace(file, before, after)
  pair((before, after) => before.subject === after.subject && meets(before, after))
  pair((before, after) => before.subject === after.subject)
  pair(meets)
  return lost.flatMap((before) => {
    const after = pairs.get(before)
    if (after !== undefined) return weaker(file, before, after)
    return gained.some((one) => includes(one, before) && meets(before, one)) ? [] : [removed(file, before)]
  })
}

function atSamePlace({ hunks }: FileChange, before: Assertion, after: Assertion): boolean {
  return hunks.some(
    (hunk) =>
      before.line <= hunk.before + hunk.removed.length &&
      hunk.before < before.lastLine &&
      after.line <= hunk.after + hunk.added.length &&
      hunk.after < after.lastLine,
  )
}

/** One assertion about a whole, in place of several about its parts. */
function includes(whole: Assertion, part: Assertion): boolean {
  return (
    whole.strength >= 3 &&
    whole.subject !== '' &&
    /^[.[?]/.test(part.subject.slice(whole.subject.length)) &&
    part.subject.startsWith(whole.subject)
  )
}

function weaker({ path }: FileChange, before: Assertion, after: Assertion): readonly Objection[] {
  const told = { path, line: after.line, text: after.text.slice(0, 200) }
  const was = before.text.slice(0, 120)
  if (after.isSnapshot && !before.isSnapshot)
    return [{ ...told, what: 'snapshot-rewritten', says: `a snapshot stands where it said: ${was}` }]
  if (after.strength < before.strength)
    return [{ ...told, what: 'assertion-weakened', says: `it lets more pass than before: ${was}` }]
  if (before.tolerance !== null && after.tolerance !== null && after.tolerance > before.tolerance)
    return [{ ...told, what: 'assertion-weakened', says: `its tolerance is wider than before: ${was}` }]
  return []
}

function removed({ path }: FileChange, { line, text }: Assertion): Objection {
  return { path, line, what: 'assertion-removed', text: text.slice(0, 200), says: 'an assertion is gone' }
}
