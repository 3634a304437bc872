/** One secret as twelve programs would write it, each inside text that the redactor does not know. Written without its own code. */
export function disguises(secret: string): readonly { readonly name: string; readonly text: string }[] {
  const base64 = (text: string, alphabet: 'base64' | 'base64url') => Buffer.from(text).toString(alphabet)
  return [
    { name: 'as it is', text: secret },
    { name: 'base64, aligned', text: base64(`${secret} and more`, 'base64') },
    { name: 'base64, one byte later', text: base64(`u${secret}@host`, 'base64') },
    { name: 'base64, two bytes later', text: base64(`a:${secret}!`, 'base64') },
    { name: 'base64url, aligned', text: base64(secret, 'base64url') },
    { name: 'base64url, one byte later', text: base64(`user${secret}?>`, 'base64url') },
    { name: 'hexadecimal', text: Buffer.from(secret).toString('hex') },
    { name: 'hexadecimal, capitals', text: Buffer.from(secret).toString('hex').toUpperCase() },
    { name: 'in a URL', text: `?q=${encodeURIComponent(secret)}&z=1` },
    { name: 'in JSON', text: JSON.stringify({ note: secret }) },
    { name: 'in JSON inside JSON', text: JSON.stringify({ body: JSON.stringify([secret]) }) },
    { name: 'backwards', text: [...secret].reverse().join('') },
    {
      name: 'in HTML',
      text: secret.replace(
        /[&<>"']/g,
        (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c] ?? '&#39;',
      ),
    },
    { name: 'as a form field', text: new URLSearchParams({ p: secret }).toString() },
    {
      name: 'byte by byte in a URL',
      text: [...Buffer.from(secret)].map((byte) => `%${byte.toString(16).padStart(2, '0').toUpperCase()}`).join(''),
    },
  ]
}

/** Whether a text still gives the secret away: as it is, or after any of the decodings that a reader would try. */
export function leaks(text: string, secret: string): boolean {
  const backwards = [...secret].reverse().join('')
  return readings(text).some((reading) => reading.includes(secret) || reading.includes(backwards))
}

function readings(text: string): readonly string[] {
  return [
    text,
    text.toLowerCase(),
    attempt(() => decodeURIComponent(text.replaceAll('+', ' '))),
    text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    ...runs(text, /[0-9a-f]{2,}/gi).map((run) => Buffer.from(run, 'hex').toString()),
    ...runs(text, /[\w+/-]{4,}/g).flatMap((run) =>
      [0, 1, 2, 3].map((skip) => Buffer.from(run.slice(skip), 'base64').toString()),
    ),
    text.replace(/\\+(["\\/])/g, '$1'),
    text
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&#39;', "'")
      .replaceAll('&amp;', '&'),
  ]
}

function runs(text: string, pattern: RegExp): readonly string[] {
  return text.match(pattern) ?? []
}

function attempt(decode: () => string): string {
  try {
    return decode()
  } catch {
    return ''
  }
}
