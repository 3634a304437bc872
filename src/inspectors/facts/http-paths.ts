/** One spelling for the paths of all frameworks and clients: parameters are `{}`, open ends are `{**}`. */
export function normalPath(raw: string): string {
  const plain = raw
    .replace(/\$\{[^}]{0,200}\}/g, '{}')
    .replace(/[?#].*$/, '')
    .replace(/\\/g, '')
  const segments = plain.split('/').filter((segment) => segment !== '')
  return `/${segments.map(normalSegment).join('/')}`
}

function normalSegment(segment: string): string {
  if (/^\{[^}:]*:path\}$|^<path:[^>]*>$|^\*|^\[+\.\.\.|^:[\w]+(?:\*|\+|\(\.\*\))$|^\{\*\*\}$/.test(segment))
    return '{**}'
  return segment
    .replace(/\{[^}]*\}/g, '{}')
    .replace(/<[^>]*>/g, '{}')
    .replace(/\[[^\]]*\]+/g, '{}')
    .replace(/:[A-Za-z_]\w*(?:\([^)]*\))?\??/g, '{}')
}

export function joinPaths(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('/')
}

export function segmentsOf(path: string): readonly string[] {
  return path.split('/').filter((segment) => segment !== '')
}

/** Whether two normalised paths can name the same thing. A parameter on either side takes any one segment. */
export function pathsMeet(left: readonly string[], right: readonly string[]): boolean {
  const [first, ...rest] = left
  const [other, ...others] = right
  if (first === '{**}') return pathsMeet(rest, right) || (other !== undefined && pathsMeet(left, others))
  if (other === '{**}') return pathsMeet(left, others) || (first !== undefined && pathsMeet(rest, right))
  if (first === undefined || other === undefined) return first === other
  return segmentsMeet(first, other) && pathsMeet(rest, others)
}

/** A parameter of each stands where the other has a word: one concrete request could hardly mean both. */
export function pathsCross(left: readonly string[], right: readonly string[]): boolean {
  if (left.length !== right.length) return false
  const stands = (some: readonly string[], other: readonly string[]) =>
    some.some((segment, index) => segment === '{}' && !(other[index] ?? '{').includes('{'))
  return stands(left, right) && stands(right, left)
}

function segmentsMeet(left: string, right: string): boolean {
  if (left === right) return true
  if (left === '{}' || right === '{}') return true
  if (!left.includes('{}') && !right.includes('{}')) return false
  return affixesMeet(left, right)
}

/** For `file-{}` and the like: the fixed head and tail of one must fit the other's. */
function affixesMeet(left: string, right: string): boolean {
  const [leftHead = '', rightHead = ''] = [left.split('{}')[0], right.split('{}')[0]]
  const [leftTail = '', rightTail = ''] = [left.split('{}').at(-1), right.split('{}').at(-1)]
  const headsFit = leftHead.startsWith(rightHead) || rightHead.startsWith(leftHead)
  return headsFit && (leftTail.endsWith(rightTail) || rightTail.endsWith(leftTail))
}
