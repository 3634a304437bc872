import { languageOf } from './guard/language.ts'
import type { ChangedText } from './guard/objection.ts'
import { readSource } from './guard/source.ts'

/** Whether a change leaves the code of every file as it was: such a change repairs no code, whatever an inspector reads in comments. */
export function changesOnlyComments(files: readonly ChangedText[]): boolean {
  return files.length > 0 && files.every(sameCode)
}

function sameCode({ path, before, after }: ChangedText): boolean {
  const language = languageOf(path)
  // Prose has no comments, a file that comes or goes is a change, and an example of the environment tells in comments too.
  if (language === 'prose' || before === null || after === null || /(?:^|\/)\.env[^/]*$/.test(path)) return false
  const code = (text: string): string =>
    readSource(text.split(/\r?\n/), language)
      .map((line) => line.text.trim())
      .filter((line) => line !== '')
      .join('\n')
  return code(before) === code(after)
}
