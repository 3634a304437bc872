/** The folder of a path, empty for the root. */
export function folderOf(path: string): string {
  const cut = path.lastIndexOf('/')
  return cut === -1 ? '' : path.slice(0, cut)
}

/** The last segment of a path. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** The last two segments of a path: enough to tell a file in a title. */
export function shortName(path: string): string {
  return path.split('/').slice(-2).join('/')
}

/** Joins and folds `.` and `..`; null when the result leaves the repository or holds a variable. */
export function joinPath(folder: string, relative: string): string | null {
  if (/[$`*{}~]/.test(relative)) return null
  return joinPattern(relative.startsWith('/') ? '' : folder, relative)
}

/** The same for a path below the folder that may hold stars and dollars; they are kept. */
export function joinPattern(folder: string, relative: string): string | null {
  const parts = folder.split('/').filter((part) => part !== '')
  for (const part of relative.split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..') parts.push(part)
    else if (parts.pop() === undefined) return null
  }
  return parts.join('/')
}
