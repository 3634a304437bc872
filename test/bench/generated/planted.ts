/** Debts that were put into the generated repository, each with the rule that must find it. */
export const planted: readonly { readonly rule: string; readonly files: Readonly<Record<string, string>> }[] = [
  {
    rule: 'api/router-not-mounted',
    files: {
      'backend/app/api/routes/exports.py': `from fastapi import APIRouter, Depends

from app.core.security import current_user

router = APIRouter(prefix="/exports", tags=["exports"])


@router.get("/latest")
def latest_export(user: str = Depends(current_user)):
    return {"user": user}
`,
    },
  },
  {
    rule: 'auth/for-now-allow',
    files: {
      'backend/app/core/permissions.py': `def can_export(user: str) -> bool:
    # For now allow everybody.
    return True
`,
    },
  },
  {
    rule: 'jobs/task-module-not-registered',
    files: {
      'backend/app/tasks/orphaned.py': `from app.core.celery_app import celery_app


@celery_app.task(name="orphaned.rebuild")
def rebuild() -> int:
    return 1
`,
    },
  },
  // The schedule entry itself stands in celery_app.py.
  { rule: 'jobs/schedule-without-task', files: {} },
  {
    rule: 'errors/swallowed',
    files: {
      'backend/app/services/mailer.py': `import smtplib


def send(host: str, to: str, text: str) -> None:
    try:
        smtplib.SMTP(host).sendmail("app@example.invalid", to, text)
    except Exception:
        pass
`,
    },
  },
  {
    rule: 'errors/bare-except',
    files: {
      'backend/app/services/rates.py': `import json


def parse_rates(text: str) -> dict[str, float]:
    try:
        return json.loads(text)
    except:
        return {}
`,
    },
  },
  {
    rule: 'stubs/fabricated-result',
    files: {
      'backend/app/services/scoring.py': `import random


def score_of(text: str) -> dict[str, float]:
    confidence = random.uniform(0.8, 0.99)
    return {"confidence": confidence}
`,
    },
  },
  {
    rule: 'frontend/unwired-handler',
    files: {
      'frontend/src/features/export/ExportButton.tsx': `export function ExportButton() {
  return (
    <button type="button" onClick={() => {}}>
      Export everything
    </button>
  )
}
`,
    },
  },
  {
    rule: 'environment/wrong-prefix',
    files: {
      'frontend/src/lib/flags.ts': `export const supportUrl = import.meta.env.NEXT_PUBLIC_SUPPORT_URL\n`,
    },
  },
  {
    rule: 'state/storage-key-never-written',
    files: {
      'frontend/src/lib/session.ts': `export function accessToken(): string | null {
  return localStorage.getItem('app.access_token')
}
`,
    },
  },
  {
    rule: 'websocket/client-without-endpoint',
    files: {
      'frontend/src/lib/live.ts': `export function watchPrices(): WebSocket {
  return new WebSocket('ws://localhost:8000/ws/prices')
}
`,
    },
  },
  {
    rule: 'integration/method-mismatch',
    files: {
      'frontend/src/features/export/quickUpdate.ts': `export function renameInvoice(id: number, title: string): Promise<Response> {
  return fetch(\`/api/billing-invoice/\${id}\`, { method: 'PATCH', body: JSON.stringify({ title }) })
}
`,
    },
  },
  {
    rule: 'tests/only-left',
    files: {
      'frontend/src/lib/math.test.ts': `import { expect, test } from 'vitest'

test.only('adds', () => {
  expect(1 + 1).toBe(2)
})

test('subtracts', () => {
  expect(2 - 1).toBe(1)
})
`,
    },
  },
  {
    rule: 'code/conflict-marker',
    files: {
      'frontend/src/lib/limits.ts': `<<<<<<< HEAD
export const pageSize = 50
=======
export const pageSize = 100
>>>>>>> larger-pages
`,
    },
  },
  {
    rule: 'ci/gate-cannot-fail',
    files: {
      '.github/workflows/nightly.yml': `name: nightly
on:
  schedule:
    - cron: '0 3 * * *'
permissions:
  contents: read
jobs:
  tests:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8
      - run: pytest tests || true
        working-directory: backend
`,
    },
  },
  {
    rule: 'ci/deploy-only-echoes',
    files: {
      '.github/workflows/deploy.yml': `name: deploy
on:
  push:
    tags: ['v*']
permissions:
  contents: read
jobs:
  deploy:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8
      - run: echo "Deploying to production"
`,
    },
  },
  // The service stands in docker-compose.yml.
  { rule: 'deployment/latest-tag', files: {} },
]
