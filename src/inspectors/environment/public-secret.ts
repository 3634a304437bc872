import { cite } from '../cite.ts'
import type { EnvReadFact } from '../facts/env-reads.ts'
import { nameOf } from '../facts/path.ts'
import { regionOf } from '../facts/region.ts'
import type { Placed } from '../facts/store.ts'
import type { Inspection, Inspector, Unfiled, View } from '../inspector.ts'
import type { SourceFile } from '../snapshot.ts'

const publicPrefix = /^(?:NEXT_PUBLIC_|VITE_|REACT_APP_|VUE_APP_|EXPO_PUBLIC_|NUXT_PUBLIC_|GATSBY_)/
/** Keys of services that bill or obey whoever holds them; keys that are made for browsers are not among them. */
const secretName =
  /(?:^|_)(?:SECRET|SECRET_KEY|CLIENT_SECRET|PRIVATE_KEY|SERVICE_ROLE(?:_KEY)?|JWT_SECRET|ENCRYPTION_KEY|(?:OPENAI|ANTHROPIC|GROQ|MISTRAL|DEEPSEEK|SENDGRID|RESEND|TWILIO|OPENROUTER)_(?:API_)?(?:KEY|TOKEN)|STRIPE_SECRET\w*)$/

interface Exposure extends Placed {
  readonly anchor: string
  readonly title: string
}

export const publicSecret: Inspector = {
  id: 'environment/public-secret',
  version: 1,
  layer: 'environment',
  title: 'The build puts a secret into files that every visitor downloads',
  inspect(view): Inspection {
    const reads = view.facts.all('envRead').filter(isPublic)
    const configurations = view.snapshot.files.filter(
      (file) =>
        /^vite\.config\.[cm]?[jt]s$/.test(nameOf(file.path)) &&
        !/^(?:vendored|example|test|docs)$/.test(regionOf(file.path)),
    )
    const exposures = [
      ...reads.filter((read) => secretName.test(read.name)).map(ofRead),
      ...configurations.flatMap(ofConfiguration),
    ]
    const groups = Map.groupBy(exposures, (exposure) => exposure.anchor)
    return {
      population: reads.length + configurations.length,
      bad: exposures.length,
      unit: 'variables and configurations that reach the browser',
      drafts: [...groups.values()].map((group) => draftOf(view, group)),
    }
  },
}

function isPublic(read: EnvReadFact): boolean {
  const isAccessor = read.via === 'process.env' || read.via === 'import.meta.env'
  return isAccessor && publicPrefix.test(read.name) && regionOf(read.file) === 'source'
}

function ofRead(read: EnvReadFact): Exposure {
  const title = `${read.name} is a secret by its name, and its prefix puts it into the browser bundle`
  return { file: read.file, line: read.line, anchor: `env:${read.name}`, title }
}

/** `loadEnv` with an empty prefix loads every variable; defining `process.env` as all of them writes them into the bundle. */
function ofConfiguration(file: SourceFile): Exposure[] {
  const name = /\b(\w+)\s*=\s*loadEnv\([^()]*(?:\([^()]*\)[^()]*)*,\s*(?:''|"")\s*,?\s*\)/.exec(file.text)?.[1]
  if (name === undefined) return []
  const lines = file.text.split('\n')
  const whole = new RegExp(
    `['"](?:process\\.env|import\\.meta\\.env)['"]\\s*:\\s*(?:JSON\\.stringify\\(\\s*${name}\\s*\\)|${name})\\s*,?\\s*(?:[}/].*)?$`,
  )
  const at = lines.findIndex((line) => !line.trimStart().startsWith('//') && whole.test(line))
  if (at === -1) return []
  return [
    {
      file: file.path,
      line: at + 1,
      anchor: `define@${file.path}`,
      title: `${file.path} writes every environment variable of the build into the browser bundle`,
    },
  ]
}

function draftOf(view: View, group: readonly Exposure[]): Unfiled {
  const [first] = group
  if (first === undefined) throw new Error('a group holds at least one exposure')
  return {
    title: first.title.slice(0, 140),
    claim: 'behaviour',
    impact: 'security',
    reach: 'reachable',
    reachWhy: 'source or build configuration of a browser application',
    confidence: 'high',
    anchor: first.anchor,
    evidence: group.slice(0, 8).map((exposure) => cite(view.snapshot, exposure.file, exposure.line)),
    instances: group.slice(0, 500).map((exposure) => ({ file: exposure.file, line: exposure.line })),
    fix: {
      advice:
        'Keep the secret on a server and call that from the browser; pass on only the named values that are public. Replace the secret if it was ever built in.',
      effort: 'M',
      doneWhen: 'no secret is read under a public prefix and no configuration defines the whole environment',
    },
  }
}
