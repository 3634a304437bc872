import assert from 'node:assert/strict'
import type { Clock } from '../../ports/clock.ts'
import type { Clause } from '../contract.ts'

/** What every clock promises. */
export function clockContract(clock: Clock): readonly Clause[] {
  return [
    {
      title: 'monotonic time never goes back',
      run: async () => {
        const seen = Array.from({ length: 1_000 }, () => clock.mono())
        assert.deepEqual(
          seen,
          seen.toSorted((a, b) => a - b),
        )
      },
    },
    {
      title: 'what is called after a while comes in its order, and what is called off does not come',
      run: async () => {
        const came: string[] = []
        const callOff = clock.after(2, () => came.push('called off'))
        clock.after(8, () => came.push('later'))
        clock.after(1, () => came.push('sooner'))
        callOff()
        callOff()
        await new Promise<void>((resolve) => clock.after(25, resolve))
        assert.deepEqual(came, ['sooner', 'later'])
      },
    },
    {
      title: 'a wait lasts at least as long as it was asked to, on the monotonic clock',
      run: async () => {
        const before = clock.mono()
        await new Promise<void>((resolve) => clock.after(10, resolve))
        assert.ok(clock.mono() - before >= 9)
      },
    },
  ]
}
