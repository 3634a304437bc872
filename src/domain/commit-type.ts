import type { CommitType } from './gitmoji.ts'
import type { Layer } from './layer.ts'

/** The conventional type of a commit that pays a debt of this layer by this rule. */
export function commitTypeOf(layer: Layer, rule: string): CommitType {
  const [group = ''] = rule.split('/')
  if (group === 'tests') return 'test'
  if (group === 'ci') return 'ci'
  if (rule === 'database/duplicate-index' || rule.endsWith('without-index') || rule === 'database/missing-index')
    return 'db'
  switch (layer) {
    case 'frontend-components':
      return 'a11y'
    case 'deployment':
      return 'build'
    case 'auth':
      return 'security'
    case 'performance':
      return 'perf'
    case 'environment':
      return 'chore'
    case 'frontend-architecture':
    case 'state':
    case 'middleware':
    case 'database':
    case 'ci-tests':
    case 'mcp':
    case 'jobs':
    case 'websocket':
    case 'api':
    case 'integration':
    case 'errors':
      return 'fix'
  }
}
