import { isMade } from './made.ts'

/** What language the fact store reads a file as; `other` is read as text only: bundles and minified files too. */
export type Language =
  | 'typescript'
  | 'python'
  | 'yaml'
  | 'dockerfile'
  | 'json'
  | 'toml'
  | 'sql'
  | 'prisma'
  | 'env'
  | 'markdown'
  | 'shell'
  | 'html'
  | 'css'
  | 'other'

export interface SourceFile {
  /** Relative to the root, with forward slashes. */
  readonly path: string
  readonly language: Language
  readonly text: string
}

/** The tracked text files of one commit. Nothing in it changes while an audit runs. */
export interface Snapshot {
  readonly commit: string
  /** In path order. */
  readonly files: readonly SourceFile[]
  readonly byPath: ReadonlyMap<string, SourceFile>
  /** Every tracked path, those not read included. */
  readonly paths: ReadonlySet<string>
  /** Files that were not read, each with its reason. */
  readonly skipped: readonly { readonly file: string; readonly reason: string }[]
}

const byExtension: Readonly<Record<string, Language>> = {
  ts: 'typescript',
  tsx: 'typescript',
  mts: 'typescript',
  cts: 'typescript',
  js: 'typescript',
  jsx: 'typescript',
  mjs: 'typescript',
  cjs: 'typescript',
  py: 'python',
  yml: 'yaml',
  yaml: 'yaml',
  json: 'json',
  toml: 'toml',
  sql: 'sql',
  prisma: 'prisma',
  md: 'markdown',
  mdx: 'markdown',
  sh: 'shell',
  bash: 'shell',
  html: 'html',
  css: 'css',
  scss: 'css',
}

export function languageOf(path: string): Language {
  const name = path.slice(path.lastIndexOf('/') + 1)
  const known = byExtension[name.slice(name.lastIndexOf('.') + 1).toLowerCase()]
  if (/^\.env(?:\.|$)|\.env$/.test(name)) return 'env'
  // `Dockerfile.web` is one; `dockerfile.ts` is not.
  if (known === undefined && /^(?:Dockerfile|Containerfile)(?:\.|$)|\.dockerfile$/i.test(name)) return 'dockerfile'
  return known ?? 'other'
}

export function snapshotOf(
  commit: string,
  texts: Iterable<readonly [path: string, text: string]>,
  skipped: Snapshot['skipped'] = [],
): Snapshot {
  const files = [...texts]
    .map(([path, text]) => ({ path, language: isMade(path, text) ? ('other' as const) : languageOf(path), text }))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
  return {
    commit,
    files,
    byPath: new Map(files.map((file) => [file.path, file])),
    paths: new Set([...files.map((file) => file.path), ...skipped.map((entry) => entry.file)]),
    skipped,
  }
}
