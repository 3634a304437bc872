/** What builds, tests and ships the generated product. */
export function deliveryOf(): [string, string][] {
  return [
    ['README.md', '# Generated\n\nA product that nobody uses, for measuring audits.\n'],
    ['.env.example', 'DATABASE_URL=\nREDIS_URL=\nCORS_ORIGINS=\nJWT_KEY=\nVITE_API_URL=\n'],
    ['docker-compose.yml', compose],
    ['backend/Dockerfile', backendImage],
    ['frontend/Dockerfile', frontendImage],
    ['.github/workflows/ci.yml', ci],
    ['backend/tests/conftest.py', conftest],
  ]
}

const compose = `services:
  api:
    build: ./backend
    command: uvicorn app.main:app --host 0.0.0.0
    environment:
      DATABASE_URL: \${DATABASE_URL}
      REDIS_URL: \${REDIS_URL}
      JWT_KEY: \${JWT_KEY}
    depends_on: [db, redis]
    healthcheck:
      test: [CMD, python, -c, "import urllib.request; urllib.request.urlopen('http://localhost:8000/health')"]
  worker:
    build: ./backend
    command: celery -A app.core.celery_app worker
    environment:
      REDIS_URL: \${REDIS_URL}
      DATABASE_URL: \${DATABASE_URL}
      JWT_KEY: \${JWT_KEY}
    depends_on: [redis]
  beat:
    build: ./backend
    command: celery -A app.core.celery_app beat
    environment:
      REDIS_URL: \${REDIS_URL}
      JWT_KEY: \${JWT_KEY}
  web:
    build: ./frontend
    ports: ["8080:80"]
  db:
    image: postgres:17.2
    environment:
      POSTGRES_HOST_AUTH_METHOD: trust
  redis:
    image: redis:8.2.1
  search:
    image: getmeili/meilisearch:latest
`

const backendImage = `FROM python:3.13.1-slim
WORKDIR /srv
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
COPY . .
RUN useradd --create-home app
USER app
CMD ["uvicorn", "app.main:app", "--host", "0.0.0.0"]
`

const frontendImage = `FROM node:24.11.0 AS build
WORKDIR /srv
COPY package.json .
RUN npm install
COPY . .
RUN npm run build

FROM nginxinc/nginx-unprivileged:1.29.3
COPY --from=build /srv/dist /usr/share/nginx/html
`

const ci = `name: ci
on: [push]
permissions:
  contents: read
jobs:
  backend:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8
      - run: pip install -r requirements.txt
        working-directory: backend
      - run: pytest tests
        working-directory: backend
  frontend:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8
      - run: npm install
        working-directory: frontend
      - run: npm run lint
        working-directory: frontend
      - run: npm test
        working-directory: frontend
`

const conftest = `import pytest
from fastapi.testclient import TestClient

from app.core.db import SessionLocal
from app.main import app


@pytest.fixture
def client():
    return TestClient(app)


@pytest.fixture
def session():
    session = SessionLocal()
    yield session
    session.close()
`
