import { readDefinitions } from '../compose/definitions.ts'
import { EchelonError } from '../domain/errors.ts'
import { didYouMean } from '../domain/suggest.ts'
import type { MissionVerb } from './program.ts'

/** The verbs that are not missions. */
const verbs = [
  'run',
  'plan',
  'status',
  'stop',
  'resume',
  'handoff',
  'metrics',
  'ledger',
  'list',
  'check',
  'init',
  'baseline',
  'clean',
  'doctor',
]

/** The missions that a command line may mean: none when it names another verb, so that those start without reading them. */
export async function missionsFor(argv: readonly string[]): Promise<readonly MissionVerb[]> {
  const { verb, repo, state } = glance(argv)
  if (verb !== null && verbs.includes(verb)) return []
  const missions = await readMissions({ repo, state })
  const names = missions.map(({ name }) => name)
  if (verb === null || verb === 'help' || names.includes(verb)) return missions
  const hint = didYouMean(verb, [...verbs, ...names]) ?? '"echelon --help" lists both'
  throw new EchelonError('input', `"${verb}" is no verb and no mission; ${hint}`)
}

/** A mission whose file is faulty is a verb too: calling it says what is wrong with it. */
async function readMissions(place: Pick<Glance, 'repo' | 'state'>): Promise<readonly MissionVerb[]> {
  const { missions, refused } = await readDefinitions(place)
  const good = [...missions.values()].map(({ name, description }) => ({ name, about: description }))
  const faulty = [...refused.keys()]
    .flatMap((key) => (key.startsWith('mission ') ? [key.slice('mission '.length)] : []))
    .filter((name) => !missions.has(name))
    .map((name) => ({ name, about: 'has mistakes; "echelon check" shows them' }))
  return [...good, ...faulty].filter(({ name }) => !verbs.includes(name) && name !== 'help')
}

interface Glance {
  readonly verb: string | null
  readonly repo: string | undefined
  readonly state: string | undefined
}

/** A first look at the arguments, before the verbs are known: the first that is neither an option nor an option's value. */
function glance(argv: readonly string[]): Glance {
  const values = new Map<string, string>()
  let verb: string | null = null
  for (let at = 0; at < argv.length; at += 1) {
    const [name = '', value] = (argv[at] ?? '').split(/=(.*)/s)
    if (name === '--') break
    const isPlace = name === '--repo' || name === '--state'
    if (isPlace) values.set(name, value ?? argv[at + 1] ?? '')
    if (isPlace && value === undefined) at += 1
    else if (!name.startsWith('-') && verb === null) verb = argv[at] ?? null
  }
  return { verb, repo: values.get('--repo'), state: values.get('--state') }
}
