import { afterAll, beforeAll, describe, test } from 'vitest'
import { workspacesContract } from '../../src/testing/contracts/workspaces.ts'
import { Bench } from './bench.ts'

describe('workspaces of a git repository keep the contract', () => {
  let shared: Bench
  beforeAll(async () => {
    shared = await Bench.make()
  })
  afterAll(() => shared.remove())
  const bench = async () => {
    const made = await shared.beside()
    return { ...(await made.open()), base: made.base, remove: () => made.leave() }
  }
  test.each(workspacesContract(bench))('$title', ({ run }) => run())
})
