import type { View } from '../inspector.ts'

const folders =
  /(?:^|\/)(?:migrations?|alembic|versions|drizzle|liquibase|flyway)\/|(?:^|\/)(?:alembic\.ini|_journal\.json)$/

/** Whether the database follows from migrations or SQL of its own: a change of the models alone would then be half of it. */
export function isMigrated({ facts, snapshot }: View): boolean {
  if (facts.all('migration').length > 0) return true
  return [...snapshot.paths].some((path) => folders.test(path) || path.endsWith('.sql'))
}
