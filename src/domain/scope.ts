import picomatch from 'picomatch'

const isGlob = (pattern: string): boolean => /[*?[\]{}()!]/.test(pattern)

/** Whether a path lies within one of the globs. */
export function covers(globs: readonly string[], path: string): boolean {
  return globs.some((glob) => matcher(glob)(path))
}

const matchers = new Map<string, (path: string) => boolean>()
function matcher(glob: string): (path: string) => boolean {
  const known = matchers.get(glob)
  if (known !== undefined) return known
  const folder = glob.endsWith('/') ? `${glob}**` : glob
  const made = picomatch(isGlob(folder) ? folder : [folder, `${folder}/**`], { dot: true })
  matchers.set(glob, made)
  return made
}

/**
 * Whether two sets of globs could touch one path. Errs on the safe side: two patterns overlap when the
 * literal folder in front of one's first wildcard contains the other's, even if no present file matches both.
 */
export function overlap(a: readonly string[], b: readonly string[]): boolean {
  return a.some((left) => b.some((right) => patternsOverlap(left, right)))
}

function patternsOverlap(left: string, right: string): boolean {
  const [a, b] = [literalPrefix(left), literalPrefix(right)]
  if (!isGlob(left) && isGlob(right)) return covers([right], left) || within(a, b) || (isFolder(a) && within(b, a))
  if (isGlob(left) && !isGlob(right)) return patternsOverlap(right, left)
  return (within(a, b) || within(b, a)) && suffixesMeet(left, right)
}

/** A literal name without an ending may be a folder, and a glob that reaches it may reach into it. */
function isFolder(literal: string): boolean {
  return !/\.[A-Za-z0-9]+$/.test(literal)
}

/** Two globs over nested folders still miss each other when both end in different literal extensions. */
function suffixesMeet(left: string, right: string): boolean {
  const [a, b] = [extension(left), extension(right)]
  return a === null || b === null || a === b
}

function extension(pattern: string): string | null {
  return /\*(\.[A-Za-z0-9]+)$/.exec(pattern)?.[1] ?? null
}

function literalPrefix(pattern: string): string {
  const parts = pattern.split('/')
  const wild = parts.findIndex(isGlob)
  return (wild === -1 ? parts : parts.slice(0, wild)).join('/').replace(/\/$/, '')
}

function within(folder: string, path: string): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`)
}
