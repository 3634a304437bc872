// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the fixtures are source text.
import { expect, test } from 'vitest'
import { apiCollectors } from '../../../src/inspectors/api/api.ts'
import { methodMismatch } from '../../../src/inspectors/integration/method-mismatch.ts'
import { inspect } from '../../support/inspect.ts'
import { shopWith } from '../api/shop.ts'

const head = "import { api } from '../lib/api'"
const literal = `${head}\nexport default {\n  get(id) {\n    return api.get(\`/users/\${id}\`)\n  },\n  delete(id) {\n    return api.delete(\`/users/\${id}\`)\n  },\n}\n`
const named = `${head}\nexport const userApi = {\n  get: (id) => api.get(\`/users/\${id}\`),\n  delete: (id) => api.delete(\`/users/\${id}\`),\n}\n`
const plain = `${head}\nexport const get = (id) => api.get(\`/users/\${id}\`)\nexport function remove(id) {\n  return api.delete(\`/users/\${id}\`)\n}\n`

/** A client whose name ends like that of the module, behind an alias. */
const aliased = literal.replace(head, "import { api } from '@/api'")

const reach = async (module: string, user: string) => {
  const files = shopWith({
    'frontend/src/api.ts': "export { api } from './lib/api'",
    'frontend/tsconfig.json': '{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }',
    'frontend/src/admin/api.js': module,
    'frontend/src/admin/Page.vue': user,
  })
  return (await inspect(methodMismatch, apiCollectors, files)).drafts.map((draft) => draft.reach)
}

test.each([
  ['a member of the default object', literal, "import UserApi from '@/admin/api'\nUserApi.get(1)"],
  ['a member of an object whose own client has its name', aliased, "import UserApi from '@/admin/api'\nUserApi.get(1)"],
  ['a member of a named object', named, "import { userApi } from './api'\nuserApi.get(1)"],
  ['a function with an everyday name', plain, "import { get } from './api'\nget(1)"],
  ['a function behind a namespace', plain, "import * as users from './api'\nusers.get(1)"],
])('%s that no importer calls is unreachable', async (_, module, user) => {
  expect(await reach(module, user)).toEqual(['unreachable'])
})

test.each([
  ['is called', literal, "import UserApi from '@/admin/api'\nUserApi\n  .delete(1)"],
  ['is called by a named object', named, "import { userApi as users } from './api'\nusers.delete(1)"],
  ['is imported by name', plain, "import { get, remove as drop } from './api'\nonClick(drop)"],
  ['is called through a namespace', plain, "import * as users from './api'\nusers.remove(1)"],
  ['is called by its own module', `${literal}const all = () => this.delete(1)`, "import Api from './api'\nApi.get(1)"],
  ['may be called where the object goes', literal, "import UserApi from './api'\nmakeStore(UserApi)"],
  ['may be chosen at run time', literal, "import UserApi from './api'\nUserApi[action](1)"],
  ['is handed on', plain, "export * from './api'"],
  ['is loaded later', literal, "const load = () => import('./api')"],
  ['has no importer at all', literal, ''],
])('a client function that %s is reachable', async (_, module, user) => {
  expect(await reach(module, user)).toEqual(['reachable'])
})
