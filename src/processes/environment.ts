import { existsSync } from 'node:fs'
import { delimiter, isAbsolute, join } from 'node:path'
import type { PrivateHome } from './private-home.ts'

export type Variables = Readonly<Record<string, string | undefined>>

/** Says how a program behaves when nobody watches: no colours, no questions, no reports home. */
const fixed = {
  CI: '1',
  TERM: 'dumb',
  NO_COLOR: '1',
  FORCE_COLOR: '0',
  GIT_TERMINAL_PROMPT: '0',
  npm_config_audit: 'false',
  npm_config_fund: 'false',
  npm_config_update_notifier: 'false',
  // A .npmrc of the repository may name a program of its own here, which npm would run in place of the shell.
  npm_config_script_shell: '/bin/sh',
  PIP_DISABLE_PIP_VERSION_CHECK: '1',
  PIP_NO_INPUT: '1',
  DO_NOT_TRACK: '1',
} as const

/** Variables without secrets that programs need to work as they do for the user. */
const passed = [
  ...['LC_ALL', 'LC_CTYPE', 'TZ', 'JAVA_HOME', 'GOROOT', 'GOFLAGS', 'GOPRIVATE', 'GONOSUMDB', 'GOTOOLCHAIN'],
  ...['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'SSL_CERT_DIR', 'REQUESTS_CA_BUNDLE', 'PIP_CERT', 'PIP_DEFAULT_TIMEOUT'],
  ...['PIP_FIND_LINKS', 'PIP_NO_INDEX', 'PYENV_VERSION', 'RUSTUP_TOOLCHAIN', 'CARGO_NET_OFFLINE', 'UV_OFFLINE'],
  ...['NO_PROXY', 'no_proxy'],
]

/** Addresses: passed unless they carry a credential. */
const addresses = [
  ...['npm_config_registry', 'PIP_INDEX_URL', 'PIP_EXTRA_INDEX_URL', 'UV_INDEX_URL', 'UV_DEFAULT_INDEX', 'GOPROXY'],
  ...['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'http_proxy', 'https_proxy', 'all_proxy'],
]

/** Folders of toolchains and caches: where the variable says, else at their usual place below the user's home. */
const folders = {
  npm_config_cache: '.npm',
  PNPM_HOME: '.local/share/pnpm',
  YARN_CACHE_FOLDER: '.cache/yarn',
  YARN_GLOBAL_FOLDER: '.yarn/berry',
  BUN_INSTALL: '.bun',
  COREPACK_HOME: '.cache/node/corepack',
  VOLTA_HOME: '.volta',
  NVM_DIR: '.nvm',
  ASDF_DATA_DIR: '.asdf',
  MISE_DATA_DIR: '.local/share/mise',
  PYENV_ROOT: '.pyenv',
  PIP_CACHE_DIR: '.cache/pip',
  UV_CACHE_DIR: '.cache/uv',
  UV_PYTHON_INSTALL_DIR: '.local/share/uv/python',
  CARGO_HOME: '.cargo',
  RUSTUP_HOME: '.rustup',
  GOPATH: 'go',
  GOMODCACHE: 'go/pkg/mod',
  GOCACHE: '.cache/go-build',
  PLAYWRIGHT_BROWSERS_PATH: '.cache/ms-playwright',
} as const

const usual = ['/usr/local/bin', '/usr/bin', '/bin']

/** What a command of a repository may see: a list of what is allowed, and no key on it. `names` lets more through. */
export function plainEnvironment(
  source: Variables,
  { home, temporary }: Pick<PrivateHome, 'home' | 'temporary'>,
  names: readonly string[] = [],
): Record<string, string> {
  return {
    ...pick(source, passed, (value) => value),
    ...pick(source, addresses, withoutCredentials),
    ...toolchains(source),
    ...fixed,
    LANG: source.LANG ?? 'C.UTF-8',
    ...pick(source, names, (value) => value),
    PATH: absolutePath(source.PATH ?? ''),
    HOME: home,
    TMPDIR: temporary,
  }
}

/** The address, or null when it carries a user or a password. A list of addresses is judged as a whole. */
export function withoutCredentials(address: string): string | null {
  return /\/\/[^/\s]{0,2000}@/.test(address) ? null : address
}

function pick(
  source: Variables,
  names: readonly string[],
  judge: (value: string) => string | null,
): Record<string, string> {
  const kept = names.flatMap((name) => {
    const value = source[name]
    const allowed = value === undefined ? null : judge(value)
    return allowed === null ? [] : [[name, allowed] as const]
  })
  return Object.fromEntries(kept)
}

function toolchains(source: Variables): Record<string, string> {
  const kept = Object.entries(folders).flatMap(([name, place]) => {
    const folder = source[name] ?? (source.HOME === undefined ? null : join(source.HOME, place))
    return folder !== null && isAbsolute(folder) && existsSync(folder) ? [[name, folder] as const] : []
  })
  return Object.fromEntries(kept)
}

/**
 * A relative or empty folder on the PATH means the checkout: a program planted there would run in place of the real one. And
 * npm puts the tools of whatever it starts in front, ours among them: a repository that lacks a tool must not pass with it.
 */
function absolutePath(path: string): string {
  const folders = path.split(delimiter).filter((folder) => isAbsolute(folder) && !isBorrowed(folder))
  return (folders.length > 0 ? folders : usual).join(delimiter)
}

function isBorrowed(folder: string): boolean {
  return /[\\/]node_modules[\\/]\.bin[\\/]?$|[\\/]node-gyp-bin[\\/]?$/.test(folder)
}
