/**
 * For `.catch`: what is not there becomes the given value. Every other fault, a folder that may not be read for example,
 * stays the error that it is.
 */
export function unlessMissing<T>(absent: T): (cause: unknown) => T {
  return (cause) => {
    const code = cause instanceof Error && 'code' in cause ? cause.code : null
    if (code === 'ENOENT' || code === 'ENOTDIR') return absent
    throw cause
  }
}
