import { expect } from 'vitest'
import type { Block } from './blocks.ts'

/** Every line shown was printed, in that order; `…` stands for lines left out. With `about`, numbers may differ. */
export function expectPrinted(stdout: string, { text, words }: Block): void {
  const plain = words.includes('about') ? withoutNumbers : withoutTimes
  const printed = stdout.split('\n').map(plain)
  let at = 0
  for (const line of text.trimEnd().split('\n').map(plain)) {
    if (line.trim() === '…') continue
    const found = printed.indexOf(line, at)
    expect(found, `${JSON.stringify(line)} was not printed, or not there:\n${stdout}`).not.toBe(-1)
    at = found + 1
  }
}

/** How long a machine took, and the four random digits of a run, are not what a block promises. */
function withoutTimes(line: string): string {
  return line
    .replace(/\b\d+(?:\.\d+)? m?s\b/g, 'T')
    .replace(/\b\d+:\d\d\b/g, 'T')
    .replace(/\b\d{8}-\d{6,9}-([a-z-]+)-[0-9a-f]{4}\b/g, 'R-$1')
    .replace(/parallel factor \d+(?:\.\d+)?/, 'parallel factor N')
    .trimEnd()
}

function withoutNumbers(line: string): string {
  return withoutTimes(line).replace(/\d+/g, 'N')
}
