import { add, after, blocks, countWords, type Format, first, type Named, nothing, sum, tally } from './format.ts'

const vitest: Format = {
  counts: (text) => {
    const lines = [...text.matchAll(/^ {2,12}Tests {2}(.+)$/gm)].map(([, words = '']) => countWords(words))
    const broken = [...text.matchAll(/\u23af Failed Suites (\d{1,9}) \u23af|^ {2,12}Errors {2}(\d{1,9}) errors?$/gm)]
    const errors = broken.reduce((total, [, suites, errors]) => total + Number(suites ?? errors), 0)
    const all = sum(lines)
    return all === null ? null : add(all, { ...nothing, errors })
  },
  failures: (text) => blocks(text, /^ FAIL {2}(?:\|[^|]{1,100}\| )?(.+?)(?: \[ .+ \])?$/gm, first),
}

const jest: Format = {
  counts: (text) => {
    const all = sum([...text.matchAll(/^Tests: {2,12}(\d.*)$/gm)].map(([, words = '']) => countWords(words)))
    if (all === null) return null
    const told = text.split('Summary of all failing tests')[0] ?? text
    const errors = [...told.matchAll(/^ {2}\u25cf Test suite failed to run$/gm)].length
    return add(all, { ...nothing, errors })
  },
  failures: (text) => {
    let file = ''
    return blocks(text, /^(?:(FAIL|PASS) (?:\.\/)?(\S+).*| {2}\u25cf (.+))$/gm, (match) => {
      const [, verdict, path = '', title = ''] = match
      if (verdict !== undefined) file = verdict === 'FAIL' ? path : ''
      return file === '' || title === '' || title === 'Console' ? null : `${file} › ${title}`
    })
  },
}

const mocha: Format = {
  counts: (text) => {
    const lines = [...text.matchAll(/^ {2,4}(\d{1,9}) (passing|pending|failing)\b/gm)]
    if (!lines.some((line) => line[2] === 'passing')) return null
    return tally(lines.map(([, amount, word]) => [word, amount]))
  },
  failures: (text) =>
    // The title stands over several lines, each further in than the one before, and ends with a colon.
    blocks(after(text, /^ {2,4}\d{1,9} failing$/gm), /^ {2}\d{1,9}\) (.+(?:\n {5,60}\S.*){0,20}?):$/gm, (match) =>
      (match[1] ?? '')
        .split('\n')
        .map((line) => line.trim())
        .join(' > '),
    ),
}

