/** Numbers by chance that a seed makes repeatable: a bad run can be run again. */
export interface Chance {
  /** A whole number from 0 up to, not including, `limit`. */
  below(limit: number): number
}

/** A linear congruential generator with the constants of Numerical Recipes; its upper bits are good enough for kills. */
export function chanceFrom(seed: number): Chance {
  let state = seed >>> 0
  return {
    below: (limit) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      return Math.floor((state / 2 ** 32) * limit)
    },
  }
}
