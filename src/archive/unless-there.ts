/** For `catch` after making a file that may be there already: that is fine, anything else is an error. */
export function unlessThere(cause: unknown): void {
  if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') return
  throw cause
}
