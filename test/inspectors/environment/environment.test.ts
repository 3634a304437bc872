import { describe, expect, test } from 'vitest'
import { deploymentCollectors } from '../../../src/inspectors/deployment/deployment.ts'
import { composeReferenceUndeclared } from '../../../src/inspectors/environment/compose-reference-undeclared.ts'
import { deadSetting } from '../../../src/inspectors/environment/dead-setting.ts'
import { divergentDefault } from '../../../src/inspectors/environment/divergent-default.ts'
import { environmentCollectors } from '../../../src/inspectors/environment/environment.ts'
import { publicSecret } from '../../../src/inspectors/environment/public-secret.ts'
import { readUndeclared } from '../../../src/inspectors/environment/read-undeclared.ts'
import { wrongPrefix } from '../../../src/inspectors/environment/wrong-prefix.ts'
import { found, type Sample } from '../../support/found.ts'
import { factsOf, inspect } from '../../support/inspect.ts'

const collectors = [...environmentCollectors, ...deploymentCollectors]
const next = '{"name":"web","dependencies":{"next":"15","react":"19"}}'
const vite = '{"name":"web","devDependencies":{"vite":"7"}}'

describe('a variable read with the prefix of another framework', () => {
  test.each<Sample>([
    {
      story: 'a client component of Next.js reads REACT_APP_API_URL',
      files: {
        'web/package.json': next,
        'web/src/api.tsx':
          "'use client'\nexport const url = process.env.REACT_APP_API_URL || 'http://localhost:8000'\n",
      },
      found: ['P1 env:REACT_APP_API_URL@web web/src/api.tsx:2'],
    },
    {
      story: 'a server module of Next.js may see the name, so the finding is one step lower',
      files: { 'package.json': next, 'src/mail.ts': 'export const url = process.env.REACT_APP_API_URL\n' },
      found: ['P2 env:REACT_APP_API_URL@. src/mail.ts:1'],
    },
    {
      story: 'Vite hides names without its prefix, and process.env is not there at all',
      files: {
        'package.json': vite,
        'vite.config.ts': 'export default {}\n',
        'src/a.ts': 'export const a = import.meta.env.API_URL\nexport const b = process.env.NEXT_PUBLIC_TITLE\n',
      },
      found: ['P1 env:API_URL@. src/a.ts:1', 'P1 env:NEXT_PUBLIC_TITLE@. src/a.ts:2'],
    },
    {
      story: 'the configuration passes the name on by hand',
      files: {
        'package.json': vite,
        'vite.config.ts': "export default { define: { 'process.env.REACT_APP_X': JSON.stringify('x') } }\n",
        'src/a.ts': 'export const a = process.env.REACT_APP_X\n',
      },
      found: [],
    },
    {
      story: 'the old name is only the second choice after the right one',
      files: {
        'package.json': next,
        'src/a.tsx': "'use client'\nexport const a = process.env.NEXT_PUBLIC_API ?? process.env.REACT_APP_API\n",
      },
      found: [],
    },
    {
      story: 'built-in names, own prefixes, tests, configuration and server code of a Vite app are fine',
      files: {
        'package.json': vite,
        'vite.config.ts': 'export default { base: process.env.VITE_BASE }\n',
        'src/a.ts': 'export const a = import.meta.env.MODE + import.meta.env.VITE_TITLE\n',
        'src/a.test.ts': 'process.env.VITE_TITLE\n',
        'src/server/b.ts': 'export const b = process.env.VITE_TITLE\n',
      },
      found: [],
    },
    {
      story: 'Storybook hands its own names to the bundle',
      files: { 'package.json': vite, 'src/a.ts': 'export const t = import.meta.env.STORYBOOK_NODE_ENV\n' },
      found: [],
    },
    {
      story: 'a plain Node package has no rule about prefixes',
      files: {
        'package.json': '{"dependencies":{"express":"5"}}',
        'src/a.ts': 'export const a = process.env.REACT_APP_X\n',
      },
      found: [],
    },
  ])('$story', async ({ files, found: expected }) => {
    expect(await found(wrongPrefix, collectors, files)).toEqual(expected)
  })
})

