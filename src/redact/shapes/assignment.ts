import { matchAt, type Shape } from '../shape.ts'

/** Names that hold nothing but secrets: even a value in hexadecimal digits is one. */
const strong = [
  'password',
  'passwd',
  'passphrase',
  'secret',
  'api_key',
  'api-key',
  'apikey',
  'access_token',
  'auth_token',
] as const
/** Names that also hold keys of caches and maps: the value has to look random. */
const weak = [
  'token',
  'credential',
  'access_key',
  'access-key',
  'accesskey',
  'private_key',
  '_key',
  '-key',
  'key',
] as const

const sign = /[A-Za-z0-9_.-]{0,24}\\{0,3}["'`]?\]?[ \t]{0,8}(?::=|=>|[:=])[ \t]{0,8}/y
const quoted = /\\{0,3}(["'`])[A-Za-z0-9+/_.~!@#$%^&*?-]{12,512}={0,2}(?=\\{0,3}["'`])/y
const bare = /[A-Za-z0-9+/_.~!@#$%^&*?-]{16,512}={0,2}(?![\w([{.])/y

/** `NAME = value` where the name says secret and the value looks random: `MISTRAL_API_KEY=…`, `"client_secret": "…"`. */
export const assignment: Shape = {
  name: 'assigned-secret',
  anchors: [...strong, ...weak],
  judge(text, at, end) {
    const equals = matchAt(sign, text, end)
    if (equals === null) return null
    const start = end + equals.length
    const inQuotes = matchAt(quoted, text, start)
    const value = inQuotes === null ? matchAt(bare, text, start) : inQuotes.replace(/^\\{0,3}["'`]/, '')
    if (value === null) return null
    const name = text.slice(at, end).toLowerCase()
    const isStrong = strong.some((word) => word === name)
    if (!isSecret(value, { isStrong, isQuoted: inQuotes !== null })) return null
    const to = start + (inQuotes ?? value).length
    return { begins: at, from: to - value.length, to }
  },
}

const hash = /^(?:sha\d{1,3}[-:])?(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})$/i
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const integrity = /^sha\d{3}-[A-Za-z0-9+/]{20,90}={0,2}$/
/** A path through code or folders, a template, a version range: things that programs say, not secrets. */
const reference = /^(?:[$%*&!#?@~./]|[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)+!?$|[\w@.-]+(?:\/[\w@.-]+)+$|.*\$\{)/

function isSecret(value: string, { isStrong, isQuoted }: { isStrong: boolean; isQuoted: boolean }): boolean {
  if (uuid.test(value) || integrity.test(value)) return false
  if (hash.test(value)) return isStrong
  if (!/\d/.test(value) || !/[A-Za-z]/.test(value)) return false
  if (/^[$%*&]/.test(value) || (reference.test(value) && randomness(value) < 4.2)) return false
  if (isStrong) return randomness(value) >= (isQuoted ? 3.2 : 3.5) && !isWords(value)
  return value.length >= 20 && randomness(value) >= (isQuoted ? 3.7 : 4) && !isWords(value)
}

/** Made of words and a number or two, as identifiers are: `admin_users_v2`, `AdminUsers2024Cache`. Random text has short runs of letters, or many digits. */
function isWords(value: string): boolean {
  const words = value.split(/[^A-Za-z]+|(?<=[a-z])(?=[A-Z])/).filter((word) => word !== '')
  const letters = words.reduce((sum, word) => sum + word.length, 0)
  const digits = value.replace(/\D/g, '').length
  const wordLength = letters / words.length
  return wordLength >= 5 || (wordLength >= 3.2 && digits / value.length <= 0.14)
}

/** Shannon entropy, bits per character. */
function randomness(value: string): number {
  const counts = new Map<string, number>()
  for (const character of value) counts.set(character, (counts.get(character) ?? 0) + 1)
  let bits = 0
  for (const count of counts.values()) bits -= (count / value.length) * Math.log2(count / value.length)
  return bits
}
