/**
 * The line of a program's output that says what is wrong: the first that names an error, else the last one. What programs
 * print at their very end is often a hint, a sum or the place of a log. Null: it printed nothing.
 */
export function complaintIn(output: string): string | null {
  const lines = output
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const own = lines.filter((line) => !line.startsWith(hintMark))
  const telling = own.filter((line) => !beside.test(line))
  return telling.find((line) => named.test(line)) ?? telling.find((line) => spoken.test(line)) ?? own.at(-1) ?? null
}

/** How the sentence of ours begins that goes with the output of a program, up to a closing bracket. */
export const hintMark = '[dependencies were installed '

/** Our own sentence at the end of the output, without its brackets: what may be the cause, and the remedy. Null: there is none. */
export function hintIn(output: string): string | null {
  const line = output.trimEnd().split('\n').at(-1) ?? ''
  return line.startsWith(hintMark) ? line.slice(1, -1) : null
}

/** Lines about the error that are not the error: hints, warnings, codes without words, where a log lies. */
const beside =
  /^(?:(?:npm )?(?:warn|notice)|note:|hint:|npm error$|npm error (?:code|errno|syscall|path|dest|command|a complete log)\b|error: subprocess-exited-with-error$)|^warning\b/i

/** A line that begins as errors do. */
const named = /^(?:there is no program|npm error|error|fatal|[a-z]{0,40}error)\b(?: [a-z]{0,4}\d{1,6})?:? /i

const spoken = /\berror\b|\bfail|not found|no such|no tests|cannot|could not|there is no/i
