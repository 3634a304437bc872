import { written } from '../../../domain/claim.ts'
import type { TaskRecord } from '../../../domain/state.ts'
import type { Book } from '../book.ts'
import { clip } from '../markdown.ts'
import { html, type Markup } from './markup.ts'

const mostTasks = 300

/** Tasks by phase. A large run lists only those that did not end well; TASKS.md has them all. */
export function taskList({ state }: Book): Markup {
  const all = [...state.tasks.values()]
  const shown = (all.length <= mostTasks ? all : all.filter((task) => task.state !== 'done')).slice(0, mostTasks)
  return html`<section id="tasks" aria-labelledby="tasks-h"><h2 id="tasks-h">Tasks</h2>
<p class="note">${counts(all)}${shown.length < all.length ? ` Listed: ${shown.length} of those that did not end well. TASKS.md has them all.` : ''}</p>
${shown.length === 0 ? html`` : table(shown)}</section>`
}

function counts(all: readonly TaskRecord[]): string {
  if (all.length === 0) return 'No task was queued.'
  const states = Map.groupBy(all, ({ state }) => state)
  return `${[...states].map(([state, some]) => `${written(some.length, 'count')} ${state}`).join(', ')}.`
}

function table(shown: readonly TaskRecord[]): Markup {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Tasks"><table class="tasks"><thead><tr><th scope="col">Phase</th><th scope="col">Task</th><th scope="col">Specialist</th><th scope="col">State</th><th scope="col" class="n">Attempts</th><th scope="col" class="n">At work</th></tr></thead><tbody>${shown.map(row)}</tbody></table></div>`
}

function row({ queued, state, attempts, end }: TaskRecord): Markup {
  const { phase, task, title, specialist } = queued.fact
  const spent = attempts.reduce((sum, { fact }) => sum + fact.milliseconds, 0)
  const reason =
    end === null || end.fact.reason === '' ? html`` : html`<span class="why">${clip(end.fact.reason, 300)}</span>`
  return html`<tr><td>${phase}</td><th scope="row">${title}<span class="id">${task}</span></th><td>${specialist}</td><td><span class="state s-${state}">${state}</span>${reason}</td><td class="n">${attempts.length}</td><td class="n">${attempts.length === 0 ? '–' : written(spent, 'milliseconds')}</td></tr>`
}
