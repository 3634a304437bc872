import type { Check, CheckKind } from '../../domain/check.ts'
import { managerOf, type Package, type PackageManager, parsePackage, runScript } from '../package-manager.ts'
import { inFolder } from '../paths.ts'
import { repairOf } from './repair.ts'
import { type Sources, toCheck } from './sources.ts'

/** Names under which repositories keep each kind of check; the first that is there counts. */
export const scriptsOf: readonly (readonly [CheckKind, readonly string[]])[] = [
  ['types', ['typecheck', 'type-check', 'types', 'check-types', 'check:types', 'tsc']],
  ['lint', ['lint']],
  ['build', ['build']],
  ['test', ['test']],
]

/** The checks that the scripts of one package declare. */
export async function packageChecks(folder: string, sources: Sources): Promise<readonly Check[]> {
  const declared = await packageAt(folder, sources)
  if (declared === null) return []
  const manager = await managerIn(folder, declared, sources)
  return scriptsOf.flatMap(([kind, names]) => {
    const script = names.find((name) => saysSomething(scriptText(declared, name)))
    if (script === undefined) return []
    const argv = runScript(manager, script)
    const repair = kind === 'lint' ? repairOf(declared, script, manager) : null
    return [toCheck({ kind, argv, folder, repair, source: `${inFolder(folder, 'package.json')} scripts.${script}` })]
  })
}

/** The package.json of a folder. Null: there is none, or it says nothing. */
export async function packageAt(folder: string, sources: Sources): Promise<Package | null> {
  const text = await sources.read(inFolder(folder, 'package.json'))
  return text === null ? null : parsePackage(text)
}

/** What a script runs; empty when there is none of that name. */
export function scriptText({ scripts }: Package, name: string): string {
  const text = Object.hasOwn(scripts, name) ? scripts[name] : undefined
  return typeof text === 'string' ? text.trim() : ''
}

/** The package's own word, else the root's: a workspace's lockfile lies at the root. */
async function managerIn(folder: string, declared: Package, sources: Sources): Promise<PackageManager> {
  const own = managerOf(declared, (name) => sources.files.has(inFolder(folder, name)))
  const root = await packageAt('', sources)
  return own ?? managerOf(root, (name) => sources.files.has(name)) ?? 'npm'
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
