import { posix } from 'node:path'

/** More than this in one attempt is no reviewable work. */
export const mostFiles = 5_000
export const mostBytes = 50 * 1024 * 1024

const agentFolders = new Set(['.claude', '.codex', '.cursor', '.gemini', '.husky', '.vibe', '.vscode'])
const agentFiles = new Set(['.envrc', '.mcp.json', '.npmrc', '.pnpmfile.cjs', '.yarnrc', '.yarnrc.yml'])
/** Names that begin like git's own and mean no harm. */
const harmless = new Set(['.gitignore', '.gitattributes', '.gitkeep', '.github', '.gitea', '.gitlab', '.gitlab-ci.yml'])

/** Why a path may never be taken over, by its name alone. Null: it may. */
export function forbiddenName(path: string): string | null {
  const parts = path.split('/').map(fold)
  if (path.includes('\uFFFD')) return 'its name is not UTF-8'
  if (/[\p{Cc}\\]/u.test(path)) return 'its name holds a control character or a backslash'
  if (isReserved(path)) return 'its name has a meaning for git'
  if (parts[0] === '.echelon') return 'it belongs to Echelon itself'
  if (parts.some((part) => agentFolders.has(part))) return 'it configures an agent or an editor, or runs on its own'
  if (agentFiles.has(parts.at(-1) ?? '')) return 'it configures a tool that would run commands or send keys elsewhere'
  return null
}

/** Whether git itself gives a part of the path a meaning, on any file system. It can be in no tree of ours. */
export function isReserved(path: string): boolean {
  return path.split('/').some((name) => {
    const part = fold(name)
    if (part === '' || part === '.' || part === '..') return true
    if (/^(?:\.git|git~\d+|gi[0-9a-f]{4}~\d+)$/.test(part)) return true
    return part.startsWith('.git') && !harmless.has(part)
  })
}

/** Why a symbolic link may not be taken over. Null: it stays within the repository. */
export function forbiddenLink(path: string, target: string): string | null {
  if (target.startsWith('/') || target.includes('\\') || /^[A-Za-z]:/.test(target))
    return 'it is a link to an absolute path'
  const lead = posix.normalize(posix.join(posix.dirname(path), target))
  if (lead === '..' || lead.startsWith('../')) return 'it is a link that leads outside of the repository'
  return lead.split('/').some((part) => fold(part) === '.git') ? 'it is a link into the git folder' : null
}

/** Added paths that some file system would take for another path, present or added as well. What is present comes first. */
export function sameOnSomeSystems(present: Iterable<string>, added: readonly string[]): ReadonlySet<string> {
  if (added.length === 0) return new Set()
  const before = spellings(present)
  const after = spellings(added)
  const isDouble = (prefix: string): boolean => {
    const key = foldPath(prefix)
    const first = before.get(key)
    return first === undefined ? (after.get(key)?.size ?? 0) > 1 : !first.has(prefix)
  }
  return new Set(added.filter((path) => prefixes(path).some(isDouble)))
}

/** How folders and files are spelled, by how the least exact file system reads them. */
function spellings(paths: Iterable<string>): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>()
  for (const path of paths)
    for (const prefix of prefixes(path)) {
      const key = foldPath(prefix)
      const known = found.get(key)
      if (known === undefined) found.set(key, new Set([prefix]))
      else known.add(prefix)
    }
  return found
}

function prefixes(path: string): readonly string[] {
  const parts = path.split('/')
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'))
}

function foldPath(path: string): string {
  return path.split('/').map(fold).join('/')
}

/** How the least exact file system reads a name: no case, no invisible letters, no dots or streams at the end. */
function fold(name: string): string {
  return name
    .replaceAll(/[\u200C-\u200F\u202A-\u202E\u206A-\u206F\uFEFF]/g, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/:.*$/s, '')
    .replace(/[. ]{1,255}$/, '')
}
