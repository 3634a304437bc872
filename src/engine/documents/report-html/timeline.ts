import { written } from '../../../domain/claim.ts'
import type { AgentState } from '../../../domain/state.ts'
import type { Book } from '../book.ts'
import { concurrency, concurrencyOf, peakOf } from '../concurrency.ts'
import { clip } from '../markdown.ts'
import { type Axis, place, ticks } from './axis.ts'
import { branchLane, branchLaneHeight, branchLegend } from './branch-lane.ts'
import { stepPath } from './curve.ts'
import { coordinate, html, type Markup } from './markup.ts'
import { type Member, type Team, teams } from './teams.ts'

/** Beyond this many specialists a team is one curve instead of one lane each. */
const mostLanes = 300
const lane = 15
const curveHeight = 84
const labels = 196
const drawn = 1_104

/** Who worked when: c(t) with its cap on top, and below it one lane per agent, by phase and superior. */
export function timeline(book: Book): Markup {
  const all = teams(book)
  const members = all.reduce((sum, team) => sum + team.members.length, 0)
  const axis: Axis = { left: labels, width: drawn - labels - 16, span: Math.max(1, book.state.now) }
  const top = 14 + curveHeight + 18
  const branch = branchLane(book, axis, top)
  const rows = laidOut(all, {
    aggregated: members > mostLanes,
    axis,
    top: branch === null ? top : top + branchLaneHeight,
  })
  const bottom = rows.bottom
  return html`<section id="timeline" aria-labelledby="timeline-h">
<h2 id="timeline-h">Who worked when</h2>
<p class="note">${note(members)}</p>
<div class="scroll" tabindex="0" role="region" aria-label="Timeline by agent">
<svg class="timeline" viewBox="0 0 ${drawn} ${bottom + 24}" width="${drawn}" height="${bottom + 24}" role="img" aria-label="Timeline of ${members} specialists over ${written(book.state.now, 'milliseconds')}">
${ticks(axis, 14, bottom)}${curve(book, axis)}${branch ?? html``}${rows.marks}
</svg></div>
<ul class="legend"><li><i class="key k-done"></i>answered</li><li><i class="key k-failed"></i>failed</li><li><i class="key k-interrupted"></i>interrupted</li><li><i class="key k-working"></i>at work</li><li><i class="key k-lead"></i>coordinator present</li><li><i class="key k-refused"></i>spawn refused</li>${branchLegend(book)}</ul>
</section>`
}

function note(members: number): string {
  if (members === 0) return 'No specialist was spawned.'
  if (members > mostLanes)
    return `${written(members, 'count')} specialists: each team is drawn as one curve of the most at work at each moment.`
  return 'One lane per specialist. Hover over a bar for its task.'
}

function curve(book: Book, axis: Axis): Markup {
  const steps = concurrency(book.state)
  const peak = peakOf(book.state)
  const cap = book.state.started?.fact.limits.agents ?? null
  const base = 14 + curveHeight
  const scale = (curveHeight - 10) / Math.max(1, peak, cap ?? 0)
  const capY = cap === null ? null : coordinate(base - cap * scale)
  const right = coordinate(axis.left + axis.width)
  const capLine =
    capY === null
      ? html``
      : html`<line class="cap" x1="${coordinate(axis.left)}" x2="${right}" y1="${capY}" y2="${capY}"/><text class="cap-label" x="${labels - 10}" y="${Number(capY) + 4}">cap ${cap ?? ''}</text>`
  return html`<path class="concurrency" d="${stepPath(axis, steps, base, scale)}"/>${capLine}
<text class="lane-label" x="${labels - 10}" y="${base - 22}">at work</text><text class="lane-label strong" x="${labels - 10}" y="${base - 6}">peak ${peak}</text>`
}

interface Rows {
  readonly marks: readonly Markup[]
  readonly bottom: number
}

interface Layout {
  readonly aggregated: boolean
  readonly axis: Axis
  readonly top: number
}

