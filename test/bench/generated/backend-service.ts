import type { Entity, Field } from './entity.ts'

/** The service of one entity: its five verbs, its own actions, and a reading of the table for each column. */
export function service({ pascal, snake, actions, fields }: Entity): string {
  const more = actions.map(
    (verb) => `

def ${verb}(db: Session, item_id: int, user: str) -> ${pascal} | None:
    item = db.get(${pascal}, item_id)
    if item is None:
        return None
    logger.info("${verb} ${snake} %s by %s", item_id, user)
    db.commit()
    return item
`,
  )
  const [first] = fields
  return `import logging
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.${snake} import ${pascal}
from app.schemas.${snake} import ${pascal}Create

logger = logging.getLogger(__name__)


def list_items(db: Session, limit: int) -> list[${pascal}]:
    query = select(${pascal}).order_by(${pascal}.${first?.name ?? 'id'}).limit(min(limit, 200))
    return list(db.scalars(query))


def get_item(db: Session, item_id: int) -> ${pascal} | None:
    return db.get(${pascal}, item_id)


def create_item(db: Session, body: ${pascal}Create) -> ${pascal}:
    item = ${pascal}(**body.model_dump())
    db.add(item)
    db.commit()
    db.refresh(item)
    return item


def update_item(db: Session, item_id: int, body: ${pascal}Create) -> ${pascal} | None:
    item = db.get(${pascal}, item_id)
    if item is None:
        return None
    for name, value in body.model_dump().items():
        setattr(item, name, value)
    db.commit()
    return item


def delete_item(db: Session, item_id: int) -> None:
    item = db.get(${pascal}, item_id)
    if item is not None:
        db.delete(item)
        db.commit()
${more.join('')}${fields.map((field) => totals(pascal, field)).join('')}`
}

/** One reading of the table for each column, each in its own words. */
function totals(pascal: string, { name, kind, isOptional }: Field): string {
  switch (kind) {
    case 'count':
    case 'amount':
      return `

def total_${name}(db: Session) -> float:
    total = 0.0
    for item in db.scalars(select(${pascal}).limit(10_000)):
        ${isOptional ? `if item.${name} is None:\n            continue\n        ` : ''}total += float(item.${name})
    return total
`
    case 'flag':
      return `

def count_${name}(db: Session) -> tuple[int, int]:
    items = list(db.scalars(select(${pascal}).limit(10_000)))
    yes = sum(1 for item in items if item.${name})
    return yes, len(items) - yes
`
    case 'moment':
      return `

def latest_${name}(db: Session) -> datetime | None:
    moments = [item.${name} for item in db.scalars(select(${pascal}).limit(10_000))]
    known = [moment for moment in moments if moment is not None]
    return max(known, default=None)
`
    case 'text':
      return `

def initials_of_${name}(db: Session) -> dict[str, int]:
    initials: dict[str, int] = {}
    for item in db.scalars(select(${pascal}).limit(10_000)):
        letter = (item.${name} or "?")[:1].upper()
        initials[letter] = initials.get(letter, 0) + 1
    return initials
`
  }
}
