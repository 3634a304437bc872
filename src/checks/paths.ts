/** A path in a folder that may be the root. */
export function inFolder(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`
}

/** The folder itself, then what lies above it, the root last. */
export function upwards(folder: string): readonly string[] {
  const parts = folder === '' ? [] : folder.split('/')
  return [...parts.map((_, index) => parts.slice(0, parts.length - index).join('/')), '']
}
