import type { Clock } from '../ports/clock.ts'

interface Timer {
  readonly due: number
  fire(): void
}

/** The machine's time, and what a test adds to it. */
export interface MovableClock extends Clock {
  /** Moves the time on at once, as if the machine had done nothing for so long. What falls due on the way is called in its order. */
  advance(milliseconds: number): void
}

/** A clock for stories about deadlines and nights: hours pass when the test says so, and otherwise it ticks as `clock` does. */
export function movableClock(clock: Clock): MovableClock {
  const timers = new Set<Timer>()
  let added = 0
  const mono = (): number => clock.mono() + added
  return {
    mono,
    wall: () => clock.wall() + added,
    after: (milliseconds, call) => {
      const end = (): void => {
        callOff()
        timers.delete(timer)
      }
      const timer: Timer = {
        due: mono() + milliseconds,
        fire: () => {
          end()
          call()
        },
      }
      const callOff = clock.after(milliseconds, timer.fire)
      timers.add(timer)
      return end
    },
    advance: (milliseconds) => {
      added += milliseconds
      const now = mono()
      const due = [...timers].filter((timer) => timer.due <= now).toSorted((a, b) => a.due - b.due)
      // One that fires may call off another.
      for (const timer of due) if (timers.has(timer)) timer.fire()
    },
  }
}
