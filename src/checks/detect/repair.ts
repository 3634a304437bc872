import { type Package, type PackageManager, runScript } from '../package-manager.ts'
import { splitWords } from '../../domain/command-words.ts'

/** Scripts that repair what a linter complains about, the nearest first. */
const scripts = ['lint:fix', 'lint-fix', 'fix:lint', 'fix']

/** How a tool is told to repair: words to leave out, words to add. */
const tools: Readonly<Record<string, { readonly drop?: readonly string[]; readonly add: readonly string[] }>> = {
  eslint: { add: ['--fix'] },
  xo: { add: ['--fix'] },
  standard: { add: ['--fix'] },
  'ts-standard': { add: ['--fix'] },
  oxlint: { add: ['--fix'] },
  stylelint: { add: ['--fix'] },
  biome: { add: ['--write'] },
  prettier: { drop: ['--check', '-c', '--list-different', '-l'], add: ['--write'] },
  ruff: { add: ['--fix'] },
}

/** The repository's own way to repair what its lint script complains about: a script for it, or the linter's own switch. */
export function repairOf(declared: Package, lint: string, manager: PackageManager): readonly string[] | null {
  const script = scripts.find((name) => typeof declared.scripts[name] === 'string')
  if (script !== undefined) return runScript(manager, script)
  const text = declared.scripts[lint]
  const direct = typeof text === 'string' ? ownSwitch(text) : null
  if (direct !== null) return direct
  const format = declared.scripts.format
  return typeof format === 'string' && /\s(?:--write|--fix|-w)(?:\s|$)/.test(format)
    ? runScript(manager, 'format')
    : null
}

/** Only when the script calls exactly that tool: of a chain nobody knows which part complained. */
export function ownSwitch(script: string): readonly string[] | null {
  const split = splitWords(script)
  if (!split.ok) return null
  const [program = '', ...rest] = split.words[0] === 'npx' ? split.words.slice(1) : split.words
  const tool = Object.hasOwn(tools, program) ? tools[program] : undefined
  if (tool === undefined || (program === 'ruff' && rest[0] !== 'check')) return null
  const kept = rest.filter((word) => tool.drop?.includes(word) !== true && !tool.add.includes(word))
  return [program, ...(program === 'biome' ? writing(kept) : kept), ...tool.add]
}

/** `biome ci` only looks; `biome check` is the same and may write. */
function writing(words: readonly string[]): readonly string[] {
  return words.map((word, index) => (index === 0 && word === 'ci' ? 'check' : word))
}
