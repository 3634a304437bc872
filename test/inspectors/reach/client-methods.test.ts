// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the fixtures are source text.
import { expect, test } from 'vitest'
import { apiCollectors } from '../../../src/inspectors/api/api.ts'
import { clientCallWithoutRoute } from '../../../src/inspectors/api/client-call-without-route.ts'
import { codeCollectors } from '../../../src/inspectors/code/code.ts'
import { inspect } from '../../support/inspect.ts'
import { shopWith } from '../api/shop.ts'

const people = [
  "import { api } from '../lib/api'",
  'export class PeopleApi {',
  "  all() { return api.get('/users') }",
  '  archive(id: number) {',
  '    return api.post(`/users/${id}/archive`)',
  '  }',
  '}',
].join('\n')

const holder = [
  "import { OrdersApi } from './services/orders'",
  "import { PeopleApi } from './services/people'",
  'export class Client {',
  '  readonly people: PeopleApi',
  '  readonly orders = new OrdersApi()',
  '  constructor() {',
  '    this.people = new PeopleApi()',
  '    Object.freeze(this)',
  '  }',
  '}',
  'export const useClient = function (): Client {',
  '  return new Client()',
  '}',
].join('\n')

const base = {
  'frontend/package.json': '{ "name": "shop", "private": true, "dependencies": { "nuxt": "2" } }',
  'frontend/src/services/people.ts': people,
  'frontend/src/services/orders.ts': 'export class OrdersApi {\n  archive(id: number) {\n    return id\n  }\n}',
  'frontend/src/client.ts': holder,
}

/** What the audit says of the reach of `PeopleApi.archive`, whose path no route serves. */
async function reachIn(files: Record<string, string>) {
  const written = shopWith({ ...base, ...files })
  const { drafts } = await inspect(clientCallWithoutRoute, [...apiCollectors, ...codeCollectors], written)
  const draft = drafts.find((one) => one.anchor.endsWith('/users/{}/archive'))
  return draft === undefined ? null : { reach: draft.reach, why: draft.reachWhy }
}

const main = 'frontend/src/main.ts'
const page = 'frontend/pages/index.vue'
const own = "import { PeopleApi } from './services/people'\n"
const through = "import { useClient } from './client'\n"

test.each<[string, Record<string, string>, string]>([
  ['on an instance', { [main]: `${own}new PeopleApi().archive(1)` }, `${main}:2`],
  [
    'through a property of what a composable answers',
    { [main]: `${through}const client = useClient()\nclient.people.archive(1)` },
    `${main}:3`,
  ],
  [
    'through a property that is taken out',
    { [main]: `${through}const { people: all } = useClient()\nall?.archive(1)` },
    `${main}:3`,
  ],
  [
    'on an instance of a class that inherits it',
    { [main]: `${own}class Staff extends PeopleApi {}\nconst staff = new Staff()\nstaff.archive(1)` },
    `${main}:4`,
  ],
  [
    'on a field that is injected',
    {
      [main]: `${own}@Component({})\nexport class View {\n  constructor(private readonly people: PeopleApi) {}\n  go() { this.people.archive(1) }\n}`,
    },
    `${main}:5`,
  ],
  [
    'on a parameter of a function of ours',
    { [main]: `${through}const go = (client: unknown) => client.people.archive(1)\ngo(useClient())` },
    `${main}:2`,
  ],
  [
    'by a base class that leaves it to those below',
    {
      'frontend/src/services/people.ts': people
        .replace('class PeopleApi {', 'class PeopleApi extends Base {')
        .replace('export', 'class Base {\n  run() { this.archive(1) }\n}\nexport'),
      [main]: `${own}new PeopleApi().run()`,
    },
    `${main}:2 calls Base.run, which calls PeopleApi.archive at frontend/src/services/people.ts:3`,
  ],
  [
    'in the template of a page',
    {
      [page]:
        '<template>\n  <v-btn @click="client.people.archive(1)" />\n</template>\n<script lang="ts">\nimport { useClient } from \'../src/client\'\nexport default { setup() { const client = useClient(); return { client } } }\n</script>',
    },
    `${page}:2`,
  ],
  [
    'in the script of a page',
    {
      [page]:
        '<template><b /></template>\n<script setup lang="ts">\nimport { useClient } from \'../src/client\'\nconst client = useClient()\nclient.people.archive(1)\n</script>',
    },
    `${page}:5`,
  ],
])('a method that is called %s is reachable, and the call is named', async (_, files, where) => {
  const found = await reachIn(files)
  expect(found?.reach).toBe('reachable')
  expect(found?.why).toBe(where.includes(' ') ? where : `${where} calls PeopleApi.archive`)
})

