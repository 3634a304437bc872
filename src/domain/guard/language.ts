/** As far apart as their comments, strings and tests are. */
export type Language = 'script' | 'python' | 'go' | 'rust' | 'json' | 'hash' | 'prose' | 'other'

const byEnding: ReadonlyMap<string, Language> = new Map([
  ...['js', 'jsx', 'ts', 'tsx', 'mjs', 'cjs', 'mts', 'cts', 'vue', 'svelte'].map((one) => [one, 'script'] as const),
  ...['py', 'pyi'].map((one) => [one, 'python'] as const),
  ['go', 'go'],
  ['rs', 'rust'],
  ...['json', 'jsonc', 'json5'].map((one) => [one, 'json'] as const),
  ...['yml', 'yaml', 'toml', 'sh', 'bash', 'zsh', 'mk', 'cfg', 'ini', 'conf'].map((one) => [one, 'hash'] as const),
  ...['md', 'mdx', 'rst', 'txt', 'adoc', 'svg', 'lock', 'csv', 'snap'].map((one) => [one, 'prose'] as const),
])

const byName: ReadonlyMap<string, Language> = new Map([
  ['package-lock.json', 'prose'],
  ['pnpm-lock.yaml', 'prose'],
  ['Makefile', 'hash'],
  ['makefile', 'hash'],
  ['Dockerfile', 'hash'],
  ['.coveragerc', 'hash'],
  ['.flake8', 'hash'],
  ['.pylintrc', 'hash'],
  ['.eslintrc', 'json'],
  ['.babelrc', 'json'],
])

export function languageOf(path: string): Language {
  const name = nameOf(path)
  return byName.get(name) ?? byEnding.get(name.slice(name.lastIndexOf('.') + 1).toLowerCase()) ?? 'other'
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** How sure it is that a runner collects a file: by its name, by its folder only, or not at all. */
export function collected(path: string): 'by-name' | 'by-folder' | 'no' {
  const name = nameOf(path)
  if (/(?:^test_.{0,200}\.py|_test\.py|_test\.go|[._-](?:test|spec|cy|e2e)\.[cm]?[jt]sx?)$/.test(name)) return 'by-name'
  if (/(?:^|\/)__tests__\//.test(path) && languageOf(path) === 'script') return 'by-name'
  return /(?:^|\/)(?:tests?|specs?|e2e)\//.test(path) ? 'by-folder' : 'no'
}
