import { called, made, type Path } from './value-path.ts'

/** Lines of a template that call a method by its path, and lines where something on the way to it is mentioned otherwise. */
export function markupUses(
  markup: string,
  path: Path,
): { readonly calls: readonly number[]; readonly open: readonly number[] } {
  const [head = '', ...rest] = path
  const calls: number[] = []
  const open: number[] = []
  if (!/^[\w$]+$/.test(head) || !markup.includes(head)) return { calls, open }
  const plain = rest.every((step) => step !== called && step !== made)
  for (const { index } of markup.matchAll(new RegExp(`(?<![\\w$.-])${head.replaceAll('$', '\\$')}(?![\\w$-])`, 'g'))) {
    const line = markup.slice(0, index).split('\n').length
    const fate = plain ? fateOf(markup.slice(index + head.length, index + 400), rest) : 'open'
    if (fate === 'called') calls.push(line)
    if (fate === 'open') open.push(line)
  }
  return { calls, open }
}

function fateOf(text: string, rest: readonly string[]): 'called' | 'open' | 'other' {
  let left = text
  for (const step of rest) {
    const [whole, name] = /^\s*\??\.\s*([\w$]+)/.exec(left) ?? []
    if (whole === undefined) return 'open'
    if (name !== step) return 'other'
    left = left.slice(whole.length)
  }
  return /^\s*(?:\?\.)?\(/.test(left) ? 'called' : 'open'
}
