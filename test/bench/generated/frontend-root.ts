import type { Entity } from './entity.ts'

type File = [path: string, text: string]

/** What the browser's side has once: application, client, build. */
export function frontendRoot(entities: readonly Entity[]): File[] {
  return [
    ['frontend/package.json', packageJson],
    [
      'frontend/tsconfig.json',
      '{\n  "compilerOptions": { "strict": true, "jsx": "react-jsx", "module": "esnext", "moduleResolution": "bundler" },\n  "include": ["src"]\n}\n',
    ],
    [
      'frontend/vite.config.ts',
      `import react from '@vitejs/plugin-react'\nimport { defineConfig } from 'vite'\n\nexport default defineConfig({ plugins: [react()], server: { proxy: { '/api': 'http://localhost:8000' } } })\n`,
    ],
    [
      'frontend/index.html',
      '<!doctype html>\n<html lang="en">\n  <body><div id="root"></div><script type="module" src="/src/main.tsx"></script></body>\n</html>\n',
    ],
    ['frontend/src/main.tsx', main],
    ['frontend/src/lib/http.ts', http],
    ['frontend/src/lib/ErrorBoundary.tsx', boundary],
    ['frontend/src/App.tsx', app(entities)],
  ]
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
