import type { Check, CheckKind } from '../../domain/check.ts'
import { managerOf, type Package, type PackageManager, parsePackage, runScript } from '../package-manager.ts'
import { repairOf } from './repair.ts'
import { inFolder } from '../paths.ts'
import { type Sources, toCheck } from './sources.ts'

/** Names under which repositories keep each kind of check; the first that is there counts. */
const scriptsOf: readonly (readonly [CheckKind, readonly string[]])[] = [
  ['types', ['typecheck', 'type-check', 'types', 'check-types', 'check:types', 'tsc']],
  ['lint', ['lint']],
  ['build', ['build']],
  ['test', ['test']],
]

/**
 * Scripts of package.json: the root's, or those of the packages below when the root has none. What the root only hands on
 * to packages with dependencies of their own is taken from there: each is then a suite that can be counted.
 */
export async function nodeChecks(sources: Sources): Promise<readonly Check[]> {
  const root = await checksIn('', sources)
  const handedOn = await Promise.all(root.map((check) => handOn(check, sources)))
  if (root.length > 0) return handedOn.flat()
  const folders = sources.foldersBelow('package.json')
  return (await Promise.all(folders.map((folder) => checksIn(folder, sources)))).flat()
}

async function checksIn(folder: string, sources: Sources): Promise<readonly Check[]> {
  const path = inFolder(folder, 'package.json')
  const declared = await packageAt(path, sources)
  if (declared === null) return []
  const manager = await managerIn(folder, declared, sources)
  return scriptsOf.flatMap(([kind, names]) => {
    const script = names.find((name) => saysSomething(scriptText(declared, name)))
    if (script === undefined) return []
    const argv = runScript(manager, script)
    const repair = kind === 'lint' ? repairOf(declared, script, manager) : null
    return [toCheck({ kind, argv, folder, repair, source: `${path} scripts.${script}` })]
  })
}

async function handOn(check: Check, sources: Sources): Promise<readonly Check[]> {
  const declared = await packageAt('package.json', sources)
  const script = check.argv.at(-1) ?? ''
  const folders = declared === null ? [] : foldersIn(declared, script, new Set())
  const own = folders.filter((folder) => sources.files.has(inFolder(folder, 'package.json'))).toSorted()
  const below = (await Promise.all(own.map((folder) => checksIn(folder, sources)))).flat()
  const same = below.filter(({ kind }) => kind === check.kind)
  return same.length > 0 ? same : [check]
}

/** Folders that a script goes to, by itself or through other scripts of the same package. */
function foldersIn(declared: Package, script: string, seen: Set<string>): readonly string[] {
  if (seen.has(script) || seen.size > 50) return []
  seen.add(script)
  const text = scriptText(declared, script)
  const named = [...text.matchAll(/(?:--prefix[= ]|(?:^|&& *)cd )(?:\.\/)?([\w@./-]{1,200})/g)].map(
    ([, folder = '']) => folder,
  )
  const called = [...text.matchAll(/\b(?:npm|pnpm|yarn|bun) (?:run )?([\w:.-]{1,100})/g)].map(([, name = '']) => name)
  return [
    ...new Set([
      ...named.map((name) => name.replace(/\/$/, '')),
      ...called.flatMap((name) => foldersIn(declared, name, seen)),
    ]),
  ]
}

async function packageAt(path: string, sources: Sources): Promise<Package | null> {
  const text = await sources.read(path)
  return text === null ? null : parsePackage(text)
}

/** The package's own word, else the root's: a workspace's lockfile lies at the root. */
async function managerIn(folder: string, declared: Package, sources: Sources): Promise<PackageManager> {
  const own = managerOf(declared, (name) => sources.files.has(inFolder(folder, name)))
  const root = await packageAt('package.json', sources)
  return own ?? managerOf(root, (name) => sources.files.has(name)) ?? 'npm'
}

function scriptText({ scripts }: Package, name: string): string {
  const text = Object.hasOwn(scripts, name) ? scripts[name] : undefined
  return typeof text === 'string' ? text.trim() : ''
}

/** Not the placeholder of `npm init`, nothing that only talks, waits for changes, cannot fail, or reaches out. */
function saysSomething(script: string): boolean {
  return script !== '' && script.length < 5_000 && !silent.some((pattern) => pattern.test(script))
}

const silent: readonly RegExp[] = [
  /no test specified/,
  /^(?:true|:|exit 0)$/,
  /^echo\b[^&|;]*(?:&& *exit \d+)?$/,
  /\|\| *(?:true|:|exit 0|echo\b[^&|;]*)$/,
  /; *(?:true|exit 0)$/,
  /(?:^|\s)--watch(?:All)?(?:=true)?(?:\s|$)/,
  /(?:^|\s)(?:nodemon|vitest (?:watch|dev)|tsc(?:\s\S{1,100})? -w|node --watch\S*)(?:\s|$)/,
  /^ng test(?!.*--(?:no-watch|watch[= ]false))/,
  /\b(?:npm publish|docker push|git push|kubectl|terraform apply|firebase deploy|serverless deploy|vercel|gh-pages)\b/,
]
