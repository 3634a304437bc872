/** An assertion, taken apart. */
export interface Parts {
  /** `toBe`, `assertEqual`, `assert`, in lower case. */
  readonly name: string
  readonly isNegated: boolean
  /** The subject first, then what is expected. */
  readonly args: readonly string[]
}

const strict = new Set(['tostrictequal', 'deepstrictequal'])
const exact = new Set(
  `tobe toequal equal equals eql eq strictequal deepequal is same strictsame assert_eq tobenull tobeundefined tobenan null undefined
  assertequal assertequals assertis assertisnone assertdictequal assertlistequal assertsetequal asserttupleequal
  assertcountequal assertmultilineequal jsoneq exactly equalvalues tohavebeencalledwith tohavebeenlastcalledwith
  tohavebeennthcalledwith tohavebeencalledexactlyoncewith tohavebeencalledoncewith assert_called_with
  assert_called_once_with assert_has_calls tohavevalue errorf error fatal fatalf fail failnow tohavebeencalledtimes
  assert_called_once assert_not_called nil`.split(/\s+/),
)
const loose = new Set(
  `tobetruthy tobefalsy tobedefined exist ok tobeinstanceof tohavebeencalled assertisnotnone notnil truthy falsy noerror
  tomatchsnapshot tomatchinlinesnapshot tothrowerrormatchingsnapshot snapshot assertnotequal assertisinstance assertnotin
  assert_ne notequal not notthrows assert_called assert_any_call any anything`.split(/\s+/),
)
/** Assertions of a condition: as strong as what they ask. */
const conditions = new Set([
  'assert',
  'asserttrue',
  'true',
  'ok',
  'assert_',
  'assertfalse',
  'false',
  'debug_assert',
  'tobetruthy',
])
const errors = new Set(
  `tothrow tothrowerror throw throws throwsasync rejects raises warns assertraises assertraisesregex panics should_panic
  errorcontains erroris`.split(/\s+/),
)
const anyError = /^(?:(?:\w{1,40}\.)?(?:Error|Exception|BaseException|Throwable))$/

/** How little passes: 0 everything, 1 nearly everything, 2 some, 3 one value, 4 that value and its type. */
export function strengthOf(parts: Parts): number {
  const { name, isNegated, args } = parts
  if (isAlwaysTrue(parts)) return 0
  if (errors.has(name)) return isNegated ? 1 : errorStrength(parts)
  if (isNegated) return 1
  if (conditions.has(name)) return conditionStrength(args[0] ?? '')
  const isVague = /\bexpect\.any(?:thing)?\(|\bANY\b/.test(args.slice(1).join(' ')) ? 0.5 : 0
  if (strict.has(name)) return 4 - isVague
  if (exact.has(name)) return 3 - isVague - (/\bapprox\(/.test(args.join(' ')) ? 0.5 : 0)
  return loose.has(name) ? 1 : 2 - isVague
}

/** How far off a number may be; larger is weaker. Null: nothing of the kind is said. */
export function toleranceOf({ name, args }: Parts): number | null {
  const all = args.join(', ')
  if (name === 'tobecloseto') return 10 ** -(numberIn(args[2]) ?? 2)
  if (name === 'assertalmostequal')
    return named(all, 'delta') ?? 10 ** -(named(all, 'places') ?? numberIn(args[2]) ?? 7)
  if (name === 'indelta' || name === 'inepsilon') return numberIn(args.at(-1)) ?? numberIn(args.at(-2))
  if (/^tobelessthan/.test(name)) return numberIn(args[1])
  if (/^tobegreaterthan/.test(name)) return negative(numberIn(args[1]))
  if (/\bapprox\(/.test(all)) return Math.max(named(all, 'rel') ?? 0, named(all, 'abs') ?? 0) || 1e-6
  const below = /\babs\(.{0,300}?<=? ?([\d._]{1,20}(?:e-?\d{1,3})?)/.exec(all)
  return below === null ? null : numberIn(below[1])
}

/** Both sides are the same literal, or the condition is one that holds. */
function isAlwaysTrue({ name, args }: Parts): boolean {
  const [subject = '', expected] = args
  const literal = /^(?:true|True|\d+|"[^"]*"|'[^']*')$/
  if (name === 'pass') return true
  if (conditions.has(name) && (literal.test(subject) || /\b(?:or True|\|\| true)\b/.test(subject))) return true
  const sides = /^([^=!<>]{1,200}?) ?={2,3} ?([^=!<>]{1,200})$/.exec(subject)
  if (conditions.has(name) && sides !== null && sides[1] === sides[2]) return true
  if (expected !== undefined && expected === subject) return true
  return literal.test(subject) && exact.has(name) && literal.test(expected ?? '')
}

function errorStrength({ name, args }: Parts): number {
  // Those that are given a function and look at its error have the function first.
  const isOfCall = /^(?:tothrow|throw$|tothrowerror|throws|throwsasync|rejects|panics|errorcontains|erroris)/.test(name)
  const expected = name === 'should_panic' ? args : args.slice(isOfCall ? 1 : 0)
  const [kind] = expected
  if (kind === undefined) return 1
  const isNarrowed = /\b(?:match|expected) ?=/.test(expected.join(' ')) || name === 'assertraisesregex'
  return (anyError.test(kind) ? 2 : 3) + (isNarrowed ? 1 : 0)
}

function conditionStrength(condition: string): number {
  const hasWayOut = /\|\||\bor\b/.test(condition) ? 1 : 0
  if (/={2,3}|\bis (?!not\b)|\.(?:equals|eq)\(/.test(condition) && !/!==?/.test(condition)) return 3 - hasWayOut
  const asksMuch = / in |[<>]|\.(?:includes|startsWith|startswith|endswith|endsWith|contains|test|match)\(|matches!/
  return Math.max((asksMuch.test(condition) ? 2 : 1) - hasWayOut / 2, 0.5)
}

function numberIn(text: string | undefined): number | null {
  const found = /^-?[\d_]{1,20}(?:\.\d{1,20})?(?:e-?\d{1,3})?$/.exec((text ?? '').trim())
  return found === null ? null : Number(found[0].replaceAll('_', ''))
}

function named(text: string, name: string): number | null {
  return numberIn(new RegExp(`\\b${name} ?= ?([\\d.]{1,20}(?:e-?\\d{1,3})?)`).exec(text)?.[1])
}

function negative(number: number | null): number | null {
  return number === null ? null : -number
}
