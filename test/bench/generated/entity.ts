import type { Chance } from '../chance.ts'

export type FieldKind = 'text' | 'count' | 'amount' | 'flag' | 'moment'

export interface Field {
  readonly name: string
  readonly kind: FieldKind
  readonly isOptional: boolean
}

/** One noun of the generated product, with everything that its files differ by. */
export interface Entity {
  readonly number: number
  /** `billing_invoice` */
  readonly snake: string
  /** `BillingInvoice` */
  readonly pascal: string
  /** `billingInvoice` */
  readonly camel: string
  /** `billing-invoice` */
  readonly kebab: string
  readonly fields: readonly Field[]
  /** Verbs beside the usual five routes: `archive`, `approve`, … */
  readonly actions: readonly string[]
  /** The entity it belongs to. Null for the first ones. */
  readonly owner: string | null
}

const areas = ['billing', 'catalog', 'support', 'fleet', 'warehouse', 'marketing', 'payroll', 'travel']
const nouns =
  'invoice order ticket account product shipment contract vendor report campaign asset review schedule quote refund booking vehicle employee category location message document'.split(
    ' ',
  )
const fieldNames =
  'title summary quantity price weight status priority currency due_at started_at is_active is_public rating discount region notes reference owner_email retries'.split(
    ' ',
  )
const kinds: Readonly<Record<string, FieldKind>> = {
  quantity: 'count',
  retries: 'count',
  rating: 'count',
  price: 'amount',
  weight: 'amount',
  discount: 'amount',
  is_active: 'flag',
  is_public: 'flag',
  due_at: 'moment',
  started_at: 'moment',
}
const verbs = 'archive approve duplicate assign publish reopen escalate pin lock merge export remind'.split(' ')

export function entitiesOf(wanted: number, chance: Chance): readonly Entity[] {
  const entities: Entity[] = []
  for (let number = 0; number < wanted; number += 1) {
    const area = areas[number % areas.length] ?? ''
    const noun = nouns[Math.floor(number / areas.length) % nouns.length] ?? ''
    const round = Math.floor(number / (areas.length * nouns.length))
    const snake = `${area}_${noun}${round === 0 ? '' : `_${round + 1}`}`
    const owner = number < areas.length ? null : (entities[chance.below(areas.length)]?.snake ?? null)
    entities.push({ number, ...namesOf(snake), fields: fieldsOf(chance), actions: actionsOf(chance), owner })
  }
  return entities
}

export function camelOf(snake: string): string {
  return snake.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
}

function namesOf(snake: string): Pick<Entity, 'snake' | 'pascal' | 'camel' | 'kebab'> {
  const camel = camelOf(snake)
  return { snake, camel, pascal: camel.charAt(0).toUpperCase() + camel.slice(1), kebab: snake.replaceAll('_', '-') }
}

function fieldsOf(chance: Chance): readonly Field[] {
  const first = chance.below(fieldNames.length)
  const step = 1 + chance.below(5)
  const names = new Set(
    Array.from({ length: 6 + chance.below(10) }, (_, n) => fieldNames[(first + n * step) % fieldNames.length] ?? ''),
  )
  return [...names].map((name) => ({ name, kind: kinds[name] ?? 'text', isOptional: chance.below(3) === 0 }))
}

function actionsOf(chance: Chance): readonly string[] {
  return verbs.filter(() => chance.below(2) === 0)
}
