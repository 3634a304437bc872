/** Names whose values must not travel: their defaults are not kept and lines that hold them are quoted without the value. */
export function isSecretName(name: string): boolean {
  if (
    /_(?:minutes|seconds|hours|days|ttl|max|min|limit|length|size|count|algorithm|enabled|disabled|tokens|type|path|file|name|header|id)$/i.test(
      name,
    )
  )
    return false
  return /pass(?:word|wd|phrase)?(?:_|$)|secret|token|api_?key|private|credential|access_?key|dsn|_key$|signing|salt/i.test(
    name,
  )
}

/** The fallback as it may be kept: nothing for a secret's name, and no user and password in an address. */
export function keptDefault(name: string, text: string | null): string | null {
  if (text === null || isSecretName(name)) return null
  return text.replace(/:\/\/[^\s/@]*@/, '://***@')
}
