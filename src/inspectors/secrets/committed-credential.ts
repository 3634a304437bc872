import type { Confidence, Reach } from '../../domain/finding.ts'
import { type CodeEvidence, cite } from '../cite.ts'
import { nameOf } from '../facts/path.ts'
import { regionOf } from '../facts/region.ts'
import type { SecretFact } from '../facts/secrets.ts'
import type { Inspection, Inspector, Unfiled } from '../inspector.ts'
import type { Snapshot } from '../snapshot.ts'

export const committedCredential: Inspector = {
  id: 'secrets/committed-credential',
  version: 1,
  layer: 'auth',
  title: 'A credential is committed',
  tool: { id: 'secretlint', version: '13.0.7' },
  inspect(view): Inspection {
    const secrets = view.facts.all('secret').filter((secret) => !secret.placeholder)
    const groups = Map.groupBy(secrets, keyOf)
    return {
      population: view.snapshot.files.length,
      bad: new Set(secrets.map((secret) => secret.file)).size,
      unit: 'files',
      drafts: [...groups].map(([key, group]) => draftOf(view.snapshot, key, group)),
    }
  },
}

/** Connections with one password stand in many files, so they are one finding; a token is one per file. */
function keyOf(secret: SecretFact): string {
  if (!hasHarmlessForms(secret)) return `${secret.kind}@${secret.file}`
  return isAside(secret.file) ? `${secret.kind}@aside` : secret.kind
}

/** Tests, examples, workflows and manuals hold credentials of nobody, as a rule. */
function reachOf(file: string): { readonly reach: Reach; readonly reachWhy: string } {
  if (isAside(file) || file.startsWith('.github/'))
    return { reach: 'dev-or-test', reachWhy: `${file} is a test, an example, CI or documentation` }
  return { reach: 'reachable', reachWhy: `anyone who can read the repository can read ${file}` }
}

function isAside(file: string): boolean {
  return (
    /^(?:test|example|docs|vendored)$/.test(regionOf(file)) ||
    /example|sample|template|mock|fixture|seed|localhost|self-?signed/i.test(nameOf(file))
  )
}

/** Made-up credentials are the rule beside the source; keys and connection texts have harmless forms anywhere. */
function confidenceOf(secret: SecretFact): Confidence {
  if (isAside(secret.file)) return 'low'
  return hasHarmlessForms(secret) || secret.file.startsWith('.github/') ? 'medium' : 'high'
}

function hasHarmlessForms(secret: SecretFact): boolean {
  return /Connection|PrivateKey|PRIVATE_KEY|BasicAuth|URL/i.test(secret.kind)
}

function draftOf(snapshot: Snapshot, key: string, group: readonly SecretFact[]): Unfiled {
  const [first] = group
  if (first === undefined) throw new Error('a group holds at least one secret')
  const files = new Set(group.map((secret) => secret.file)).size
  return {
    title:
      `A credential (${first.kind}) is committed in ${first.file}${files > 1 ? ` and ${files - 1} more file${files > 2 ? 's' : ''}` : ''}`.slice(
        0,
        140,
      ),
    claim: 'presence',
    impact: 'security',
    ...reachOf(first.file),
    confidence: confidenceOf(first),
    anchor: `secret:${key}`.slice(0, 300),
    evidence: [...group.slice(0, 5).map(quoteBefore), ...names(snapshot, group.slice(0, 5))],
    instances: group.slice(0, 500).map((secret) => ({ file: secret.file, line: secret.line })),
    fix: {
      advice: 'Revoke the credential first: history keeps it. Then read it from the environment or a secret store.',
      effort: 'M',
      doneWhen: `no credential is found in ${first.file}, and the old one no longer works`.slice(0, 300),
    },
  }
}

/** The lines that say what the values are, where the values stand alone. */
function names(snapshot: Snapshot, group: readonly SecretFact[]): readonly CodeEvidence[] {
  return group
    .filter((secret) => secret.nameLine !== secret.line)
    .map((secret) => cite(snapshot, secret.file, secret.nameLine, { role: 'related' }))
}

/** Everything on the line before the secret, and nothing of the secret. */
function quoteBefore(secret: SecretFact): CodeEvidence {
  return {
    kind: 'code',
    file: secret.file,
    startLine: secret.line,
    endLine: secret.line,
    quote: secret.before.trim(),
    role: 'primary',
  }
}
