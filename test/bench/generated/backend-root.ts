import type { Entity } from './entity.ts'

type File = [path: string, text: string]

/** What the Python side has once: application, worker, database, settings. */
export function backendRoot(entities: readonly Entity[]): File[] {
  const empty = ['', 'models', 'schemas', 'api', 'api/routes', 'services', 'tasks', 'core']
  return [
    ...empty.map((folder): File => [`backend/app/${folder === '' ? '' : `${folder}/`}__init__.py`, '']),
    ['backend/app/core/db.py', db],
    ['backend/app/core/settings.py', settings],
    ['backend/app/core/security.py', security],
    ['backend/app/core/celery_app.py', celeryApp(entities)],
    ['backend/app/main.py', main(entities)],
    [
      'backend/requirements.txt',
      'fastapi==0.121.0\nsqlalchemy==2.0.44\ncelery==5.5.3\npydantic-settings==2.11.0\nredis==7.0.1\npytest==8.4.2\nuvicorn==0.38.0\n',
    ],
  ]
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
  .map(
    ({ snake, number }) =>
      `    "sweep-${snake}": {"task": "${snake}.sweep", "schedule": crontab(minute=${number % 60})},`,
  )
  .join('\n')}
    "nightly-cleanup": {"task": "app.tasks.maintenance.cleanup_everything", "schedule": crontab(hour=3)},
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