/** node:test in both of its forms, tape, and whatever else ends TAP with these lines. */
const tap: Format = {
  counts: (text) => {
    if (!/^(?:#|\u2139) tests +\d{1,9}$/m.test(text)) return null
    const lines = text.matchAll(/^(?:#|\u2139) (pass|fail|cancelled|skipped|todo) +(\d{1,9})$/gm)
    return tally([...lines].map(([, word, amount]) => [word, amount]))
  },
  failures: (text) => (/^\u2139 tests \d/m.test(text) ? specFailures(text) : tapFailures(text)),
}

function specFailures(text: string): readonly Named[] {
  const head = /^test at (.+):\d{1,9}:\d{1,9}\n\u2716 (.+?)(?: \([\d.]{1,20}ms\))?(?: # .*)?$/gm
  return blocks(after(text, /^\u2716 failing tests:$/gm), head, ([, file, name]) => `${file} › ${name}`)
}

/** A test that holds a failed one is told after it and less far in: it says nothing new. */
function tapFailures(text: string): readonly Named[] {
  const heads = [...text.matchAll(/^( {0,40})(?:not ok \d{1,9}(?: -)? (.*?)(?: # time=.*)?|ok \d{1,9}\b.*)$/gm)]
  const failed = heads.filter(([, , name]) => name !== undefined && !/ # (?:TODO|SKIP)/i.test(name))
  const innermost = failed.filter((head, index) => depthOf(failed[index - 1]) <= depthOf(head))
  return blocks(text, heads, (head) => (innermost.includes(head) ? (head[2] ?? null) : null))
}

function depthOf(head: RegExpExecArray | undefined): number {
  return head?.[1]?.length ?? 0
}

const nodeTap: Format = {
  counts: (text) => {
    const lines = text.matchAll(/^# \{ total: \d{1,9}(.*)\}$/gm)
    return sum(
      [...lines].map(([, rest = '']) =>
        tally([...rest.matchAll(/(pass|fail|skip|todo): (\d{1,9})/g)].map(([, word, amount]) => [word, amount])),
      ),
    )
  },
  failures: tapFailures,
}

const ava: Format = {
  counts: (text) => {
    const lines = [...text.matchAll(/^ {2}(\d{1,9}) (?:tests? (passed|failed|skipped|todo)|uncaught (exception)s?)$/gm)]
    if (!lines.some((line) => line[2] !== undefined)) return null
    const counts = tally(lines.map(([, amount, word]) => [word ?? 'errors', amount]))
    // It sums up the passed ones only when nothing failed; each has its line either way.
    return { ...counts, passed: counts.passed || [...text.matchAll(/^ {2}\u2714 /gm)].length }
  },
  failures: (text) => {
    const titles = text.matchAll(/^ {2}\u2718 (?:\[fail\]: (.+?)(?: Error thrown in test)?|(\S+ exited .*))$/gm)
    const failed = new Set([...titles].map(([, title, exit]) => title ?? exit ?? ''))
    const heads = [...text.matchAll(/^ {2}(\S.*)$/gm)].filter(([, title = '']) => failed.has(title))
    const told = blocks(text, heads, first)
    return [...told, ...[...failed].map((name) => ({ name, detail: '' }))]
  },
}

const jasmine: Format = {
  counts: (text) => {
    const [, specs, failures, pending = '0'] =
      /^(\d{1,9}) specs?, (\d{1,9}) failures?(?:, (\d{1,9}) pending specs?)?/m.exec(text) ?? []
    if (specs === undefined || failures === undefined) return null
    const [failed, skipped] = [Number(failures), Number(pending)]
    return { passed: Math.max(0, Number(specs) - failed - skipped), failed, errors: 0, skipped }
  },
  failures: (text) => blocks(text.split('\nPending:')[0] ?? text, /^\d{1,9}\) (.+)\n {2}Message:$/gm, first),
}

const playwright: Format = {
  counts: (text) => {
    if (!/^Running \d{1,9} tests? using \d{1,9} workers?/m.test(text)) return null
    const lines = text.matchAll(/^ {2}(\d{1,9}) (passed|failed|skipped|flaky|interrupted)\b/gm)
    return tally([...lines].map(([, amount, word]) => [word, amount]))
  },
  failures: (text) =>
    blocks(
      text,
      /^ {2}\d{1,9}\) (?:\[[^\]]{1,100}\] › )?(\S+?):\d{1,9}:\d{1,9} › (.+?) \u2500*$/gm,
      ([, file, title]) => `${file} › ${title}`,
    ),
}

const bun: Format = {
  counts: (text) => {
    if (!/^Ran \d{1,9} tests? across \d{1,9} files?/m.test(text)) return null
    const lines = text.matchAll(/^ {1,4}(\d{1,9}) (pass|fail|skip|todo|errors?)$/gm)
    return tally([...lines].map(([, amount, word]) => [word, amount]))
  },
  failures: (text) => {
    // What bun says about a test stands above its line, the code around it first; only of a time-out it speaks below.
    const heads = [...text.matchAll(/^(?:\(fail\)|\u2717) (.+?)(?: \[[\d.]{1,20}ms\])?(\n {2}\^ .+)?$/gm)]
    return heads.map((head, index) => {
      const above = text.slice(Math.max(heads[index - 1]?.index ?? 0, head.index - 2_000), head.index)
      return { name: head[1] ?? '', detail: `${head[2] ?? ''}\n${after(above, /^error: /gm)}` }
    })
  },
}

export const javascriptFormats: readonly Format[] = [
  ...[vitest, jest, mocha, tap, nodeTap],
  ...[ava, jasmine, playwright, bun],
]
