import type { Secret } from './literals.ts'

const shortest = 8
const longest = 65_536
const named =
  /(?:^|_)(?:KEY|KEYS|APIKEY|TOKEN|TOKENS|SECRET|SECRETS|PASS|PASSWORD|PASSWD|PASSPHRASE|PWD|CREDENTIAL|CREDENTIALS|DSN|AUTH|COOKIE|WEBHOOK)(?:_|$)|(?:TOKEN|SECRET|PASSWORD|APIKEY)$/
const notSecret = /^(?:PWD|OLDPWD)$|_PUBLIC_KEY$|(?:FILE|PATH|DIR|SOCK|SOCKET)$/
const url = /^[a-z][a-z0-9+.-]{1,30}:\/\//i

/** The values of an environment that are worth hiding: by name, and connection strings by their credentials. */
export function collectSecrets(environment: Readonly<Record<string, string | undefined>>): readonly Secret[] {
  return Object.entries(environment).flatMap(([name, value]) => {
    if (value === undefined || value.length > longest) return []
    const credentials = url.test(value) ? credentialsIn(name, value) : []
    const isNamed = named.test(name.toUpperCase()) && !notSecret.test(name.toUpperCase())
    const isConnection = credentials.length > 0
    const isWorth = value.trim().length >= shortest && (isNamed || isConnection)
    return isWorth ? [{ name, value: value.trim() }, ...credentials] : credentials
  })
}

/** The password of a connection string travels alone too: in driver errors, for example. */
function credentialsIn(name: string, value: string): readonly Secret[] {
  const password = /^[^:]+:\/\/[^:/?#]*:(.*)@/.exec(value)?.[1] ?? ''
  if (password.length < shortest) return []
  const decoded = decode(password)
  return [...new Set([password, decoded])].map((one) => ({ name, value: one }))
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // Not percent-encoded after all: then it is what it says.
    return text
  }
}
