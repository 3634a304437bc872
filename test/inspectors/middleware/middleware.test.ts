import { expect, test } from 'vitest'
import { corsWildcardCredentials } from '../../../src/inspectors/middleware/cors-wildcard-credentials.ts'
import { devOnlySwitch } from '../../../src/inspectors/middleware/dev-only-switch.ts'
import { middlewareCollectors } from '../../../src/inspectors/middleware/middleware.ts'
import { inspect } from '../../support/inspect.ts'

const starlette = (origins: string, credentials: string) =>
  `from fastapi.middleware.cors import CORSMiddleware\norigins = ["*"]\napp.add_middleware(\n    CORSMiddleware,\n    allow_origins=${origins},\n    allow_credentials=${credentials},\n)\n`

test('a wildcard with credentials lets every site act for the user, the more so with session cookies', async () => {
  const bearer = await inspect(corsWildcardCredentials, middlewareCollectors, {
    'app/main.py': starlette('["*"]', 'True'),
  })
  expect(bearer).toMatchObject({ population: 1, bad: 1 })
  expect(bearer.drafts[0]).toMatchObject({
    anchor: 'starlette:open@.',
    impact: 'security',
    confidence: 'medium',
    instances: [{ file: 'app/main.py', line: 5 }],
  })
  const cookies = await inspect(corsWildcardCredentials, middlewareCollectors, {
    'app/main.py': starlette('origins', 'True'),
    'app/login.py': 'def login(response): response.set_cookie("session", "1", httponly=True)',
  })
  expect(cookies.drafts[0]).toMatchObject({ confidence: 'high' })
})

test.each([
  ['express reflecting', 'app.js', 'app.use(cors({ origin: true, credentials: true }))', 'security'],
  ['express starring', 'app.js', "app.use(cors({ origin: '*', credentials: true }))", 'feature-broken'],
  [
    'nest agreeing',
    'main.ts',
    'app.enableCors({ origin: (origin, callback) => callback(null, true), credentials: true })',
    'security',
  ],
  [
    'the branch of production',
    'main.ts',
    "if (process.env.NODE_ENV === 'production') { app.enableCors({ origin: true, credentials: true }) }",
    'security',
  ],
  ['flask-cors', 'app.py', 'from flask_cors import CORS\nCORS(app, supports_credentials=True)', 'security'],
])('%s is found', async (_, path, text, impact) => {
  expect((await inspect(corsWildcardCredentials, middlewareCollectors, { [path]: text })).drafts).toMatchObject([
    { impact },
  ])
})

test.each([
  ['no credentials', 'app/main.py', starlette('["*"]', 'False')],
  ['named origins', 'app/main.py', starlette('["https://shop.example"]', 'True')],
  ['configured origins', 'app/main.py', starlette('settings.ORIGINS', 'True')],
  ['configured origins in Express', 'app.js', 'app.use(cors({ origin: config.origins, credentials: true }))'],
  ['an example', 'examples/app.js', "app.use(cors({ origin: '*', credentials: true }))"],
  [
    'the other branch of production',
    'main.ts',
    'if (isProduction) { app.enableCors({ origin: list }) } else { app.enableCors({ origin: true, credentials: true }) }',
  ],
  [
    'what is not production',
    'main.ts',
    "if (process.env.NODE_ENV !== 'production') { app.enableCors({ origin: true, credentials: true }) }",
  ],
])('%s is fine', async (_, path, text) => {
  expect((await inspect(corsWildcardCredentials, middlewareCollectors, { [path]: text })).drafts).toEqual([])
})

test.each([
  [
    'a debug application',
    'app/main.py',
    'from fastapi import FastAPI\napp = FastAPI(debug=True)\n',
    'debug:FastAPI(debug=True)@app/main.py',
    2,
  ],
  [
    'auth off by default',
    'app/config.py',
    'class Settings:\n    DISABLE_AUTH: bool = True\n',
    'auth-off:DISABLE_AUTH@app/config.py',
    2,
  ],
  [
    'auth off unless the environment says otherwise',
    'app/config.py',
    'import os\nSKIP_AUTH = os.getenv("SKIP_AUTH", "true") == "true"\n',
    'auth-off:SKIP_AUTH@app/config.py',
    2,
  ],
  [
    'a reloader in an image',
    'Dockerfile',
    'FROM python:3.12\nCMD ["uvicorn", "app.main:app", "--reload"]\n',
    'reload:--reload@Dockerfile',
    2,
  ],
  [
    'a development server in an image',
    'web/Dockerfile',
    'FROM node:24\nCMD ["npm", "run", "dev"]\n',
    'dev-server:npm run dev@web/Dockerfile',
    2,
  ],
])('%s is found', async (_, path, text, anchor, line) => {
  const { drafts } = await inspect(devOnlySwitch, middlewareCollectors, { [path]: text })
  expect(drafts).toMatchObject([{ anchor, instances: [{ file: path, line }] }])
})

test.each([
  [
    'a reloader behind the main guard',
    'app/main.py',
    'if __name__ == "__main__":\n    uvicorn.run("app.main:app", reload=True)\n',
  ],
  ['a flag from configuration', 'app/main.py', 'app = FastAPI(debug=settings.DEBUG)\n'],
  ['auth on', 'app/config.py', 'class Settings:\n    DISABLE_AUTH: bool = False\n'],
  ['an image for development', 'Dockerfile.dev', 'FROM node:24\nCMD ["npm", "run", "dev"]\n'],
  [
    'a development stage before the last',
    'Dockerfile',
    'FROM node:24 AS dev\nCMD ["npm", "run", "dev"]\nFROM node:24\nCMD ["node", "server.js"]\n',
  ],
])('%s is fine', async (_, path, text) => {
  expect((await inspect(devOnlySwitch, middlewareCollectors, { [path]: text })).drafts).toEqual([])
})
