import { cite, linesOf } from '../cite.ts'
import { citeCall } from '../facts/cite-call.ts'
import { type Router, surfaceOf } from '../facts/endpoints.ts'
import { type Joined, joinsOf } from '../facts/http-joins.ts'
import { modulesOf } from '../facts/modules.ts'
import { folderOf, nameOf, shortName } from '../facts/path.ts'
import { isTest } from '../facts/source-kind.ts'
import type { Inspection, Inspector, Unfiled, View } from '../inspector.ts'

/** A router with routes that no application includes: its routes answer 404. */
export const routerNotMounted: Inspector = {
  id: 'api/router-not-mounted',
  version: 1,
  layer: 'api',
  title: 'A router has routes but hangs on no application',
  inspect: (view) => {
    const { routers, endpoints } = surfaceOf(view)
    const all = [...routers].map(([id, router]) => ({ ...router, routes: routesBelow(routers, id) }))
    const mountable = all.filter((one) => one.fact.kind === 'router' && one.routes.length > 0 && hasApp(one, all))
    const served = new Set(endpoints.filter((endpoint) => endpoint.state !== 'unmounted').map(({ route }) => route))
    const lost = mountable.filter(
      (router) =>
        router.mounts.length === 0 && !router.routes.some((route) => served.has(route)) && !isUsed(view, router),
    )
    return {
      population: mountable.length,
      bad: lost.length,
      unit: 'routers',
      drafts: [...foldersOf(view, lost)].flatMap(([folder, group]) => draftsOf(view, folder, group)),
    }
  },
}

/** Routers that no client asks for, by folder: several in one folder were left behind together. */
function foldersOf(view: View, lost: readonly Router[]): ReadonlyMap<string, readonly Router[]> {
  return Map.groupBy(lost, (router) =>
    callsTo(view, router).length > 0 ? `${router.fact.file}#${router.fact.name}` : folderOf(router.fact.file),
  )
}

function draftsOf(view: View, folder: string, group: readonly Router[]): Inspection['drafts'] {
  const [first] = group
  if (first === undefined || group.length < 3) return group.map((one) => draftOf(view, one))
  const routes = group.reduce((sum, { routes: own }) => sum + own.length, 0)
  const names = group.map(({ fact }) => nameOf(fact.file).replace(/\.\w+$/, ''))
  return [
    {
      ...draftOf(view, first),
      title:
        `${group.length} routers in ${folder} are mounted nowhere, ${routes} routes are dead: ${names.join(', ')}`.slice(
          0,
          140,
        ),
      anchor: `routers:${folder}`,
      evidence: [
        ...group
          .slice(0, 6)
          .map(({ fact }, index) =>
            cite(view.snapshot, fact.file, fact.line, { role: index === 0 ? 'primary' : 'related' }),
          ),
        ...group.slice(0, 6).flatMap((one) => (sharesFile(view, one) ? [] : [absenceIn(one.fact.file)])),
      ],
      instances: group.slice(0, 100).map(({ fact }) => ({ file: fact.file, line: fact.line })),
    },
  ]
}

/** Client calls that only routes of this router could answer. */
function callsTo(view: View, { routes }: Router): readonly Joined[] {
  const wanted = joinsOf(view).filter(({ endpoints }) => endpoints.some((endpoint) => routes.includes(endpoint.route)))
  return wanted.filter(({ endpoints }) => endpoints.every((endpoint) => endpoint.state === 'unmounted'))
}

/** The routes of a router and of every router that hangs below it. */
function routesBelow(routers: ReadonlyMap<string, Router>, id: string, depth = 0): Router['routes'] {
  const below = [...routers].filter(([, router]) => depth < 8 && router.mounts.some((mount) => mount.parentId === id))
  return [...(routers.get(id)?.routes ?? []), ...below.flatMap(([child]) => routesBelow(routers, child, depth + 1))]
}

