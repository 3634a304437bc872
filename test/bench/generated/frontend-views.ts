import { camelOf, type Entity, type Field, type FieldKind } from './entity.ts'

export function list({ pascal, fields }: Entity): string {
  const shown = fields.slice(0, 4)
  return `import type { ${pascal} } from './${pascal.charAt(0).toLowerCase()}${pascal.slice(1)}.types'
import { use${pascal} } from './use${pascal}'
import { use${pascal}Store } from './${pascal.charAt(0).toLowerCase()}${pascal.slice(1)}.store'

export function ${pascal}List({ limit = 50 }: { limit?: number }) {
  const { items, problem } = use${pascal}(limit)
  const { select, filter } = use${pascal}Store()
  if (problem !== null) return <p role="alert">{problem}</p>
  const visible = items.filter((item) => JSON.stringify(item).includes(filter))
  return (
    <table>
      <thead>
        <tr>
${shown.map(({ name }) => `          <th scope="col">${name.replaceAll('_', ' ')}</th>`).join('\n')}
          <th scope="col">Actions</th>
        </tr>
      </thead>
      <tbody>
        {visible.map((item) => (
          <tr key={item.id}>
${shown.map((field) => `            <td>${cell(field)}</td>`).join('\n')}
            <td>
              <button type="button" onClick={() => select(item)}>
                Open
              </button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
${fields.map((field) => comparison(pascal, field)).join('')}`
}

function comparison(pascal: string, { name, kind }: Field): string {
  const by = camelOf(`by_${name}`)
  const order =
    kind === 'text' || kind === 'moment'
      ? `(a.${name} ?? '').localeCompare(b.${name} ?? '')`
      : `Number(a.${name} ?? 0) - Number(b.${name} ?? 0)`
  return `
export function ${by}(a: ${pascal}, b: ${pascal}): number {
  const order = ${order}
  return order === 0 ? a.id - b.id : order
}
`
}

function cell({ name, kind }: Field): string {
  if (kind === 'flag') return `{item.${name} ? 'yes' : 'no'}`
  if (kind === 'moment') return `{item.${name} && new Date(item.${name}).toLocaleDateString()}`
  return `{item.${name}}`
}

export function form({ pascal, camel, fields }: Entity): string {
  return `import { type FormEvent, useState } from 'react'
import { create${pascal} } from './${camel}.api'
import type { ${pascal}Draft } from './${camel}.types'

const empty: ${pascal}Draft = { ${fields.map(({ name, kind }) => `${name}: ${blank(kind)}`).join(', ')} }

export function ${pascal}Form({ onSaved }: { onSaved: () => void }) {
  const [draft, setDraft] = useState(empty)
  const [problem, setProblem] = useState<string | null>(null)
  const save = async (event: FormEvent) => {
    event.preventDefault()
    try {
      await create${pascal}(draft)
      onSaved()
    } catch (cause) {
      console.error(cause)
      setProblem('Could not be saved')
    }
  }
  return (
    <form onSubmit={save}>
${fields.map(input).join('\n')}
      {problem !== null && <p role="alert">{problem}</p>}
      <button type="submit">Save</button>
    </form>
  )
}
`
}

function blank(kind: FieldKind): string {
  if (kind === 'flag') return 'false'
  return kind === 'count' || kind === 'amount' ? '0' : "''"
}

function input({ name, kind }: Field): string {
  const label = name.replaceAll('_', ' ')
  if (kind === 'flag')
    return `      <label>
        ${label}
        <input type="checkbox" checked={draft.${name}} onChange={(event) => setDraft({ ...draft, ${name}: event.target.checked })} />
      </label>`
  const value = kind === 'count' || kind === 'amount' ? 'Number(event.target.value)' : 'event.target.value'
  return `      <label>
        ${label}
        <input value={draft.${name}} onChange={(event) => setDraft({ ...draft, ${name}: ${value} })} />
      </label>`
}
