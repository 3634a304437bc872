import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { auditorFor } from '../../src/compose/auditor.ts'
import { redactorFor } from '../../src/compose/redaction.ts'
import { openRepository } from '../../src/compose/repository.ts'
import {
  auditorContract,
  clockContract,
  type FixtureRepository,
  fixtureRepository,
  movableClock,
  redactorContract,
  systemClock,
} from '../../src/testing/index.ts'

describe('the clock of the machine keeps the contract', () => {
  test.each(clockContract(systemClock))('$title', ({ run }) => run())
})

describe('the clock of a test keeps the contract', () => {
  test.each(clockContract(movableClock(systemClock)))('$title', ({ run }) => run())

  test('what falls due when it is moved on comes at once, in its order, and what one of them calls off does not', () => {
    const clock = movableClock(systemClock)
    const hour = 3_600_000
    const [wall, mono] = [clock.wall(), clock.mono()]
    const came: string[] = []
    const callOffNever = clock.after(5 * hour, () => came.push('never'))
    clock.after(3 * hour, () => came.push('three'))
    const callOff = clock.after(2 * hour, () => came.push('called off'))
    clock.after(hour, () => {
      came.push('one')
      callOff()
    })
    clock.advance(4 * hour)
    expect(came).toEqual(['one', 'three'])
    expect(clock.mono() - mono).toBeGreaterThanOrEqual(4 * hour)
    expect(clock.wall() - wall).toBeGreaterThanOrEqual(4 * hour - 1_000)
    callOffNever()
  })
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