/** An application of the same framework that mounts something: only then is a missing mount a statement. */
function hasApp(router: Router, all: readonly Router[]): boolean {
  const python = router.fact.file.endsWith('.py')
  const family = all.filter(
    (one) => one.fact.file.endsWith('.py') === python && one.fact.framework === router.fact.framework,
  )
  return family.some((one) => one.fact.kind === 'app') && family.some((one) => one.mounts.length > 0)
}

/** Named anywhere outside its own decorators: in a list, as an argument, by another module. Then we cannot tell. */
function isUsed(view: View, router: Router): boolean {
  const { file, name } = router.fact
  if (name.startsWith('this.') || name.includes('.') || usedAtHome(view, router)) return true
  const modules = modulesOf(view.facts, view.snapshot)
  return view.facts.all('binding').some((binding) => {
    if (binding.file === file || isTest(binding.file)) return false
    const targets = modules.resolve(binding.file, binding.local)
    const direct = targets.some((one) => one.file === file && (one.name === name || one.name === 'default'))
    const whole = targets.some((one) => one.file === file && one.name === '*')
    if (direct) return isNamed(view, binding.file, binding.local)
    return whole && isNamed(view, binding.file, `${binding.local}.${name}`)
  })
}

function usedAtHome(view: View, router: Router): boolean {
  const { file, name, line } = router.fact
  const python = file.endsWith('.py')
  return linesOf(view.snapshot, file).some((text, index) => {
    if (index + 1 === line || !hasWord(text, name)) return false
    if (python)
      return (
        !text.trimStart().startsWith('@') &&
        !new RegExp(`\\b${name}\\.\\w+\\(`).test(text) &&
        !/^\s*(?:#|__all__)/.test(text)
      )
    return !new RegExp(`\\b${name}\\s*\\.|export\\b|module\\.exports`).test(text)
  })
}

function isNamed(view: View, file: string, name: string): boolean {
  return linesOf(view.snapshot, file).some(
    (text) => hasWord(text, name) && !/^\s*(?:from|import|export|#|\/\/)\b|require\(/.test(text),
  )
}

function hasWord(text: string, name: string): boolean {
  const at = text.indexOf(name)
  return at !== -1 && !/[\w$]/.test(text[at - 1] ?? ' ') && !/[\w$]/.test(text[at + name.length] ?? ' ')
}

function draftOf(view: View, router: Router): Unfiled {
  const { fact, routes } = router
  const asked = callsTo(view, router)
  return {
    title:
      `Router ${fact.name} in ${shortName(fact.file)} is mounted nowhere: ${routes.length} ${routes.length === 1 ? 'route is' : 'routes are'} dead`.slice(
        0,
        140,
      ),
    claim: 'absence',
    impact: 'feature-broken',
    reach: 'reachable',
    reachWhy:
      asked.length > 0
        ? `${asked.length} client calls ask for its routes`
        : 'the application that should include it runs without it',
    confidence: asked.length > 0 ? 'high' : 'medium',
    anchor: `router:${fact.file}#${fact.name}`,
    evidence: [
      cite(view.snapshot, fact.file, fact.line),
      ...asked.slice(0, 4).map(({ call }) => citeCall(view, call.fact, 'related')),
      ...(sharesFile(view, router) ? [] : [absenceIn(fact.file)]),
    ],
    instances: [{ file: fact.file, line: fact.line }, ...routes.slice(0, 99).map(({ file, line }) => ({ file, line }))],
    fix: {
      advice: `Include the router in the application with its prefix, or delete the file if its routes were replaced.`,
      effort: 'S',
      doneWhen: 'a mount connects the router to an application, or the router is gone',
    },
  }
}

function absenceIn(file: string): Unfiled['evidence'][number] {
  return { kind: 'absence', query: { fact: 'endpoint', where: { file, mounted: true } }, scope: [file], expected: 0 }
}

/** Another router in the same file may be mounted; then the query over the file would not be empty. */
function sharesFile(view: View, router: Router): boolean {
  return [...surfaceOf(view).routers.values()].some((one) => one !== router && one.fact.file === router.fact.file)
}