describe('secrets that the build hands to every visitor', () => {
  const config = (define: string) =>
    `const env = loadEnv(mode, process.cwd(), '')\nexport default defineConfig({\n  define: {\n    ${define}\n  },\n})\n`
  test.each<Sample>([
    {
      story: 'a model key behind a public prefix, read in two places',
      files: {
        'src/a.ts': 'import.meta.env.VITE_OPENAI_API_KEY\n',
        'src/b.ts': 'import.meta.env.VITE_OPENAI_API_KEY\n',
      },
      found: ['P1 env:VITE_OPENAI_API_KEY src/a.ts:1'],
    },
    {
      story: 'Vite writes the whole environment into the bundle',
      files: { 'web/vite.config.ts': config("'process.env': JSON.stringify(env)") },
      found: ['P1 define@web/vite.config.ts web/vite.config.ts:4'],
    },
    {
      story: 'keys made for browsers, server names, named values and prefixed loads are fine',
      files: {
        'src/a.ts':
          'process.env.NEXT_PUBLIC_FIREBASE_API_KEY + process.env.NEXT_PUBLIC_SUPABASE_ANON_KEY + process.env.OPENAI_API_KEY\n',
        'src/a.test.ts': 'import.meta.env.VITE_CLIENT_SECRET\n',
        'vite.config.ts': config("'process.env.API_URL': JSON.stringify(env.API_URL),"),
        'b/vite.config.ts': config("'process.env': { API_URL: env.API_URL },"),
        'c/vite.config.ts':
          "const env = loadEnv(mode, '.', 'VITE_')\nexport default { define: {\n  'process.env': env,\n} }\n",
      },
      found: [],
    },
  ])('$story', async ({ files, found: expected }) => {
    expect(await found(publicSecret, collectors, files)).toEqual(expected)
  })
})

describe('one setting with several defaults', () => {
  test.each<Sample>([
    {
      story: 'two modules of one service disagree on the days',
      files: {
        'api/pyproject.toml': '[project]\nname = "api"\n',
        'api/app/a.py': 'import os\ndays = int(os.getenv("KEEP_DAYS", "30"))\n',
        'api/app/b.py': 'import os\ndays = int(os.environ.get("KEEP_DAYS", 60))\n',
      },
      found: ['P2 env:KEEP_DAYS@api api/app/a.py:2'],
    },
    {
      story: 'the settings class and a stray getenv disagree',
      files: {
        'app/settings.py': 'class Settings(BaseSettings):\n    CACHE_TTL: int = 300\n',
        'app/cache.py': 'import os\nttl = os.getenv("CACHE_TTL", "60")\n',
      },
      found: ['P2 env:CACHE_TTL app/cache.py:2'],
    },
    {
      story: 'two spellings of one value, an empty one, another package and a test are no disagreement',
      files: {
        'a/package.json': '{}',
        'b/package.json': '{}',
        'a/x.ts': "export const x = process.env.API || 'http://api/'\nexport const y = process.env.API || ''\n",
        'a/y.ts': "export const { API = 'http://api' } = process.env\n",
        'b/z.ts': "export const z = process.env.API ?? 'http://other'\n",
        'a/tests/t.ts': "export const t = process.env.API ?? 'http://test'\n",
      },
      found: [],
    },
    {
      story: 'one file that chooses between defaults, a folder and a host in two spellings',
      files: {
        'a.ts':
          "const dev = process.env.SITE || 'http://localhost'\nconst live = process.env.SITE || 'https://x.example'\nprocess.env.FOLDER || 'data'\nprocess.env.BIND || '127.0.0.1'\n",
        'b.ts':
          "process.env.SITE || 'https://x.example'\nprocess.env.FOLDER || './data/'\nprocess.env.BIND || 'localhost'\n",
      },
      found: [],
    },
    {
      story: 'every process may have its own port',
      files: { 'a.ts': "process.env.PORT || '3000'\n", 'b.ts': "process.env.PORT || '4000'\n" },
      found: [],
    },
  ])('$story', async ({ files, found: expected }) => {
    expect(await found(divergentDefault, collectors, files)).toEqual(expected)
  })

  test('the default of a secret is neither kept nor quoted', async () => {
    const files = {
      'a.py':
        'import os\nkey = os.getenv("JWT_SECRET", "first-value")\nurl = os.getenv("STORE", "redis://u:pw-one@h")\n',
      'b.py':
        'import os\nkey = os.getenv("JWT_SECRET", "second-value")\nurl = os.getenv("STORE", "redis://u:pw-two@k")\n',
    }
    const facts = await factsOf(files, collectors)
    const inspection = await inspect(divergentDefault, collectors, files)
    expect(inspection.drafts.map((draft) => draft.anchor)).toEqual(['env:STORE'])
    for (const value of ['first-value', 'second-value', 'pw-one', 'pw-two'])
      expect(JSON.stringify([facts.all('envRead'), inspection])).not.toContain(value)
  })
})

