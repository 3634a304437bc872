/** A small shop with faults that only show when two of its files are read together. */
export const shop: Readonly<Record<string, string>> = {
  'docker-compose.yml': `services:
  api:
    build: ./server
    command: uvicorn app.main:app --host 0.0.0.0
    environment:
      DATABASE_URL: postgres://shop@db/shop
    ports: ['8000:8000']
  worker:
    build: ./server
    command: celery -A app.worker worker -Q mail
    environment:
      DATABASE_URL: postgres://shop@db/shop
  db:
    image: postgres:17.2
`,
  'server/Dockerfile': `FROM python:3.13-slim
WORKDIR /srv
COPY . .
USER nobody
`,
  'server/app/__init__.py': '',
  'server/app/worker.py': `from celery import Celery

app = Celery("shop", broker="redis://redis")
app.conf.task_routes = {
    "app.tasks.send_receipt": {"queue": "mail"},
    "app.tasks.count_sales": {"queue": "reports"},
}
app.autodiscover_tasks(["app"])
`,
  'server/app/tasks.py': `from .worker import app


@app.task
def send_receipt(order_id):
    return order_id


@app.task
def count_sales(day):
    return day
`,
  'server/app/main.py': `from fastapi import FastAPI

from .tasks import count_sales

app = FastAPI()


@app.get("/api/orders")
def list_orders():
    return []


@app.post("/api/reports")
def make_report(day: str):
    count_sales.delay(day)
    return {"queued": day}
`,
  'web/package.json': '{ "name": "web", "private": true, "dependencies": { "react": "19.2.0", "vite": "7.1.0" } }\n',
  'web/src/orders.ts': `export async function loadOrders() {
  const answer = await fetch('/api/orders')
  return answer.json()
}

export async function cancelOrder(id: string) {
  await fetch(\`/api/orders/\${id}/cancel\`, { method: 'POST' })
}
`,
  '.github/workflows/test.yml': `name: test
on: [push]
permissions:
  contents: read
jobs:
  test:
    runs-on: ubuntu-24.04
    steps:
      - run: pytest server || true
`,
}
