import type { Fact } from '../../../domain/event.ts'
import type { AgentCtx, Runtime, Units } from '../../../ports/runtime.ts'

/** A place where runtimes of one run can be opened again and again, as after a crash. */
export interface Bench {
  open(units: Units): Promise<Runtime>
  remove(): Promise<void>
}

export const noted = (text: string): Fact => ({ type: 'note.added', by: 'test', task: null, text })
export const notes = (runtime: Runtime): readonly string[] =>
  [...runtime.events()].flatMap(({ fact }) => (fact.type === 'note.added' ? [fact.text] : []))

/** Works until the process "dies" under it. */
export async function untilAborted(ctx: AgentCtx): Promise<{ value: null; facts: [] }> {
  await new Promise<void>((resolve) => ctx.signal.addEventListener('abort', () => resolve()))
  return { value: null, facts: [] }
}

export async function eventually(holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    if (holds()) return
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  throw new Error('it did not come about within two seconds')
}
