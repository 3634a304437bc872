import { camelOf, type Entity, type Field, type FieldKind } from './entity.ts'

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

export function frontendRoot(entities: readonly Entity[]): File[] {
  return [
    ['frontend/package.json', packageJson],
    ['frontend/tsconfig.json', '{\n  "compilerOptions": { "strict": true, "jsx": "react-jsx", "module": "esnext", "moduleResolution": "bundler" },\n  "include": ["src"]\n}\n'],
    ['frontend/vite.config.ts', `import react from '@vitejs/plugin-react'\nimport { defineConfig } from 'vite'\n\nexport default defineConfig({ plugins: [react()], server: { proxy: { '/api': 'http://localhost:8000' } } })\n`],
    ['frontend/index.html', '<!doctype html>\n<html lang="en">\n  <body><div id="root"></div><script type="module" src="/src/main.tsx"></script></body>\n</html>\n'],
    ['frontend/src/main.tsx', main],
    ['frontend/src/lib/http.ts', http],
    ['frontend/src/lib/ErrorBoundary.tsx', boundary],
    ['frontend/src/App.tsx', app(entities)],
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

function list({ pascal, fields }: Entity): string {
  const shown = fields.slice(0, 4)
  return `import { use${pascal} } from './use${pascal}'
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
`
}

function cell({ name, kind }: Field): string {
  if (kind === 'flag') return `{item.${name} ? 'yes' : 'no'}`
  if (kind === 'moment') return `{item.${name} && new Date(item.${name}).toLocaleDateString()}`
  return `{item.${name}}`
}

function form({ pascal, camel, fields }: Entity): string {
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

function app(entities: readonly Entity[]): string {
  return `import { Route, Routes } from 'react-router-dom'
import { ErrorBoundary } from './lib/ErrorBoundary'
${entities.map(({ pascal }) => `import { ${pascal}Page } from './pages/${pascal}Page'`).join('\n')}

export function App() {
  return (
    <ErrorBoundary>
      <Routes>
${entities.map(({ pascal, kebab }) => `        <Route path="/${kebab}" element={<${pascal}Page />} />`).join('\n')}
      </Routes>
    </ErrorBoundary>
  )
}
`
}

const main = `import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { BrowserRouter } from 'react-router-dom'
import { App } from './App'

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no root')
createRoot(root).render(
  <StrictMode>
    <BrowserRouter>
      <App />
    </BrowserRouter>
  </StrictMode>,
)
`

const http = `const base = import.meta.env.VITE_API_URL ?? ''

async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(base + path, {
    method,
    headers: { 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  })
  if (!response.ok) throw new Error(\`\${method} \${path} answered \${response.status}\`)
  return response.json()
}

export const http = {
  get: <T>(path: string) => call<T>('GET', path),
  post: <T>(path: string, body?: unknown) => call<T>('POST', path, body),
  put: <T>(path: string, body?: unknown) => call<T>('PUT', path, body),
  delete: <T>(path: string) => call<T>('DELETE', path),
}
`

const boundary = `import { Component, type ReactNode } from 'react'

export class ErrorBoundary extends Component<{ children: ReactNode }, { broken: boolean }> {
  state = { broken: false }

  static getDerivedStateFromError() {
    return { broken: true }
  }

  render() {
    return this.state.broken ? <p role="alert">Something broke. Reload the page.</p> : this.props.children
  }
}
`

const packageJson = `{
  "name": "generated-frontend",
  "private": true,
  "type": "module",
  "scripts": { "dev": "vite", "build": "vite build", "test": "vitest run", "lint": "eslint src" },
  "dependencies": { "react": "19.2.0", "react-dom": "19.2.0", "react-router-dom": "7.9.5", "zustand": "5.0.8" },
  "devDependencies": { "@vitejs/plugin-react": "5.1.0", "eslint": "9.39.0", "typescript": "5.9.3", "vite": "7.2.0", "vitest": "4.0.7" }
}
`