describe('variables nobody is told about', () => {
  const example = { '.env.example': 'DATABASE_URL=\n# OPTIONAL_FLAG=\n' }
  test.each<Sample>([
    {
      story: 'two names are read without a default and declared nowhere: one grouped finding',
      files: { ...example, 'a.ts': 'process.env.MAIL_FROM\n', 'b.py': 'import os\nos.environ["BILLING_ACCOUNT"]\n' },
      found: ['P3 env:undeclared b.py:2'],
    },
    {
      story: 'declared, documented, defaulted and platform names are fine',
      files: {
        ...example,
        'README.md': 'Set `DOCUMENTED_NAME` first.\n',
        'a.ts':
          "[process.env.DATABASE_URL, process.env.OPTIONAL_FLAG, process.env.DOCUMENTED_NAME, process.env.GITHUB_SHA, process.env.NICE || 'x']\n",
        'b.py': 'import os\nname = os.environ.get("FRIENDLY") or "friend"\n',
      },
      found: [],
    },
    {
      story: 'names of a scheme, and names that the build or a script sets, are given',
      files: {
        ...example,
        'settings.py':
          'import environ\nenv = environ.FileAwareEnv(\n    SHOP_ADMINS=(str, "a@b.example"),\n)\nadmins = env("SHOP_ADMINS")\n',
        'a.ts': 'process.env.PKG_NAME\n',
        'scripts/build.js': 'vars.PKG_NAME = pkg.name\n',
      },
      found: [],
    },
    {
      story: 'an assignment from the environment itself gives nothing',
      files: { ...example, 'a.ts': 'export const MAIL_FROM = process.env.MAIL_FROM\n' },
      found: ['P3 env:undeclared a.ts:1'],
    },
    {
      story: 'the environ of a request is not that of the process',
      files: {
        'app/wsgi.py':
          "import os\n\ndef application(environ, start_response):\n    path = environ['PATH_INFO']\n    scheme = environ.get('HTTP_X_SCHEME')\n    return path, scheme\n",
        'app/settings.py': "from os import environ, path\n\nKEY = environ['SERVICE_REGION']\n",
        '.env.example': 'SERVICE_REGION=eu\n',
      },
      found: [],
    },
    {
      story: 'a library that declares nothing at all is left alone',
      files: { 'a.ts': 'process.env.MAIL_FROM\n' },
      found: [],
    },
  ])('$story', async ({ files, found: expected }) => {
    expect(await found(readUndeclared, collectors, files)).toEqual(expected)
  })
})

describe('settings that nothing reads', () => {
  test.each<Sample>([
    {
      story: 'a field and a line of the example file are dead',
      files: {
        'app/settings.py': 'class Settings(BaseSettings):\n    CACHE_TTL: int = 300\n    OLD_LIMIT: int = 5\n',
        'app/cache.py': 'from .settings import settings\nttl = settings.CACHE_TTL\n',
        '.env.example': 'CACHE_TTL=300\nFORGOTTEN_SWITCH=1\n',
      },
      found: ['P3 settings app/settings.py:3', 'P3 env-files .env.example:2'],
    },
    {
      story: 'prefixed fields, composed names, images and scripts read them',
      files: {
        'app/settings.py':
          'class Mail(BaseSettings):\n    model_config = SettingsConfigDict(env_prefix="MAIL_")\n    sender: str\n',
        'app/use.py': 'print(mail.sender)\n',
        'scripts/x.sh': 'echo "$FROM_SHELL"\n',
        'src/a.ts': `process.env[\`FEATURE_\${name}\`]\n`,
        '.env.example': 'MAIL_SENDER=a\nFROM_SHELL=1\nFEATURE_CART=1\nPOSTGRES_PASSWORD=x\n# COMMENTED_OUT=1\n',
      },
      found: [],
    },
    {
      story: 'names inserted into another line, ends of computed names and names of SDKs are read',
      files: {
        'src/a.ts': `process.env[\`\${provider}_CLIENT_ID\`]\n`,
        '.env.example': 'SITE_HOST=http://x\nAPI_ROOT=$SITE_HOST:3000\nACME_CLIENT_ID=\nBLOB_READ_WRITE_TOKEN=\n',
        'src/b.ts': 'process.env.API_ROOT\n',
      },
      found: [],
    },
    {
      story: 'a class that is read by computed names is not judged',
      files: {
        'app/settings.py': 'class Settings(BaseSettings):\n    UNSEEN: int = 1\n',
        'app/x.py': 'value = getattr(settings, name)\n',
      },
      found: [],
    },
  ])('$story', async ({ files, found: expected }) => {
    expect(await found(deadSetting, collectors, files)).toEqual(expected)
  })
})

describe('compose references', () => {
  const compose = (value: string) => `services:\n  api:\n    build: .\n    environment:\n      URL: ${value}\n`
  test.each<Sample>([
    {
      story: 'production asks for a name that nothing sets',
      files: { 'docker-compose.prod.yml': compose(`\${PUBLIC_URL}`), '.env.example': 'OTHER=1\n' },
      found: ['P2 compose:docker-compose.prod.yml docker-compose.prod.yml:5'],
    },
    {
      story: 'escapes, defaults and required forms are fine',
      files: { 'compose.yml': compose(`"$$A \${B:-x} \${C:?say} \${D-y}"`) },
      found: [],
    },
    {
      story: 'an environment file, a workflow, a script or a manual sets it',
      files: {
        'compose.yml': compose(`"$A \${B} \${C} \${D}"`),
        '.env.example': 'A=\n',
        '.github/workflows/d.yml': 'on: push\nenv:\n  B: x\njobs: {}\n',
        'deploy.sh': 'export C=1\n',
        'README.md': 'Give `D`.\n',
      },
      found: [],
    },
  ])('$story', async ({ files, found: expected }) => {
    expect(await found(composeReferenceUndeclared, collectors, files)).toEqual(expected)
  })
})
