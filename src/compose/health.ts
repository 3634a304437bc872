/** `good`: it works. `lacking`: something that later missions want. `broken`: no audit without it. */
export type Health = 'good' | 'lacking' | 'broken'

/** One thing that was looked at, what was found, and what a person may do about it. */
export interface Check {
  readonly name: string
  readonly health: Health
  readonly found: string
  readonly remedy?: string
}
