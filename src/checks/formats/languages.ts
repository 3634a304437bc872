import { blocks, countWords, type Format, first, type Named, sum, tally } from './format.ts'

const pytestSummary =
  /^(?:=+ )?((?:no tests ran|(?:\d{1,9} [a-z]{4,12}(?:, )?){1,10})) in \d[\d.]{0,20}s(?: \([\d:, a-z]{1,40}\))?(?: =+)?$/gm

const pytest: Format = {
  counts: (text) => sum([...text.matchAll(pytestSummary)].map(([, words = '']) => countWords(words))),
  failures: (text) => {
    const told = text.slice(Math.max(0, text.lastIndexOf('short test summary info')))
    const named = blocks(told, /^(?:FAILED|ERROR) (.+)$/gm, first).map(({ name, detail }) => {
      const id = nodeId(name)
      return { name: id, detail: `${name.slice(id.length)}${detail}` }
    })
    // Of a file that cannot be imported the summary gives no more than the name.
    const collected = blocks(text, /^_+ ERROR collecting (\S+) _+$/gm, first).map(({ name, detail }) => ({
      name,
      detail: errorLines(detail),
    }))
    return [...named, ...collected]
  },
}

/** Lines that pytest marks as the error itself; the rest is code and the way to it. */
function errorLines(detail: string): string {
  return detail
    .split('\n')
    .filter((line) => line.startsWith('E '))
    .join('\n')
}

/** `test_a.py::test_b[x - y] - AssertionError: …`: a parameter may look like the dash before the reason. */
function nodeId(line: string): string {
  const dash = line.indexOf(' - ')
  const open = line.indexOf('[')
  if (dash === -1) return line
  const close = open !== -1 && open < dash ? line.indexOf('] - ', open) : -1
  if (close !== -1) return line.slice(0, close + 1)
  return open !== -1 && open < dash && line.endsWith(']') ? line : line.slice(0, dash)
}

const unittest: Format = {
  counts: (text) => {
    const runs = text.matchAll(/^Ran (\d{1,9}) tests? in .+\n\n?(?:OK|FAILED|NO TESTS RAN)(?: \((.*)\))?$/gm)
    return sum(
      [...runs].map(([, ran, rest = '']) => {
        const pairs = [...rest.matchAll(/([a-z ]{4,30})=(\d{1,9})/g)].map(
          ([, word = '', amount]) => [said[word.trim()] ?? word.trim(), amount] as const,
        )
        const { failed, errors, skipped } = tally(pairs)
        // A sub-test that fails counts as a failure and not as a test.
        return { passed: Math.max(0, Number(ran) - failed - errors - skipped), failed, errors, skipped }
      }),
    )
  },
  failures: (text) => blocks(text, /^(?:FAIL|ERROR): (.+)$/gm, first),
}

const said: Readonly<Record<string, string>> = { 'expected failures': 'skipped', 'unexpected successes': 'failed' }

/** go test with `-v`; without it there are no counts, and failures are named all the same. */
const go: Format = {
  counts: (text) => {
    const lines = [...text.matchAll(/^ {0,40}--- (PASS|FAIL|SKIP): /gm)]
    const broken = [...text.matchAll(/^FAIL\t\S+ \[(?:build|setup) failed\]$/gm)].length
    if (!lines.some((line) => line[1] !== 'FAIL') && broken === 0) return null
    const counts = tally(lines.map(([, word = '']) => [word.toLowerCase(), '1']))
    return { ...counts, errors: broken }
  },
  failures: (text) => {
    const head =
      /^(?: {0,40}--- FAIL: (\S+) \(|FAIL\t(\S+ \[(?:build|setup) failed\])|=== RUN {3}\S+| {0,40}--- PASS: )/gm
    return blocks(text, head, ([, test, broken]) => test ?? broken ?? null)
  },
}

const cargo: Format = {
  counts: (text) =>
    sum(
      [...text.matchAll(/^test result: \S+ (.+)$/gm)].map(([, rest = '']) =>
        countWords(rest.split('; ').slice(0, 3).join(', ').replace(/^\. /, '')),
      ),
    ),
  failures: (text) => [
    ...blocks(text, /^---- (.+) stdout ----$/gm, first),
    ...failedLines(text),
    ...compileErrors(text),
  ],
}

function failedLines(text: string): readonly Named[] {
  return [...text.matchAll(/^test (\S.*) \.\.\. FAILED$/gm)].map(([, name = '']) => ({ name, detail: '' }))
}

/** Errors of rustc, named by what is wrong and in which file: lines move. */
function compileErrors(text: string): readonly Named[] {
  const heads = text.matchAll(/^(error\[E\d{4}\]: .+|error: .+)\n +--> (.+):\d{1,9}:\d{1,9}$/gm)
  return [...heads].map(([, message = '', file]) => ({ name: `${file}: ${message}`, detail: message }))
}

export const languageFormats: readonly Format[] = [pytest, unittest, go, cargo]
