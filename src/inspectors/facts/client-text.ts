import type { View } from '../inspector.ts'
import { isAside, isForeign } from './source-kind.ts'

/**
 * Whether the text of any client file names the path. A coarse net under the parsed calls: it also sees Vue and Svelte
 * files, mobile clients and paths that are put together from parts.
 */
export function mentionedByClients(view: View, segments: readonly string[]): boolean {
  const words = segments.filter((segment) => !segment.includes('{') && !/^(?:api|v\d+)$/i.test(segment))
  const tail = words.at(-1)
  if (tail === undefined) return true
  const wanted = words.length > 1 ? words.slice(-2) : words
  return clientTexts(view).some((text) => wanted.every((word) => text.includes(word)))
}

/** Text of the files that may hold a client: no server routes in them, no Python, no tests. */
export function clientTexts(view: View): readonly string[] {
  return view.facts.derived('http:client-texts', () => {
    const servers = new Set(view.facts.all('route').map((route) => route.file))
    return view.snapshot.files
      .filter((file) => !servers.has(file.path) && !isAside(file.path) && !isForeign(file.path))
      .filter((file) => /\.(?:[cm]?[jt]sx?|vue|svelte|astro|html|dart|kt|swift)$/.test(file.path))
      .map((file) => file.text)
  })
}

/** Whether any code names the function besides its definition. Short and common names always count as used. */
export function isNamedElsewhere(view: View, symbol: string): boolean {
  const name = symbol.slice(symbol.lastIndexOf('.') + 1)
  if (name.length < 8 || !/[A-Z_]/.test(name)) return true
  let seen = 0
  for (const text of clientTexts(view)) {
    for (let at = text.indexOf(name); at !== -1 && seen < 2; at = text.indexOf(name, at + name.length)) seen += 1
    if (seen > 1) return true
  }
  return false
}
