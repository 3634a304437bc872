/**
 * Whether YAML text could nest deeper than allowed, judged before it is parsed: a parser spends its time on depth.
 * Counts brackets without minding quotes, with room to spare, and marks that open lists within lists on one line.
 */
export function nestsTooDeep(yaml: string, depth: number): boolean {
  return bracketDepth(yaml) > depth * 5 || yaml.split('\n').some((line) => compactDepth(line) > depth)
}

function bracketDepth(yaml: string): number {
  let open = 0
  let deepest = 0
  for (const character of yaml) {
    if (character === '[' || character === '{') deepest = Math.max(deepest, ++open)
    else if (character === ']' || character === '}') open = Math.max(0, open - 1)
  }
  return deepest
}

/** `- - - x` is a list in a list in a list, and so is `? ? ? x`; a rule of dashes is not. */
function compactDepth(line: string): number {
  const words = line.trim().split(/[ \t]+/)
  const first = words.findIndex((word) => word !== '-' && word !== '?' && word !== ':')
  return first === -1 ? words.length : first
}
