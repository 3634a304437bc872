import { describe, test } from 'vitest'
import { workspacesContract } from '../../src/testing/contracts/workspaces.ts'
import { Bench } from './bench.ts'

describe('workspaces of a git repository keep the contract', () => {
  const bench = async () => {
    const made = await Bench.make()
    return { ...(await made.open()), base: made.base, remove: () => made.remove() }
  }
  test.each(workspacesContract(bench))('$title', ({ run }) => run())
})
