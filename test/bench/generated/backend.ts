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

export function backendRoot(entities: readonly Entity[]): File[] {
  const empty = ['', 'models', 'schemas', 'api', 'api/routes', 'services', 'tasks', 'core']
  return [
    ...empty.map((folder): File => [`backend/app/${folder === '' ? '' : `${folder}/`}__init__.py`, '']),
    ['backend/app/core/db.py', db],
    ['backend/app/core/settings.py', settings],
    ['backend/app/core/security.py', security],
    ['backend/app/core/celery_app.py', celeryApp(entities)],
    ['backend/app/main.py', main(entities)],
    ['backend/requirements.txt', 'fastapi==0.121.0\nsqlalchemy==2.0.44\ncelery==5.5.3\npydantic-settings==2.11.0\nredis==7.0.1\npytest==8.4.2\nuvicorn==0.38.0\n'],
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

function service({ pascal, snake, actions, fields }: Entity): string {
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

function tests({ snake, kebab, actions }: Entity): string {
  const more = actions.map(
    (verb) => `

def test_${verb}_of_a_missing_${snake}_is_refused(client):
    response = client.post("/api/${kebab}/0/${verb}")
    assert response.status_code == 404
`,
  )
  return `def test_list_of_${snake}_is_empty_at_first(client):
    response = client.get("/api/${kebab}")
    assert response.status_code == 200
    assert response.json() == []


def test_missing_${snake}_is_not_found(client):
    response = client.get("/api/${kebab}/0")
    assert response.status_code == 404
${more.join('')}`
}

function serviceTests({ snake }: Entity): string {
  return `from app.services import ${snake}


def test_get_item_of_nothing_is_none(session):
    assert ${snake}.get_item(session, 0) is None


def test_delete_item_of_nothing_is_quiet(session):
    ${snake}.delete_item(session, 0)
    assert ${snake}.list_items(session, 10) == []
`
}

function main(entities: readonly Entity[]): string {
  return `from fastapi import FastAPI, Request, WebSocket
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import JSONResponse

${entities.map(({ snake }) => `from app.api.routes.${snake} import router as ${snake}_router`).join('\n')}
from app.core.settings import settings

app = FastAPI(title="Generated")
app.add_middleware(CORSMiddleware, allow_origins=settings.cors_origins.split(","), allow_methods=["*"])


@app.exception_handler(Exception)
async def on_error(request: Request, error: Exception) -> JSONResponse:
    return JSONResponse(status_code=500, content={"detail": "internal error"})


@app.get("/health")
def health() -> dict[str, str]:
    return {"status": "ok"}


@app.websocket("/ws/updates")
async def updates(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_json({"type": "hello"})


${entities.map(({ snake }) => `app.include_router(${snake}_router, prefix="/api")`).join('\n')}
`
}

function celeryApp(entities: readonly Entity[]): string {
  return `from celery import Celery
from celery.schedules import crontab

from app.core.settings import settings

celery_app = Celery(
    "generated",
    broker=settings.redis_url,
    backend=settings.redis_url,
    include=[
${entities.map(({ snake }) => `        "app.tasks.${snake}",`).join('\n')}
    ],
)

celery_app.conf.beat_schedule = {
${entities
  .filter(({ number }) => number % 4 === 0)
  .map(({ snake, number }) => `    "sweep-${snake}": {"task": "${snake}.sweep", "schedule": crontab(minute=${number % 60})},`)
  .join('\n')}
    "nightly-cleanup": {"task": "maintenance.cleanup_everything", "schedule": crontab(hour=3)},
}
`
}

const db = `from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import create_engine
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker

from app.core.settings import settings

engine = create_engine(settings.database_url, pool_pre_ping=True)
SessionLocal = sessionmaker(bind=engine)


class Base(DeclarativeBase):
    pass


def get_db() -> Iterator[Session]:
    db = SessionLocal()
    try:
        yield db
    finally:
        db.close()


@contextmanager
def session_scope() -> Iterator[Session]:
    db = SessionLocal()
    try:
        yield db
        db.commit()
    finally:
        db.close()
`

const settings = `from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    database_url: str = "postgresql://app@localhost/app"
    redis_url: str = "redis://localhost:6379/0"
    cors_origins: str = "http://localhost:5173"
    jwt_key: str


settings = Settings()
`

const security = `import jwt
from fastapi import Depends, HTTPException
from fastapi.security import HTTPBearer

from app.core.settings import settings

bearer = HTTPBearer()


def current_user(credentials=Depends(bearer)) -> str:
    try:
        claims = jwt.decode(credentials.credentials, settings.jwt_key, algorithms=["HS256"])
    except jwt.InvalidTokenError as error:
        raise HTTPException(status_code=401, detail="not signed in") from error
    return claims["sub"]
`