test.each<[string, Record<string, string>]>([
  ['nothing calls', { [main]: `${through}useClient().people.all()` }],
  [
    'shares its name with one of another class',
    { [main]: `${through}const client = useClient()\nclient.orders.archive(1)` },
  ],
  [
    'a class below overrides',
    { [main]: `${own}class Staff extends PeopleApi {\n  archive() {}\n}\nnew Staff().archive(1)` },
  ],
  [
    'only a composable calls that nothing uses',
    {
      [main]: `${through}useClient()`,
      'frontend/composables/use-archive.ts':
        "import { useClient } from '../src/client'\nexport const useArchive = () => useClient().people.archive(1)",
    },
  ],
  [
    'only a method calls that nothing calls',
    {
      [main]: `${own}class Desk {\n  people = new PeopleApi()\n  clear() { this.people.archive(1) }\n  open() {}\n}\nnew Desk().open()`,
    },
  ],
  [
    'only a test calls',
    { [main]: `${through}useClient()`, 'frontend/src/client.test.ts': `${own}new PeopleApi().archive(1)` },
  ],
  [
    'a name hides by the same word',
    {
      [main]: `${through}const client = useClient()\nconst go = (client: any) => client.people.archive(1)\nclient.people.all()`,
    },
  ],
])('a method that %s is unreachable', async (_, files) => {
  expect(await reachIn(files)).toMatchObject({ reach: 'unreachable' })
})

test.each<[string, Record<string, string>]>([
  [
    'whose object goes to a function from outside',
    { [main]: `${through}import { provide } from 'vue'\nprovide('client', useClient())\nother.archive(1)` },
  ],
  ['that is handed on', { [main]: `${through}import { run } from 'queue'\nrun(useClient().people.archive)` }],
  [
    'that may be chosen at run time',
    {
      [main]: `${through}const client = useClient()\nexport const act = (name: string) => client.people[name](1)\nother.archive(1)`,
    },
  ],
  [
    'of a package that anybody may install',
    {
      'frontend/package.json': '{ "name": "sdk", "main": "dist/index.js" }',
      'frontend/src/services/orders.ts': 'export class OrdersApi {}',
      'frontend/src/index.ts': "export * from './client'",
    },
  ],
  [
    'that a framework may call',
    { 'frontend/src/services/people.ts': people.replace('class PeopleApi', 'class PeopleApi extends Gateway') },
  ],
  [
    'that a component calls which nothing is seen to load',
    {
      'frontend/components/Card.vue':
        '<script setup lang="ts">\nimport { useClient } from \'../src/client\'\nuseClient().people.archive(1)\n</script>',
    },
  ],
])('the reach of a method %s is not known', async (_, files) => {
  expect(await reachIn(files)).toMatchObject({ reach: 'unknown' })
})

test('methods of one file that nothing calls stay findings of their own, so that their debts keep their ids', async () => {
  const more = people.replace(/\}$/, '  badge(id: number) {\n    return api.get(`/users/${id}/badge`)\n  }\n}')
  const files = shopWith({ ...base, 'frontend/src/services/people.ts': more, [main]: `${through}useClient()` })
  const { drafts } = await inspect(clientCallWithoutRoute, [...apiCollectors, ...codeCollectors], files)
  expect(drafts.map(({ anchor, reach }) => [anchor, reach])).toEqual([
    ['POST /api/v1/users/{}/archive', 'unreachable'],
    ['GET /api/v1/users/{}/badge', 'unreachable'],
  ])
})
