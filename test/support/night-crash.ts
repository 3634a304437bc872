import { expect } from 'vitest'
import type { FixtureRepository } from '../../src/testing/index.ts'
import { type Ending, type Found, inspectNight, runsOf } from './night-ending.ts'
import { type Life, nightRepository, NightSite } from './night-site.ts'

/** What a calm night did: what every other must come to, and how long it is. */
interface Calm {
  readonly ending: Ending
  readonly events: number
  /** The event with which work on files begins. */
  readonly acting: number
  readonly gitCalls: number
}

/** Kills nights and holds what they leave when they have gone on against what a calm one leaves. */
export class NightCrash {
  readonly origin: FixtureRepository
  readonly calm: Calm
  /** Of every night here. */
  readonly #short: boolean
  kills = 0

  private constructor(origin: FixtureRepository, calm: Calm, short: boolean) {
    this.origin = origin
    this.calm = calm
    this.#short = short
  }

  static async prepare({ short = false }: { readonly short?: boolean } = {}): Promise<NightCrash> {
    const origin = await nightRepository()
    const site = await NightSite.open(origin)
    try {
      const printed = await site.live({ verb: 'run', short })
      const { ending, events } = await inspectNight(site, origin)
      const acting = events.findIndex(({ fact }) => fact.type === 'phase.started' && fact.phase === 'act') + 1
      const gitCalls = await site.gitCalls()
      return new NightCrash(origin, { ending, events: printed?.events ?? 0, acting, gitCalls }, short)
    } finally {
      await site.remove()
    }
  }

  remove(): Promise<void> {
    return this.origin.remove()
  }

  /** Lives through these lives one after another, then goes on until the night ends. Two series at a time: two cores. */
  async run(series: readonly (readonly Life[])[]): Promise<void> {
    const queue = [...series]
    const wrong: string[] = []
    const lane = async (): Promise<void> => {
      for (let lives = queue.shift(); lives !== undefined; lives = queue.shift())
        await this.#killAndResume(lives).catch((cause: unknown) => wrong.push(`${JSON.stringify(lives)}: ${cause}`))
    }
    await Promise.all([lane(), lane()])
    expect(wrong, `${wrong.length} of ${series.length} series went wrong`).toEqual([])
  }

  async #killAndResume(kills: readonly Life[]): Promise<void> {
    const site = await NightSite.open(this.origin)
    try {
      for (const kill of kills) {
        const isBegun = (await runsOf(site)).length > 0
        if ((await site.live({ ...kill, short: this.#short, verb: isBegun ? 'resume' : 'run' })) === null)
          this.kills += 1
      }
      await this.end(site)
    } finally {
      await site.remove()
    }
  }

  /** Goes on with a night, and compares. */
  async end(site: NightSite): Promise<Found> {
    const [run] = await runsOf(site)
    const before = run === undefined ? { finished: [], marks: [] } : await doneSoFar(site)
    const last = await site.live({ verb: run === undefined ? 'run' : 'resume', short: this.#short })
    const found = await inspectNight(site, this.origin)
    expect(found.wrong, found.wrong.join('; ')).toEqual([])
    expect(found.ending, JSON.stringify(found.ending)).toEqual(this.calm.ending)
    expect(last?.outcome).toBe(this.calm.ending.outcome)
    const again = found.marks.slice(before.marks.length).filter((mark) => before.finished.includes(mark))
    expect(again, 'finished attempts that were done again').toEqual([])
    return found
  }
}

async function doneSoFar(site: NightSite): Promise<Pick<Found, 'finished' | 'marks'>> {
  const { finished, marks } = await inspectNight(site, null)
  return { finished, marks }
}
