import type { SourceFile } from '../snapshot.ts'
import type { Collector, Emit } from './collector.ts'
import type { Placed } from './store.ts'
import { YamlValue } from './yaml-map.ts'

/** One place that names an environment variable for somebody to set. Values are never kept. */
export interface EnvDeclarationFact extends Placed {
  readonly name: string
  readonly where: 'env-file' | 'compose' | 'dockerfile' | 'workflow' | 'kubernetes' | 'config'
}

/** `.env` files of every kind, and the `env:` blocks of Kubernetes manifests and hosting configuration. */
export const envDeclarationCollector: Collector = {
  id: 'env-declarations',
  wants: (file) => isEnvFile(file.path) || isHostingFile(file),
  collect(file, trees, emit) {
    if (isEnvFile(file.path)) return envFile(file, emit)
    const root = YamlValue.root(trees.yaml())
    if (root !== null) envLists(file.path, root, emit, 0)
  },
}

function isEnvFile(path: string): boolean {
  return /(?:^|\/)(?:\.env(?:[.-][\w.-]+)?|[\w.-]+\.env(?:\.[\w-]+)?|env\.(?:example|sample|template)|\.envrc|\.flaskenv)$/.test(
    path,
  )
}

function isHostingFile(file: SourceFile): boolean {
  return file.language === 'yaml' && /^\s*(?:- )?(?:env|envVars|environment):/m.test(file.text) && !isCompose(file.path)
}

function isCompose(path: string): boolean {
  return /(?:^|\/)(?:docker-)?compose[\w.-]*\.ya?ml$/.test(path) || path.includes('.github/workflows/')
}

function envFile(file: SourceFile, emit: Emit): void {
  for (const [index, line] of file.text.split('\n').entries()) {
    const name = /^\s*(?:#\s?)?(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=/.exec(line)?.[1]
    if (name !== undefined) emit('envDeclaration', { file: file.path, line: index + 1, name, where: 'env-file' })
  }
}

/** Lists of `{name, value}` or `{key, value}`, and plain mappings, under a key that says environment. */
function envLists(file: string, node: YamlValue, emit: Emit, depth: number): void {
  if (depth > 12) return
  for (const item of node.items()) envLists(file, item, emit, depth + 1)
  for (const { key, value } of node.isMap ? node.entries() : []) {
    if (key === 'env' || key === 'envVars' || key === 'environment') declared(file, value, emit)
    envLists(file, value, emit, depth + 1)
  }
}

function declared(file: string, value: YamlValue, emit: Emit): void {
  const note = (name: string | null, line: number) => {
    if (name !== null && /^[A-Za-z_]\w*$/.test(name)) emit('envDeclaration', { file, line, name, where: 'kubernetes' })
  }
  for (const item of value.items()) note(item.textOf('name') ?? item.textOf('key'), item.line)
  for (const { key, line } of value.isMap ? value.entries() : []) note(key, line)
}
