import { camelOf, type Entity, type FieldKind } from './entity.ts'
import { form, list } from './frontend-views.ts'

type File = [path: string, text: string]

/** The browser's side of one entity: types, client, hook, store, list, form, page, tests. */
export function frontendOf(entity: Entity): File[] {
  const { pascal, camel, kebab } = entity
  const folder = `frontend/src/features/${kebab}`
  return [
    [`${folder}/${camel}.types.ts`, types(entity)],
    [`${folder}/${camel}.api.ts`, client(entity)],
    [`${folder}/use${pascal}.ts`, hook(entity)],
    [`${folder}/${camel}.store.ts`, store(entity)],
    [`${folder}/${pascal}List.tsx`, list(entity)],
    [`${folder}/${pascal}Form.tsx`, form(entity)],
    [`frontend/src/pages/${pascal}Page.tsx`, page(entity)],
    [`${folder}/${camel}.test.ts`, tests(entity)],
  ]
}

const typescriptTypes: Readonly<Record<FieldKind, string>> = {
  text: 'string',
  count: 'number',
  amount: 'number',
  flag: 'boolean',
  moment: 'string',
}

function types({ pascal, fields, actions }: Entity): string {
  const lines = fields.map(
    ({ name, kind, isOptional }) => `  ${name}${isOptional ? '?' : ''}: ${typescriptTypes[kind]}`,
  )
  const actionType = actions.length === 0 ? 'never' : actions.map((verb) => `'${verb}'`).join(' | ')
  return `export interface ${pascal}Draft {
${lines.join('\n')}
}

export interface ${pascal} extends ${pascal}Draft {
  id: number
  created_at: string
}

export type ${pascal}Action = ${actionType}
`
}

function client({ pascal, camel, kebab, actions }: Entity): string {
  const more = actions.map(
    (verb) => `
export function ${camelOf(`${verb}_${camel}`)}(id: number): Promise<${pascal}> {
  return http.post(\`/api/${kebab}/\${id}/${verb}\`)
}
`,
  )
  return `import { http } from '../../lib/http'
import type { ${pascal}, ${pascal}Draft } from './${camel}.types'

export function list${pascal}(limit = 50): Promise<${pascal}[]> {
  return http.get(\`/api/${kebab}?limit=\${limit}\`)
}

export function get${pascal}(id: number): Promise<${pascal}> {
  return http.get(\`/api/${kebab}/\${id}\`)
}

export function create${pascal}(draft: ${pascal}Draft): Promise<${pascal}> {
  return http.post('/api/${kebab}', draft)
}

export function update${pascal}(id: number, draft: ${pascal}Draft): Promise<${pascal}> {
  return http.put(\`/api/${kebab}/\${id}\`, draft)
}

export function delete${pascal}(id: number): Promise<void> {
  return http.delete(\`/api/${kebab}/\${id}\`)
}
${more.join('')}`
}

function hook({ pascal, camel }: Entity): string {
  return `import { useEffect, useState } from 'react'
import { list${pascal} } from './${camel}.api'
import type { ${pascal} } from './${camel}.types'

export function use${pascal}(limit: number) {
  const [items, setItems] = useState<${pascal}[]>([])
  const [problem, setProblem] = useState<string | null>(null)
  useEffect(() => {
    let isCurrent = true
    list${pascal}(limit)
      .then((found) => {
        if (isCurrent) setItems(found)
      })
      .catch((cause: unknown) => {
        console.error('${camel} could not be loaded', cause)
        if (isCurrent) setProblem('Could not be loaded')
      })
    return () => {
      isCurrent = false
    }
  }, [limit])
  return { items, problem }
}
`
}

function store({ pascal, camel, kebab }: Entity): string {
  return `import { create } from 'zustand'
import type { ${pascal} } from './${camel}.types'

interface ${pascal}State {
  selected: ${pascal} | null
  filter: string
  select(item: ${pascal} | null): void
  setFilter(filter: string): void
}

const key = '${kebab}-filter'

export const use${pascal}Store = create<${pascal}State>((set) => ({
  selected: null,
  filter: localStorage.getItem(key) ?? '',
  select: (selected) => set({ selected }),
  setFilter: (filter) => {
    localStorage.setItem(key, filter)
    set({ filter })
  },
}))
`
}

function page({ pascal, camel, kebab, actions }: Entity): string {
  const imports = actions.map((verb) => camelOf(`${verb}_${camel}`))
  const api = imports.length === 0 ? '' : `import { ${imports.join(', ')} } from '../features/${kebab}/${camel}.api'\n`
  const buttons = actions.map(
    (verb) => `          <button type="button" onClick={() => ${camelOf(`${verb}_${camel}`)}(selected.id)}>
            ${verb}
          </button>`,
  )
  return `import { useState } from 'react'
${api}import { ${pascal}Form } from '../features/${kebab}/${pascal}Form'
import { ${pascal}List } from '../features/${kebab}/${pascal}List'
import { use${pascal}Store } from '../features/${kebab}/${camel}.store'

export function ${pascal}Page() {
  const [version, setVersion] = useState(0)
  const { selected } = use${pascal}Store()
  return (
    <main>
      <h1>${kebab.replaceAll('-', ' ')}</h1>
      <${pascal}List key={version} />
      {selected !== null && (
        <section aria-label="selected">
          <p>{selected.id}</p>
${buttons.join('\n')}
        </section>
      )}
      <${pascal}Form onSaved={() => setVersion(version + 1)} />
    </main>
  )
}
`
}

function tests({ pascal, camel, kebab }: Entity): string {
  return `import { expect, test, vi } from 'vitest'
import { http } from '../../lib/http'
import { delete${pascal}, get${pascal}, update${pascal} } from './${camel}.api'

test('${kebab} is asked for by its id', async () => {
  const get = vi.spyOn(http, 'get').mockResolvedValue({ id: 7 })
  await get${pascal}(7)
  expect(get).toHaveBeenCalledWith('/api/${kebab}/7')
})

test('${kebab} can be deleted', async () => {
  const remove = vi.spyOn(http, 'delete').mockResolvedValue(undefined)
  await delete${pascal}(7)
  expect(remove).toHaveBeenCalledOnce()
  expect(update${pascal}).toBeTypeOf('function')
})
`
}
