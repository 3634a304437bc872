import { afterAll, beforeAll, describe, test } from 'vitest'
import { auditorFor } from '../../src/compose/auditor.ts'
import { redactorFor } from '../../src/compose/redaction.ts'
import { openRepository } from '../../src/compose/repository.ts'
import {
  auditorContract,
  clockContract,
  type FixtureRepository,
  fixtureRepository,
  redactorContract,
  systemClock,
} from '../../src/testing/index.ts'

describe('the clock of the machine keeps the contract', () => {
  test.each(clockContract(systemClock))('$title', ({ run }) => run())
})

describe('the redactor of a process keeps the contract', () => {
  test.each(redactorContract(({ name, value }) => redactorFor({ [name]: value })))('$title', ({ run }) => run())
})

describe('the auditor of a repository keeps the contract', () => {
  let repository: FixtureRepository
  beforeAll(async () => {
    repository = await fixtureRepository({
      'package.json': '{"name":"shop","dependencies":{"react":"19.0.0"}}',
      'src/cart.tsx': "import { price } from './missing'\nexport const Cart = () => <img src={price} />\n",
      'app/jobs.py': 'def run():\n    try:\n        work()\n    except:\n        pass\n',
      'docker-compose.yml': 'services:\n  web:\n    image: shop:latest\n',
      '.github/workflows/ci.yml':
        'on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - run: npm test || true\n',
    })
  })
  afterAll(() => repository.remove())
  const make = async () => auditorFor(await openRepository(repository.root, new AbortController().signal))
  test.each(auditorContract(make))('$title', ({ run }) => run())
})
