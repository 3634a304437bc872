import { chanceFrom } from './chance.ts'
import { backendOf } from './generated/backend.ts'
import { backendRoot } from './generated/backend-root.ts'
import { deliveryOf } from './generated/delivery.ts'
import { entitiesOf } from './generated/entity.ts'
import { frontendOf } from './generated/frontend.ts'
import { frontendRoot } from './generated/frontend-root.ts'
import { migrationsOf } from './generated/migrations.ts'
import { planted } from './generated/planted.ts'

export type Files = Readonly<Record<string, string>>

export interface Generated {
  readonly files: Files
  /** Rules that must each find at least one debt: it was put there. */
  readonly planted: readonly string[]
}

/**
 * A full-stack repository as teams grow them: React and TypeScript in front, FastAPI, SQLAlchemy and Celery behind,
 * compose and workflows around. The same number of files gives the same repository.
 */
export function generatedRepository(wanted: number): Generated {
  const chance = chanceFrom(2_026)
  const whole = [...deliveryOf(), ...planted.flatMap(({ files }) => Object.entries(files))]
  const perEntity = 16
  const entities = entitiesOf(Math.floor((wanted - whole.length - 40) / perEntity), chance)
  const grown = entities.flatMap((entity) => [
    ...backendOf(entity),
    ...frontendOf(entity),
    ...migrationsOf(entity, entities),
  ])
  const files = [...backendRoot(entities), ...frontendRoot(entities), ...grown, ...whole]
  const notes = Array.from({ length: Math.max(0, wanted - new Map(files).size) }, (_, n) => noteOf(n))
  return { files: Object.fromEntries([...files, ...notes]), planted: planted.map(({ rule }) => rule) }
}

function noteOf(number: number): [string, string] {
  const name = String(number + 1).padStart(4, '0')
  return [`docs/decisions/${name}.md`, `# Decision ${number + 1}\n\nWe keep what we have for another quarter.\n`]
}
