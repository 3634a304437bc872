import type { FileChange } from './file-change.ts'
import type { Language } from './language.ts'
import type { Objection } from './objection.ts'
import { folded, Purse } from './purse.ts'
import type { SourceLine } from './source.ts'

const markers: Readonly<Record<Language, readonly RegExp[]>> = {
  script: [
    /(?<![\w.$])(?:it|test|describe|suite|context|specify|bench)(?:\.[a-zA-Z]{1,20}){0,3}\.(?:only|skip|todo|fails|failing|fixme|skipIf|runIf)\s*[.(`]/,
    /(?<![\w.$])(?:xit|xdescribe|xtest|xcontext|xspecify|fit|fdescribe|ftest)\s*\(/,
    /(?<![\w.$])(?:this|t|ctx|context|test)\.skip\(/,
  ],
  python: [
    /\bpytest\.mark\.(?:skip|skipif|xfail)\b/,
    /^\s{0,200}@(?:unittest\.)?(?:skip|skipIf|skipUnless|expectedFailure)\b/,
    /\bpytest\.(?:skip|xfail|importorskip)\(/,
    /\bself\.skipTest\(/,
    /\braise (?:unittest\.)?SkipTest\b/,
    /\b__test__\s*=\s*False\b/,
    /\bcollect_ignore(?:_glob)?\s*=/,
  ],
  go: [/(?<![\w.])[tb]\.(?:Skip|SkipNow|Skipf)\(/],
  rust: [/#\[ignore\b/, /#\[cfg_attr\(.{0,200}\bignore\b/, /#\[cfg\(any\(\)\)\]/],
  json: [],
  hash: [],
  prose: [],
  other: [/@(?:Ignore|Disabled|Skip)\b/, /(?<![\w.])(?:xit|xdescribe|fit|fdescribe)\b/],
}

/** Tests that were switched off, or that switch all others off. A marker that stood there already is nothing new. */
export function objectToSkips(file: FileChange): readonly Objection[] {
  if (!file.isTest) return []
  const old = new Purse(file.removed.flatMap((line) => markerOf(line, file.language) ?? []))
  return file.added.flatMap((line) => {
    const marker = markerOf(line, file.language)
    if (marker === null || old.spend(marker)) return []
    const text = line.raw.trim().slice(0, 200)
    const says = `"${marker}" switches tests off`
    return [{ path: file.path, line: line.line, what: 'test-skipped' as const, text, says }]
  })
}

/** `test('a', { skip: true }, …)` of node's own runner. */
const option = /[{,]\s{0,20}(?:skip|only|todo)\s{0,20}:\s{0,20}(?:true\b|['"`])/
const call = /(?<![\w.$])(?:it|test|describe|suite)\(/

function markerOf({ code }: SourceLine, language: Language): string | null {
  if (language === 'script' && call.test(code) && option.test(code)) return folded(option.exec(code)?.[0] ?? '')
  for (const marker of markers[language]) {
    const found = marker.exec(code)
    if (found !== null) return found[0].trim().slice(0, 60)
  }
  return null
}
