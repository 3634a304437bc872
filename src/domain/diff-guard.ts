import { objectToCommands } from './guard/commands.ts'
import { objectToCommentedOut } from './guard/commented-out.ts'
import { fileChange } from './guard/file-change.ts'
import type { ChangedText, Objection } from './guard/objection.ts'
import { objectToSecrets } from './guard/secrets.ts'
import { objectToSettings } from './guard/settings.ts'
import { objectToSkips } from './guard/skips.ts'
import { objectToSnapshots } from './guard/snapshots.ts'
import { objectToSuppressions } from './guard/suppressions.ts'
import { objectToSwallowing } from './guard/swallowed.ts'
import { objectToGoneTests } from './guard/tests.ts'
import { objectToTodos } from './guard/todos.ts'
import { objectToWeakened } from './guard/weakened.ts'

/** Nobody reads on after so many. */
const mostObjections = 500

/**
 * What a change may not do without a written reason and a second reviewer: weaken tests or checks, hide errors, or only
 * look like a repair. Only what it adds or takes away counts; what it moves does not. `isSecret` judges single new lines;
 * without it secrets are not looked for.
 */
export function guardDiff(
  files: readonly ChangedText[],
  isSecret: (line: string) => boolean = () => false,
): readonly Objection[] {
  const changes = files.filter(({ before, after }) => before !== after).map(fileChange)
  const objections = [
    ...objectToSecrets(changes, isSecret),
    ...objectToGoneTests(changes),
    ...objectToWeakened(changes),
    ...objectToSnapshots(changes),
    ...changes.flatMap(objectToSkips),
    ...changes.flatMap(objectToSuppressions),
    ...changes.flatMap(objectToCommands),
    ...changes.flatMap(objectToSettings),
    ...objectToTodos(changes),
    ...changes.flatMap(objectToCommentedOut),
    ...changes.flatMap(objectToSwallowing),
  ]
  return objections.slice(0, mostObjections)
}
