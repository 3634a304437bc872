import type { Edit } from '../../domain/edit.ts'
import { cite, linesOf } from '../cite.ts'
import type { DuplicateFieldFact } from '../facts/duplicate.ts'
import { isKept } from '../facts/source-kind.ts'
import { standingOf } from '../facts/standing.ts'
import type { Inspector, Unfiled, View } from '../inspector.ts'
import { removeLines, repair } from '../repair.ts'
import { titled } from '../wording.ts'

/** The same key twice in one object, dictionary or class: the first is silently lost. */
export const duplicateField: Inspector = {
  id: 'code/duplicate-field',
  version: 1,
  layer: 'errors',
  title: 'A field is written twice in one object or class; the first is lost',
  inspect(view) {
    const broken = new Set(view.facts.all('unparsable').map((fact) => fact.file))
    const facts = view.facts.all('duplicateField').filter((fact) => isKept(fact.file) && !broken.has(fact.file))
    const groups = Map.groupBy(facts, (fact) => `${fact.file}#${fact.owner}`)
    return {
      population: view.snapshot.files.filter((file) => file.language === 'typescript' || file.language === 'python')
        .length,
      bad: new Set(facts.map((fact) => fact.file)).size,
      unit: 'source files',
      drafts: [...groups].map(([anchor, group]) => draft(view, anchor, group)),
    }
  },
}

function draft(view: View, anchor: string, group: readonly DuplicateFieldFact[]): Unfiled {
  const [first] = group
  if (first === undefined) throw new RangeError('a group has a member')
  const names = [...new Set(group.map((fact) => fact.field))]
  const isSame = group.every((fact) => fact.same)
  return {
    title: titled(
      `"${names.slice(0, 3).join('", "')}" ${names.length === 1 ? 'is' : 'are'} defined twice in ${first.owner}; the earlier definition is lost`,
    ),
    claim: 'presence',
    impact: isSame ? 'hygiene' : 'quality',
    ...standingOf(view, first.file),
    confidence: 'proven',
    anchor,
    evidence: group
      .slice(0, 5)
      .flatMap((fact, index) => [
        cite(view.snapshot, fact.file, fact.line, { role: index === 0 ? 'primary' : 'related' }),
        cite(view.snapshot, fact.file, fact.firstLine, { role: 'related' }),
      ]),
    instances: group.map(({ file, line }) => ({ file, line })),
    fix: {
      advice: isSame
        ? 'Delete one of the two.'
        : 'Decide which definition is meant and delete the other; only the later one has an effect.',
      effort: 'S',
      doneWhen: `each field of ${first.owner} is defined once`,
      ...repair(
        view.snapshot,
        group.map((fact) => withoutLater(view, fact)),
      ),
    },
  }
}

/** A field on a line of its own with a value that is the same whenever it is computed. */
const constantField = /^\s*(?:[\w$]+|'[^'\\]*'|"[^"\\]*")\s*:\s*(?:'[^'\\]*'|"[^"\\]*"|-?\d[\d._]*|true|false|null),$/

/** The later line taken away. None where the two differ in a letter, or where what stands around the line belongs to it. */
function withoutLater({ snapshot }: View, { file, line, firstLine, same }: DuplicateFieldFact): Edit | null {
  const lines = linesOf(snapshot, file)
  const [first = '', later = ''] = [lines[firstLine - 1], lines[line - 1]]
  const [before = '', after = ''] = [lines[line - 2]?.trim(), lines[line]?.trim()]
  const isTwin = same && firstLine < line && first.trim() === later.trim() && constantField.test(later)
  const isAlone = !/^(?:\/\/|\/\*|\*)|\*\/$/.test(before) && !(before === '' && /^(?:\}|$)/.test(after))
  return isTwin && isAlone ? removeLines(snapshot, file, line) : null
}
