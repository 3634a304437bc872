import { describe, expect, test } from 'vitest'
import { mend } from './a-mend.ts'

describe('variables that nobody is told about', () => {
  const reader = { 'api/package.json': '{"main":"a.ts"}', 'api/a.ts': 'export const from = process.env.MAIL_FROM\n' }
  const rule = 'environment/read-undeclared'

  test('are declared, empty, in the example file beside their readers', async () => {
    const mended = await mend(rule, {
      ...reader,
      'api/b.py': 'import os\nlimit = os.environ["UPLOAD_LIMIT"]\nsender = os.environ["MAIL_FROM"]\n',
      'api/c.ts': 'export const key = process.env.BILLING_ACCOUNT!\n',
      'api/.env.example': '# Required\nREGION=eu\n',
      'api/region.ts': 'export const region = process.env.REGION\n',
      '.env.example': 'REGION=eu\n',
    })
    expect(mended).toMatchObject({ repaired: 1, left: 0, came: [], stayed: [], went: [] })
    const added =
      '\n# Read by api/c\nBILLING_ACCOUNT=\n# Read by api/a and 1 more\nMAIL_FROM=\n# Read by api/b\nUPLOAD_LIMIT=\n'
    expect(mended.changed).toEqual({ 'api/.env.example': `# Required\nREGION=eu\n${added}` })
  })

  test('are declared in a comment where the code copes without them', async () => {
    const mended = await mend(rule, {
      ...reader,
      'api/b.py':
        'import os\nlimit = os.getenv("UPLOAD_LIMIT")\nif "MAIL_HOST" in os.environ:\n    host = os.environ["MAIL_HOST"]\n',
      '.env.example': '# REGION=eu\n',
    })
    expect(mended).toMatchObject({ repaired: 1, left: 0, came: [], stayed: [], went: [] })
    const added = '# Read by api/a\n# MAIL_FROM=\n# Read by api/b\n# MAIL_HOST=\n# Read by api/b\n# UPLOAD_LIMIT=\n'
    expect(mended.changed).toEqual({ '.env.example': `# REGION=eu\n\n${added}` })
  })

  test('follow the way of the file: export, line ends, no last line end', async () => {
    const region = { 'api/region.ts': 'export const region = process.env.REGION\n' }
    const mended = await mend(rule, { ...reader, ...region, '.env.example': 'export REGION=eu\r\nexport REGION=us' })
    expect(mended).toMatchObject({ repaired: 1, came: [], stayed: [], went: [] })
    expect(mended.changed).toEqual({
      '.env.example': 'export REGION=eu\r\nexport REGION=us\r\n\r\n# Read by api/a\r\n# export MAIL_FROM=',
    })
  })

  test('leave a dead reader dead', async () => {
    const mended = await mend(rule, {
      'package.json': '{"main":"src/main.ts"}',
      'src/main.ts': "import { region } from './region'\nexport const main = () => region\n",
      'src/region.ts': 'export const region = process.env.REGION\n',
      'src/mail.ts': 'export const from = process.env.MAIL_FROM\n',
      '.env.example': 'REGION=eu\n',
    })
    expect(mended).toMatchObject({ repaired: 1, came: [], stayed: [], went: [] })
  })

  test.each<[string, Record<string, string>]>([
    ['there is no example file', { 'api/.env': 'REGION=eu\n' }],
    ['there are two of them', { 'api/.env.example': 'REGION=eu\n', 'api/.env.sample': 'REGION=eu\n' }],
    [
      'the one above is shared by packages that have their own',
      { '.env.example': 'A_ONE=\n', 'web/.env.example': 'A_ONE=\n' },
    ],
    ['the name is nearly a declared one', { 'api/.env.example': 'MAIL_FORM=\n' }],
    ['the name is a declared one without its public prefix', { 'api/.env.example': 'NEXT_PUBLIC_MAIL_FROM=\n' }],
    ['the file is no list of variables', { 'api/.env.example': 'REGION=eu\nKEY="first\nsecond"\n' }],
    [
      'a browser would get a secret',
      { 'api/.env.example': 'REGION=eu\n', 'api/b.ts': 'export const k = process.env.NEXT_PUBLIC_OPENAI_API_KEY\n' },
    ],
    [
      'a name is only kept for old installations',
      {
        'api/.env.example': 'REGION=eu\n',
        'api/b.py': 'import os\nif os.getenv("OLD_LIMIT") is not None:\n    print("OLD_LIMIT is deprecated")\n',
      },
    ],
    [
      'the reader has the wrong prefix',
      {
        '.env.example': 'REGION=eu\n',
        'web/package.json': '{"dependencies":{"next":"15"}}',
        'web/src/a.tsx': "'use client'\nexport const url = process.env.REACT_APP_URL\n",
      },
    ],
  ])('stay undeclared where %s', async (_, files) => {
    expect(await mend(rule, { ...reader, ...files })).toMatchObject({ repaired: 0, left: 1 })
  })
})

