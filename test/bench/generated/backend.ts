import { service } from './backend-service.ts'
import { serviceTests, tests } from './backend-tests.ts'
import type { Entity, Field, FieldKind } from './entity.ts'

type File = [path: string, text: string]

/** The Python side of one entity: model, schemas, router, service, tasks, tests. */
export function backendOf(entity: Entity): File[] {
  const { snake } = entity
  return [
    [`backend/app/models/${snake}.py`, model(entity)],
    [`backend/app/schemas/${snake}.py`, schemas(entity)],
    [`backend/app/api/routes/${snake}.py`, router(entity)],
    [`backend/app/services/${snake}.py`, service(entity)],
    [`backend/app/tasks/${snake}.py`, tasks(entity)],
    [`backend/tests/api/test_${snake}.py`, tests(entity)],
    [`backend/tests/services/test_${snake}_service.py`, serviceTests(entity)],
  ]
}

const columns: Readonly<Record<FieldKind, string>> = {
  text: 'String(200)',
  count: 'Integer',
  amount: 'Numeric(12, 2)',
  flag: 'Boolean',
  moment: 'DateTime(timezone=True)',
}
const pythonTypes: Readonly<Record<FieldKind, string>> = {
  text: 'str',
  count: 'int',
  amount: 'Decimal',
  flag: 'bool',
  moment: 'datetime',
}

function model({ pascal, snake, fields, owner }: Entity): string {
  const reference =
    owner === null ? '' : `    ${owner}_id: Mapped[int] = mapped_column(ForeignKey("${owner}.id"), index=True)\n`
  return `from datetime import datetime
from decimal import Decimal

from sqlalchemy import Boolean, DateTime, ForeignKey, Integer, Numeric, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base


class ${pascal}(Base):
    __tablename__ = "${snake}"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
${reference}${fields.map(column).join('\n')}
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), index=True)
`
}

function column({ name, kind, isOptional }: Field): string {
  const type = isOptional ? `${pythonTypes[kind]} | None` : pythonTypes[kind]
  return `    ${name}: Mapped[${type}] = mapped_column(${columns[kind]}, nullable=${isOptional ? 'True' : 'False'})`
}

function schemas({ pascal, fields }: Entity): string {
  const lines = fields.map(({ name, kind, isOptional }) =>
    isOptional ? `    ${name}: ${pythonTypes[kind]} | None = None` : `    ${name}: ${pythonTypes[kind]}`,
  )
  return `from datetime import datetime
from decimal import Decimal

from pydantic import BaseModel, ConfigDict


class ${pascal}Create(BaseModel):
${lines.join('\n')}


class ${pascal}Read(${pascal}Create):
    model_config = ConfigDict(from_attributes=True)

    id: int
    created_at: datetime
`
}

function router({ pascal, snake, kebab, actions }: Entity): string {
  const more = actions.map(
    (verb) => `

@router.post("/{item_id}/${verb}", response_model=${pascal}Read)
def ${verb}_${snake}(item_id: int, db: Session = Depends(get_db), user: str = Depends(current_user)):
    item = ${snake}.${verb}(db, item_id, user)
    if item is None:
        raise HTTPException(status_code=404, detail="${kebab} not found")
    return item
`,
  )
  return `from fastapi import APIRouter, Depends, HTTPException
from sqlalchemy.orm import Session

from app.core.db import get_db
from app.core.security import current_user
from app.schemas.${snake} import ${pascal}Create, ${pascal}Read
from app.services import ${snake}

router = APIRouter(prefix="/${kebab}", tags=["${kebab}"])


@router.get("", response_model=list[${pascal}Read])
def list_${snake}(limit: int = 50, db: Session = Depends(get_db), user: str = Depends(current_user)):
    return ${snake}.list_items(db, limit)


@router.get("/{item_id}", response_model=${pascal}Read)
def get_${snake}(item_id: int, db: Session = Depends(get_db), user: str = Depends(current_user)):
    item = ${snake}.get_item(db, item_id)
    if item is None:
        raise HTTPException(status_code=404, detail="${kebab} not found")
    return item


@router.post("", response_model=${pascal}Read, status_code=201)
def create_${snake}(body: ${pascal}Create, db: Session = Depends(get_db), user: str = Depends(current_user)):
    return ${snake}.create_item(db, body)


@router.put("/{item_id}", response_model=${pascal}Read)
def update_${snake}(item_id: int, body: ${pascal}Create, db: Session = Depends(get_db), user: str = Depends(current_user)):
    item = ${snake}.update_item(db, item_id, body)
    if item is None:
        raise HTTPException(status_code=404, detail="${kebab} not found")
    return item


@router.delete("/{item_id}", status_code=204)
def delete_${snake}(item_id: int, db: Session = Depends(get_db), user: str = Depends(current_user)):
    ${snake}.delete_item(db, item_id)
${more.join('')}`
}

function tasks({ pascal, snake, number }: Entity): string {
  const size = 50 + ((number * 37) % 450)
  return `import logging

from app.core.celery_app import celery_app
from app.core.db import session_scope
from app.models.${snake} import ${pascal}

logger = logging.getLogger(__name__)


@celery_app.task(name="${snake}.refresh", bind=True, max_retries=3)
def refresh(self, item_id: int) -> int:
    try:
        with session_scope() as db:
            item = db.get(${pascal}, item_id)
            if item is None:
                logger.warning("${snake} %s is gone", item_id)
                return 0
            return item.id
    except ConnectionError as error:
        raise self.retry(exc=error, countdown=${5 + (number % 40)})


@celery_app.task(name="${snake}.sweep")
def sweep() -> int:
    with session_scope() as db:
        stale = db.query(${pascal}).limit(${size}).all()
        logger.info("%d of ${snake} looked at", len(stale))
        return len(stale)
`
}
