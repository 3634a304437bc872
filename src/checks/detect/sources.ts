import type { Check, CheckKind } from '../../domain/check.ts'
import { minutesOf } from '../minutes.ts'

/** The files of one commit, as far as they say how it is checked. */
export interface Sources {
  readonly files: ReadonlySet<string>
  read(path: string): Promise<string | null>
  /** Folders that hold a file of this name: the root alone if it does, else those below. */
  foldersWith(name: string): readonly string[]
  /** Folders up to two levels down that hold a file of this name. */
  foldersBelow(name: string): readonly string[]
}

/** Folders whose packages are examples or foreign and not the repository's own. */
const foreign =
  /^(?:node_modules|vendor|third_party|examples?|demos?|samples?|fixtures?|__fixtures__|templates?|testdata|tests?|docs?|website|dist|build|target|\..*)$/

export function sourcesOf(read: (path: string) => Promise<string | null>, files: readonly string[]): Sources {
  const all = new Set(files)
  const foldersBelow = (name: string): readonly string[] =>
    files.flatMap((file) => (isBelow(file, name) ? [file.slice(0, -name.length - 1)] : [])).toSorted()
  return {
    files: all,
    read: async (path) => (all.has(path) ? read(path) : null),
    foldersWith: (name) => (all.has(name) ? [''] : foldersBelow(name)),
    foldersBelow,
  }
}

function isBelow(file: string, name: string): boolean {
  if (!file.endsWith(`/${name}`)) return false
  const folders = file.split('/').slice(0, -1)
  return folders.length <= 2 && !folders.some((folder) => foreign.test(folder))
}

interface Found {
  readonly kind: CheckKind
  readonly argv: readonly string[]
  readonly folder: string
  readonly source: string
  readonly repair?: readonly string[] | null
  /** What people call it, when the arguments say more than they need to know. */
  readonly label?: string
}

export function toCheck({ kind, argv, folder, source, repair, label }: Found): Check {
  const command = label ?? argv.join(' ').slice(0, 100)
  return {
    name: folder === '' ? command : `${folder.slice(0, 90)}: ${command}`,
    kind,
    argv: [...argv],
    folder,
    minutes: minutesOf[kind],
    repair: repair === undefined || repair === null ? null : [...repair],
    source: source.slice(0, 300),
  }
}
