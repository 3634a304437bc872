/** The shapes in which one secret travels: as it is, encoded, escaped. A matcher that ignores case covers the other case of each. */
export function formsOf(value: string): readonly string[] {
  const bytes = Buffer.from(value, 'utf8')
  const forms = [
    value,
    ...[0, 1, 2].flatMap((offset) => base64At(bytes, offset)),
    bytes.toString('hex'),
    ...urlForms(value),
    ...jsonForms(value),
    ...htmlForms(value),
    unicodeEscaped(value),
    [...value].reverse().join(''),
  ]
  return [...new Set(forms)].filter((form) => form === value || form.length >= shortestForm)
}

/** A derived form shorter than this would hit innocent text. */
const shortestForm = 6

/**
 * What stays the same of a value's base64 when it begins `offset` bytes into a group of three, whatever surrounds it: the
 * characters made of its bits alone, in the standard and the URL-safe alphabet.
 */
function base64At(bytes: Buffer, offset: number): readonly string[] {
  const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64')
  const own = text.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6))
  return [own, own.replaceAll('+', '-').replaceAll('/', '_')]
}

function urlForms(value: string): readonly string[] {
  const encoded = encodeURIComponent(value.toWellFormed())
  const strict = encoded.replace(/[!'()*]/g, (character) => percent(Buffer.from(character)))
  const spaced = strict.replaceAll('%20', '+')
  // Many encoders leave the characters alone that a path or a password field may hold.
  const lenient = encodeURI(value.toWellFormed())
  return [encoded, strict, spaced, lenient, percent(Buffer.from(value))]
}

function percent(bytes: Buffer): string {
  return [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')
}

/** Escaped once, twice (JSON inside JSON), with slashes escaped, and with everything outside ASCII escaped. */
function jsonForms(value: string): readonly string[] {
  const once = inside(JSON.stringify(value))
  const ascii = once.replace(/[^\x00-\x7f]/g, unicodeEscaped)
  return [
    once,
    inside(JSON.stringify(once)),
    once.replaceAll('/', '\\/'),
    ascii,
    ascii.replace(/[<>&']/g, unicodeEscaped),
  ]
}

function inside(quoted: string): string {
  return quoted.slice(1, -1)
}

function htmlForms(value: string): readonly string[] {
  const basic = value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  const quoted = basic.replaceAll('"', '&quot;')
  return [
    basic,
    quoted,
    quoted.replaceAll("'", '&#39;'),
    quoted.replaceAll("'", '&#x27;'),
    quoted.replaceAll("'", '&apos;'),
  ]
}

function unicodeEscaped(text: string): string {
  let escaped = ''
  for (let at = 0; at < text.length; at += 1) escaped += `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`
  return escaped
}
