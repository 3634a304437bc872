import type { Entity } from './entity.ts'

/** The migration that makes an entity's table: one straight line of revisions. */
export function migrationsOf({ number, snake, fields, owner }: Entity, all: readonly Entity[]): [string, string][] {
  const before = all[number - 1]
  const columns = fields.map(
    ({ name, isOptional }) =>
      `        sa.Column("${name}", sa.String(200), nullable=${isOptional ? 'True' : 'False'}),`,
  )
  const reference =
    owner === null ? '' : `        sa.Column("${owner}_id", sa.Integer, sa.ForeignKey("${owner}.id"), index=True),\n`
  const text = `"""create ${snake}"""

import sqlalchemy as sa
from alembic import op

revision = "${revisionOf(number)}"
down_revision = ${before === undefined ? 'None' : `"${revisionOf(before.number)}"`}


def upgrade() -> None:
    op.create_table(
        "${snake}",
        sa.Column("id", sa.Integer, primary_key=True),
${reference}${columns.join('\n')}
        sa.Column("created_at", sa.DateTime(timezone=True), index=True),
    )


def downgrade() -> None:
    op.drop_table("${snake}")
`
  return [[`backend/alembic/versions/${revisionOf(number)}_create_${snake}.py`, text]]
}

function revisionOf(number: number): string {
  return (0x1000_0000 + number * 7_919).toString(16).padStart(12, '0')
}
