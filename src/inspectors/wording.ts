/** "1 file", "3 files". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}

/** A title that never passes its limit; what is cut is marked. */
export function titled(text: string): string {
  return text.length <= 140 ? text : `${text.slice(0, 139)}…`
}
