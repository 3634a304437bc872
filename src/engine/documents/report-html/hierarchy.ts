import { written } from '../../../domain/claim.ts'
import type { Book } from '../book.ts'
import { concurrencyOf } from '../concurrency.ts'
import { clip } from '../markdown.ts'
import { html, type Markup } from './markup.ts'
import { type AgentEnd, type Member, type Team, teams } from './teams.ts'

const mostDots = 96
const mostRefusals = 12

/** The tree as it was: orchestrator, its coordinators, their specialists, each with its cap, and whoever was refused. */
export function hierarchy(book: Book): Markup {
  const { started } = book.state
  const limits = started?.fact.limits ?? {}
  const bySuperior = Map.groupBy(teams(book), ({ name }) => name)
  return html`<section id="hierarchy" aria-labelledby="hierarchy-h">
<h2 id="hierarchy-h">Hierarchy</h2>
<div class="tree"><div class="root"><strong>orchestrator</strong><span>${caps(limits)}</span></div>
<ul class="branches">${[...bySuperior].map(([superior, own]) => branch(book, superior, own))}</ul></div>
</section>`
}

function caps(limits: Readonly<Record<string, number>>): string {
  const known = [
    limits.agents === undefined ? [] : [`cap ${limits.agents} at work`],
    limits.spawns === undefined ? [] : [`${written(limits.spawns, 'count')} spawns`],
    limits.depth === undefined ? [] : [`${limits.depth} levels`],
  ].flat()
  return known.join(' · ')
}

function branch(book: Book, superior: string, own: readonly Team[]): Markup {
  const isCoordinator = own.some((team) => team.isCoordinator)
  const refused = own.flatMap(({ refusals }) => refusals)
  return html`<li class="branch"><div class="card">
<h3>${isCoordinator ? clip(superior, 60) : 'explorers'}</h3><p class="role">${isCoordinator ? 'coordinator' : `sent by ${clip(superior, 60)}`}</p>
${own.map((team) => teamPart(book, team))}
${refused.length === 0 ? html`` : refusedPart(refused.map(({ fact }) => ({ name: fact.name, detail: fact.detail })))}
</div></li>`
}

function teamPart({ state }: Book, { phase, cap, members }: Team): Markup {
  const steps = concurrencyOf(
    members.map(({ agent }) => agent),
    state.now,
  )
  const peak = steps.reduce((high, { working }) => Math.max(high, working), 0)
  const use = members.length === 0 ? 'nobody spawned' : `${written(members.length, 'count')} spawned · peak ${peak}`
  return html`<p class="use"><b>${phase}</b> ${use}${cap === null ? '' : ` · cap ${cap}`}</p>${dots(members)}`
}

function dots(members: readonly Member[]): Markup {
  if (members.length === 0) return html``
  const shown = members.slice(0, mostDots)
  const all = spoken(members)
  const note =
    shown.length === members.length ? html`` : html`<p class="use">The first ${shown.length}; in all ${all}.</p>`
  return html`<ul class="dots" aria-label="${all}">${shown.map(dot)}</ul>${note}`
}

function dot({ agent, end, title }: Member): Markup {
  return html`<li class="dot d-${end}" title="${agent.actor.id}: ${title}"></li>`
}

function spoken(members: readonly Member[]): string {
  const counts = new Map<AgentEnd, number>()
  for (const { end } of members) counts.set(end, (counts.get(end) ?? 0) + 1)
  return [...counts].map(([end, many]) => `${written(many, 'count')} ${end === 'done' ? 'answered' : end}`).join(', ')
}

function refusedPart(refused: readonly { readonly name: string; readonly detail: string }[]): Markup {
  const rest = refused.length - mostRefusals
  return html`<ul class="refusals">${refused
    .slice(0, mostRefusals)
    .map(
      ({ name, detail }) => html`<li><b>refused “${clip(name, 60)}”</b> ${clip(detail, 240)}</li>`,
    )}${rest > 0 ? html`<li>and ${rest} more</li>` : html``}</ul>`
}
