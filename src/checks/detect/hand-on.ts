import type { Check, CheckKind } from '../../domain/check.ts'
import type { Package } from '../package-manager.ts'
import { inFolder } from '../paths.ts'
import { packageAt, packageChecks, scriptsOf, scriptText } from './package-checks.ts'
import type { Sources } from './sources.ts'

/** The checks of the folders that the script of a check goes to, or the check itself when it goes nowhere. */
export async function handOn(check: Check, sources: Sources): Promise<readonly Check[]> {
  const declared = await packageAt(check.folder, sources)
  const named = declared === null ? [] : textsOf(declared, scriptOf(check)).flatMap((text) => foldersIn(text))
  const own = [...new Set(named)].map((name) => inFolder(check.folder, name)).toSorted()
  const below = (await Promise.all(own.map((folder) => packageChecks(folder, sources)))).flat()
  const same = below.filter(({ kind }) => kind === check.kind)
  return same.length > 0 ? same : [check]
}

/** The kinds of which the script of a check runs the scripts of all packages below, by a workspace's own runner. */
export function kindsBelow(declared: Package, check: Check): readonly CheckKind[] {
  const commands = textsOf(declared, scriptOf(check)).flatMap((text) => text.split(/&&|[|;]/))
  const words = new Set(commands.filter((command) => isEverywhere(command)).flatMap((one) => one.split(/[\s,="']+/)))
  return scriptsOf.flatMap(([kind, names]) => (names.some((name) => words.has(name)) ? [kind] : []))
}

function scriptOf({ argv }: Check): string {
  return argv.at(-1) ?? ''
}

/** What a script runs, by itself or through other scripts of the same package. */
function textsOf(declared: Package, script: string, seen = new Set<string>()): readonly string[] {
  if (seen.has(script) || seen.size > 50) return []
  seen.add(script)
  const text = scriptText(declared, script)
  const called = [...text.matchAll(/\b(?:npm|pnpm|yarn|bun) (?:run )?([\w:.-]{1,100})/g)].map(([, name = '']) => name)
  return [text, ...called.flatMap((name) => textsOf(declared, name, seen))]
}

function foldersIn(text: string): readonly string[] {
  const named = text.matchAll(/(?:--prefix[= ]|(?:^|&& *)cd )(?:\.\/)?([\w@./-]{1,200})/g)
  return [...named].map(([, folder = '']) => folder.replace(/\/$/, ''))
}

function isEverywhere(command: string): boolean {
  return runner.test(command) || (manager.test(command) && inAll.test(command))
}

const runner = /\b(?:turbo|lerna|wsrun|nx (?:run-many|affected))\b/
const manager = /\b(?:npm|pnpm|yarn|bun)\b/
const inAll = /\s(?:-r|--recursive|-ws|--workspaces|workspaces (?:foreach|run))(?:\s|$)|--filter[= ]["']?\*/
