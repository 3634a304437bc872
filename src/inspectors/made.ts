import { isBundleName } from './facts/region.ts'

/** A line longer than this was written by a tool. */
const longestLine = 5_000
/** People break their lines long before this, on average. */
const averageLine = 300
/** Below this an average says nothing: one long import is a whole file. */
const fewCharacters = 2_000

/** A script or style sheet that a tool put out: a bundle by its name, or lines that nobody types. */
export function isMade(path: string, text: string): boolean {
  return /\.(?:[cm]?js|css)$/.test(path) && (isBundleName(path) || isPacked(text) || hasLongLine(text) || isDense(text))
}

/** The first words of Browserify and of webpack. */
function isPacked(text: string): boolean {
  return /^(?:require=\(function|\(function(?: e\(t,n,r\)|\(\)\{function r\(e,n,t\))|\/\*{6}\/ \(?(?:function|\(\)))/.test(
    text.slice(0, 80),
  )
}

export function hasLongLine(text: string): boolean {
  if (text.length <= longestLine) return false
  for (let start = 0, end = text.indexOf('\n'); ; start = end + 1, end = text.indexOf('\n', start)) {
    if ((end === -1 ? text.length : end) - start > longestLine) return true
    if (end === -1) return false
  }
}

function isDense(text: string): boolean {
  if (text.length < fewCharacters) return false
  let lines = 1
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines += 1
  return text.length > lines * averageLine
}