function laidOut(all: readonly Team[], { aggregated, axis, top }: Layout): Rows {
  const marks: Markup[] = []
  let y = top
  for (const team of all) {
    marks.push(head(team, axis, y))
    y += lane + 5
    if (aggregated && team.members.length > 0) {
      marks.push(teamCurve(team, axis, y))
      y += 46
    } else {
      for (const member of team.members) {
        marks.push(bar(member, axis, y))
        y += lane
      }
    }
    y += 9
  }
  return { marks, bottom: y }
}

function head(team: Team, axis: Axis, y: number): Markup {
  const { phase, name, lead, refusals } = team
  const life = lead === null ? html`` : leadBar(lead, axis, y)
  const crosses = refusals.slice(0, 200).map(({ at, fact }) => {
    const x = place(axis, at)
    return html`<path class="refused" d="M${coordinate(x - 4)} ${y + 2}l8 8m0 -8l-8 8"><title>${fact.parent} was refused the agent "${fact.name}": ${fact.detail}</title></path>`
  })
  return html`<text class="team-label" x="${labels - 10}" y="${y + 10}">${clip(`${phase} · ${name}`, 30)}</text><line class="team-line" x1="${axis.left}" x2="${axis.left + axis.width}" y1="${y + 6}" y2="${y + 6}"/>${life}${crosses}`
}

function leadBar(lead: AgentState, axis: Axis, y: number): Markup {
  const { x, width } = extent(lead, axis)
  return html`<rect class="lead" x="${x}" y="${y + 3}" width="${width}" height="6" rx="3"><title>${lead.actor.id}, coordinator: ${times(lead, axis)}</title></rect>`
}

function bar({ agent, end, title }: Member, axis: Axis, y: number): Markup {
  const { x, width } = extent(agent, axis)
  const attempt = agent.attempt > 1 ? `, attempt ${agent.attempt}` : ''
  return html`<text class="lane-label" x="${labels - 10}" y="${y + 10}">${clip(ownName(agent), 30)}</text><rect class="bar b-${end}" x="${x}" y="${y + 1}" width="${width}" height="${lane - 4}" rx="2"><title>${agent.actor.id}${attempt}, ${end === 'done' ? 'answered' : end}: ${title} (${times(agent, axis)})</title></rect>`
}

/** The id without its superior's or its phase's, which stand above the lane, and without the number of a first attempt. */
function ownName({ actor, phase }: AgentState): string {
  const outer = [`${actor.parent ?? ''}/`, `${phase}/`].find((prefix) => actor.id.startsWith(prefix)) ?? ''
  const own = actor.id.slice(outer.length)
  return own.endsWith('#1') ? own.slice(0, -2) : own
}

function teamCurve({ members }: Team, axis: Axis, y: number): Markup {
  const steps = concurrencyOf(
    members.map(({ agent }) => agent),
    axis.span,
  )
  const peak = steps.reduce((high, { working }) => Math.max(high, working), 0)
  const failed = members.filter(({ end }) => end === 'failed').length
  return html`<text class="lane-label" x="${labels - 10}" y="${y + 14}">${members.length} specialists</text><text class="lane-label" x="${labels - 10}" y="${y + 30}">peak ${peak}, ${failed} failed</text><path class="concurrency" d="${stepPath(axis, steps, y + 38, 36 / Math.max(1, peak))}"/>`
}

/** At least two pixels wide: what happened can be seen. */
function extent({ spawned, ended }: AgentState, axis: Axis): { readonly x: string; readonly width: string } {
  const from = place(axis, spawned)
  const to = place(axis, ended ?? axis.span)
  return { x: coordinate(Math.min(from, axis.left + axis.width - 2)), width: coordinate(Math.max(2, to - from)) }
}

function times({ spawned, ended }: AgentState, { span }: Axis): string {
  const from = written(spawned, 'milliseconds')
  return ended === null
    ? `since ${from}`
    : `from ${from}, for ${written(Math.min(ended, span) - spawned, 'milliseconds')}`
}
