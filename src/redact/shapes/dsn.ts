import { matchAt, type Shape, type Sighting } from '../shape.ts'

const longestScheme = 20
const scheme = /[A-Za-z][A-Za-z0-9+.-]{1,19}$/
const webSchemes: ReadonlySet<string> = new Set(['http', 'https', 'ws', 'wss', 'git', 'file'])
const user = /[^\s:@/"'`<>\\]{0,256}:/y
/** Up to the last `@` in front of the host. Only a database's password is let hold a slash, since people forget to escape it. */
const webPassword = /[^\s/"'`<>\\]{1,256}@/y
const databasePassword = /(?!\d{1,5}[/?#])[^\s"'`<>\\]{1,256}@/y
/** A template, or what an earlier redaction left. */
const placeholder = /^(?:[$%{[*]|\.{3}|…|x+@$)|\[redacted:/i

/** The password in a connection string: `postgres://app:<password>@host/db`. */
export const dsn: Shape = {
  name: 'dsn',
  anchors: ['://'],
  judge(text, at, end): Sighting | null {
    const before = scheme.exec(text.slice(Math.max(0, at - longestScheme), at))?.[0]
    if (before === undefined) return null
    const name = matchAt(user, text, end)
    if (name === null) return null
    const from = end + name.length
    const password = matchAt(webSchemes.has(before.toLowerCase()) ? webPassword : databasePassword, text, from)
    if (password === null || placeholder.test(password)) return null
    return { begins: at - before.length, from, to: from + password.length - 1 }
  },
}
