/** What a start command begins: something in the repository that must be there. */
export type Start =
  | { readonly kind: 'application'; readonly module: string; readonly attribute: string }
  | { readonly kind: 'module'; readonly module: string }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'script'; readonly script: string }

const servers = /^(?:uvicorn|gunicorn|hypercorn|daphne|granian)$/
const interpreters = /^(?:python[\d.]*|node|tsx|ts-node|bash|sh)$/
const wrappers =
  /^(?:exec|poetry|uv|pipenv|pdm|rye|hatch|run|dumb-init|tini|--|nohup|time|env|opentelemetry-instrument|ddtrace-run|newrelic-admin|run-program|doppler|-g)$/

/** Every start that can be read from a command line; what is computed or unknown is left out. */
export function startsIn(command: string): readonly Start[] {
  return command
    .split(/\s*(?:&&|\|\||;|\n|\|)\s*/)
    .map((part) => startOf(wordsOf(part)))
    .filter((start) => start !== null)
}

function wordsOf(part: string): string[] {
  const words = part.replace(/["']/g, ' ').trim().split(/\s+/)
  const isNoise = (word: string): boolean => wrappers.test(word) || /^[A-Z_]\w*=/.test(word)
  while (words.length > 1 && isNoise(words[0] ?? '')) words.shift()
  if (/(?:^|\/)(?:ba|z|a)?sh$/.test(words[0] ?? '') && /^-\w*c$/.test(words[1] ?? ''))
    return wordsOf(words.slice(2).join(' '))
  return words
}

function startOf(words: readonly string[]): Start | null {
  const [program = '', ...rest] = words
  const name = program.slice(program.lastIndexOf('/') + 1)
  if (servers.test(name)) return applicationIn(rest)
  if (/^(?:npm|yarn|pnpm)$/.test(name))
    return rest[0] === 'run' && isPlain(rest[1]) ? { kind: 'script', script: rest[1] ?? '' } : null
  // A name without a folder is looked up on the image's PATH, not in the repository.
  if (/\.sh$/.test(program)) return program.includes('/') ? fileStart(program) : null
  if (!interpreters.test(name)) return null
  if (name.startsWith('python') && rest[0] === '-u') return startOf([program, ...rest.slice(1)])
  if (name.startsWith('python') && rest[0] === '-m') return moduleStart(rest.slice(1))
  const path = rest.find((word) => !word.startsWith('-'))
  return rest[0]?.startsWith('-') || path === undefined ? null : fileStart(path)
}

function applicationIn(words: readonly string[]): Start | null {
  for (const word of words) {
    const match = /^([A-Za-z_][\w.]*):([A-Za-z_]\w*)(?:\(\))?$/.exec(word)
    if (match !== null) return { kind: 'application', module: match[1] ?? '', attribute: match[2] ?? '' }
  }
  return null
}

/** `python -m uvicorn app.main:app` starts the application, not uvicorn. */
function moduleStart(words: readonly string[]): Start | null {
  const [module = ''] = words
  if (servers.test(module)) return applicationIn(words.slice(1))
  return /^[A-Za-z_][\w.]*$/.test(module) ? { kind: 'module', module } : null
}

function fileStart(path: string): Start | null {
  return isPlain(path) && /\.(?:py|[cm]?[jt]s|sh)$/.test(path) ? { kind: 'file', path } : null
}

function isPlain(word: string | undefined): boolean {
  return word !== undefined && /^[\w./:@-]+$/.test(word) && !word.startsWith('-')
}