describe('references of a compose file', () => {
  const rule = 'environment/compose-reference-undeclared'
  const compose = (parts: string) => `services:\n  api:\n    image: shop:\${RELEASE}\n${parts}`
  const example = { 'deploy/.env.example': 'REGION=eu\n', 'a.ts': 'export const region = process.env.REGION\n' }

  test('are declared in the example file of its folder', async () => {
    const text = compose(
      `    environment:\n      - URL=\${PUBLIC_URL}\n      - AGAIN=\${PUBLIC_URL}\n    ports: ["\${WEB_PORT}:80"]\n`,
    )
    const mended = await mend(rule, { ...example, 'deploy/compose.yml': text })
    expect(mended).toMatchObject({ repaired: 1, left: 0, came: [], stayed: [] })
    const by = '# Read by deploy/compose.yml\n'
    expect(mended.changed).toEqual({
      'deploy/.env.example': `REGION=eu\n\n${by}RELEASE=\n${by}PUBLIC_URL=\n${by}WEB_PORT=\n`,
    })
  })

  test.each<[string, string, Record<string, string>]>([
    ['the example file is in another folder', '', { 'deploy/.env.example': '# none\n', '.env.example': 'REGION=eu\n' }],
    ['a command may mean its own shell', `    command: sh -c "echo \${HOST_KEY}"\n`, {}],
    [
      'a block of script may mean its own shell',
      `    command:\n      - sh\n      - -c\n      - |\n        echo\n        echo \${HOST_KEY}\n`,
      {},
    ],
    ['a health check may mean its own shell', `    healthcheck:\n      test: pg_isready -U \${DB_OWNER}\n`, {}],
    ['a dollar may be part of a hash', `    environment:\n      HASH: a$ABC\n`, {}],
    ['a name is nearly a declared one', `    environment:\n      R: \${REGOIN}\n`, {}],
  ])('stay undeclared where %s', async (story, parts, files) => {
    const all: Record<string, string> = { ...example, 'deploy/compose.yml': compose(parts), ...files }
    if (story.includes('another folder')) delete all['deploy/.env.example']
    expect(await mend(rule, all)).toMatchObject({ repaired: 0, left: 1 })
  })
})

