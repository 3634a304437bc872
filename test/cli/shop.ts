import { type FixtureRepository, fixtureRepository } from '../../src/testing/index.ts'

/** A small repository with debts of every severity, one of them in a file whose name attacks the terminal. */
export function shop(): Promise<FixtureRepository> {
  return fixtureRepository({
    'package.json': '{"name":"shop","scripts":{"build":"tsc"}}\n',
    'docker-compose.yml': compose,
    '.github/workflows/ci.yml': workflow,
    'app/main.py': python,
    [`app/evil${hostile}.py`]: python,
  })
}

/** Turns the screen red, moves to its corner, clears it and sets a title. */
export const hostile = '\u001b[31m\u001b[H\u001b[2J\u001b]0;owned\u0007\u009b5m'

const compose = `services:
  web:
    image: acme/web:latest
  worker:
    image: acme/worker:latest
    command: celery -A app.missing worker -Q emails
  db:
    image: postgres:16
    ports: ["5432:5432"]
`

const workflow = `name: ci
on: push
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: acme/setup@main
      - run: npm test || true
`

const python = `def f(x=[]):
    x.append(undefined_name)
    try:
        return x
    except:
        pass
`
