import { z } from 'zod'
import type { Fact } from '../domain/event.ts'
import type { RunOutcome } from '../domain/fact/words.ts'
import { historyMetrics, measure } from '../domain/metrics.ts'
import { fold } from '../domain/fold.ts'
import type { Ctx } from '../ports/runtime.ts'
import type { Book } from './documents/book.ts'
import { registerOf } from './documents/register-json.ts'
import { renderAll } from './documents/render-all.ts'
import { perform } from './effect.ts'
import { keepQuirks } from './quirks.ts'
import type { Running } from './running.ts'

/** Documents that not every run earns; an earlier run may have left them in the same folder. */
const unearned = ['HISTORIAN.md', 'PR_LEDGER.md', 'quirks.md']

/** How a run came out, and why. */
export type Closing = { readonly outcome: RunOutcome; readonly reason: string }

/** Writes what the morning finds: register, documents, history. A claim without a fact behind it fails the run's close. */
export async function handOff(ctx: Ctx, running: Running, conclusion: Closing): Promise<Closing> {
  await keepQuirks(ctx, running)
  await ctx.emit({ type: 'run.concluded', ...conclusion })
  await keepRegister(ctx, running)
  const book = await bookOf(running)
  const { files, problems } = renderAll(book)
  const unfounded = z.array(z.string()).parse(await ctx.record('claims', () => [...problems]))
  await ctx.emit(...unfounded.map<Fact>(rejection))
  for (const [name, text] of files) await writeDocument(ctx, running, name, text)
  for (const name of unearned) if (!files.has(name)) await running.site.archive.removeDocument(name)
  await keepHistory(ctx, running, conclusion, book)
  if (unfounded.length === 0) return conclusion
  return { outcome: 'failed', reason: `${unfounded.length} sentences of the documents are not covered by the ledger` }
}

/**
 * What the documents of a run are written from: the ledger up to the verdict. What comes after it is the writing of the
 * documents itself, and they would differ after a crash if they told of that.
 */
export async function bookOf({ events, site }: Pick<Running, 'events' | 'site'>): Promise<Book> {
  const all = events()
  const verdict = all.findLastIndex(({ fact }) => fact.type === 'run.concluded')
  const told = verdict === -1 ? all : all.slice(0, verdict + 1)
  return { state: fold(told), events: told, metrics: measure(told), history: await site.archive.readHistory() }
}

function rejection(problem: string): Fact {
  return {
    type: 'claim.rejected',
    actor: 'echelon',
    task: '',
    claim: problem,
    reason: 'no fact of the ledger covers it',
  }
}

async function writeDocument(ctx: Ctx, { run, site }: Running, name: string, text: string): Promise<void> {
  await perform(ctx, {
    key: `${run}/document/${name}`,
    what: 'document',
    target: name,
    lookup: () => site.archive.hasDocument(name, text),
    act: () => site.archive.writeDocument(name, text),
  })
}

/** The register outlives the run; a run that did not reach consolidation leaves it as it was. */
async function keepRegister(ctx: Ctx, { run, site, state }: Running): Promise<void> {
  if (state.nextDebt === null) return
  const register = registerOf(state)
  await perform(ctx, {
    key: `${run}/register`,
    what: 'register',
    target: 'register.json',
    lookup: async () => JSON.stringify(await site.archive.readRegister()) === JSON.stringify(register),
    act: () => site.archive.writeRegister(register),
  })
}

async function keepHistory(ctx: Ctx, { run, site, mission }: Running, { outcome }: Closing, book: Book): Promise<void> {
  await perform(ctx, {
    key: `${run}/history`,
    what: 'history',
    target: run,
    lookup: async () => (await site.archive.readHistory()).some((row) => row.run === run),
    act: () =>
      site.archive.appendHistory({
        run,
        mission: mission.name,
        finishedWall: site.clock.wall(),
        outcome,
        commit: site.repository.commit,
        minutes: book.state.now / 60_000,
        metrics: historyMetrics(book.metrics.mission),
      }),
  })
}