describe('a variable with the prefix of another framework', () => {
  const rule = 'environment/wrong-prefix'
  const next = { 'web/package.json': '{"name":"web","dependencies":{"next":"15","react":"19"}}' }
  const vite = {
    'web/package.json': '{"name":"web","devDependencies":{"vite":"7"}}',
    'web/vite.config.ts': 'export default {}\n',
    'web/src/vite-env.d.ts': '/// <reference types="vite/client" />\n',
  }
  const client = (read: string) => `'use client'\nexport const url = ${read} || 'http://localhost:8000'\n`

  test('is renamed where it is read, when the right name is set already', async () => {
    const mended = await mend(rule, {
      ...next,
      'web/.env.example': 'NEXT_PUBLIC_API_URL=\n',
      'web/src/a.tsx': client('process.env.REACT_APP_API_URL'),
      'web/src/b.tsx': client('process.env.REACT_APP_API_URL'),
    })
    expect(mended).toMatchObject({ repaired: 1, left: 0, came: [], stayed: [] })
    const anew = client('process.env.NEXT_PUBLIC_API_URL')
    expect(mended.changed).toEqual({ 'web/src/a.tsx': anew, 'web/src/b.tsx': anew })
  })

  test('is renamed where it is read, set and told of, when nothing knows the right name', async () => {
    const files = (name: string): Record<string, string> => ({
      'web/.env.example': `# ${name} is where the shop answers\n${name}=http://localhost:8000\n`,
      'docker-compose.yml': `services:\n  web:\n    build: web\n    environment:\n      ${name}: "\${${name}:-http://api}"\n`,
      'web/Dockerfile': `FROM node:24.1\nARG ${name}\nENV ${name}=$${name}\nUSER node\n`,
      'README.md': `Set \`${name}\`.\n`,
    })
    const before = {
      ...vite,
      ...files('REACT_APP_API_URL'),
      'web/src/a.ts': 'export const url = process.env.REACT_APP_API_URL\n',
    }
    const mended = await mend(rule, before)
    expect(mended).toMatchObject({ repaired: 1, left: 0, came: [], stayed: [] })
    expect(mended.changed).toEqual({
      ...files('VITE_API_URL'),
      'web/src/a.ts': 'export const url = import.meta.env.VITE_API_URL\n',
    })
  })

  test('keeps its name where only the accessor is wrong', async () => {
    const declared = { ...vite, 'web/.env.example': 'VITE_TITLE=Shop\n' }
    const mended = await mend(rule, { ...declared, 'web/src/a.ts': 'export const t = process.env.VITE_TITLE\n' })
    expect(mended).toMatchObject({ repaired: 1, came: [], stayed: [] })
    expect(mended.changed).toEqual({ 'web/src/a.ts': 'export const t = import.meta.env.VITE_TITLE\n' })
  })

  test('gets the prefix that a name without any has elsewhere', async () => {
    const declared = { ...vite, 'web/.env.example': 'VITE_TITLE=Shop\n' }
    const mended = await mend(rule, { ...declared, 'web/src/a.ts': 'export const t = import.meta.env.TITLE\n' })
    expect(mended).toMatchObject({ repaired: 1, came: [], stayed: [] })
    expect(mended.changed).toEqual({ 'web/src/a.ts': 'export const t = import.meta.env.VITE_TITLE\n' })
  })

  const read = client('process.env.REACT_APP_API_URL')
  test.each<[string, Record<string, string>]>([
    ['a server may read it', { ...next, 'web/src/a.ts': 'export const url = process.env.REACT_APP_API_URL\n' }],
    ['another package reads it', { ...next, 'web/src/a.tsx': read, 'old/a.ts': read }],
    [
      'a workflow sets it',
      {
        ...next,
        'web/src/a.tsx': read,
        '.github/workflows/a.yml': 'on: push\nenv:\n  REACT_APP_API_URL: x\njobs: {}\n',
      },
    ],
    [
      'both names are set',
      { ...next, 'web/src/a.tsx': read, 'web/.env.example': 'REACT_APP_API_URL=a\nNEXT_PUBLIC_API_URL=b\n' },
    ],
    [
      'its value holds a password',
      { ...next, 'web/src/a.tsx': read, 'web/.env.example': 'REACT_APP_API_URL=http://u:pw@api\n' },
    ],
    [
      'the right name falls back to something else',
      {
        ...next,
        'web/src/a.tsx': read,
        'web/src/b.ts': "export const url = process.env.NEXT_PUBLIC_API_URL || 'http://api'\n",
      },
    ],
    [
      'it would make a secret public',
      {
        ...vite,
        'web/src/a.ts': 'export const k = import.meta.env.SERVICE_TOKEN\n',
        'web/.env.example': 'VITE_SERVICE_TOKEN=\n',
      },
    ],
    [
      'it has no prefix and nothing knows it with one',
      { ...vite, 'web/src/a.ts': 'export const k = import.meta.env.API_URL\n', 'web/.env.example': 'API_URL=\n' },
    ],
    [
      'it is taken out of the environment by its key',
      { ...next, 'web/src/a.tsx': client("process.env['REACT_APP_API_URL']") },
    ],
    [
      'nothing shows that the compiler knows the accessor',
      { ...vite, 'web/src/vite-env.d.ts': '', 'web/src/a.ts': 'export const t = process.env.VITE_TITLE\n' },
    ],
  ])('stays where %s', async (_, files) => {
    expect(await mend(rule, files)).toMatchObject({ repaired: 0, left: 1 })
  })
})
