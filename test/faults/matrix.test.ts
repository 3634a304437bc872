import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const checkout = join(import.meta.dirname, '../..')
const page = readFileSync(join(checkout, 'docs/faults.md'), 'utf8')

/** F38 and F39 are left free for screens and clients that come and go. */
const known = Array.from({ length: 62 }, (_, index) => `F${String(index + 1).padStart(2, '0')}`).filter(
  (id) => id !== 'F38' && id !== 'F39',
)

const covered = rowsOf('Covered').map(([id = '', , test = '']) => `${id} ${test}`)
const later = rowsOf('Later')
const claimed = testFiles().flatMap(claimsOf)

test('every fault that a test claims is a row of the page, and every row has its test', () => {
  expect(covered.toSorted()).toEqual(claimed.toSorted())
})

test('every fault of the matrix is either covered or says what it waits for, never both', () => {
  const proven = new Set(covered.map((row) => row.slice(0, 3)))
  const waiting = later.map(([id]) => id ?? '')
  expect([...proven, ...waiting].toSorted()).toEqual(known)
  for (const [id, fault, reason] of later) {
    expect(fault, id).not.toBe('')
    expect(reason?.length, id).toBeGreaterThan(5)
  }
})

/** The cells of the table below a heading, without its head. */
function rowsOf(heading: string): readonly (readonly string[])[] {
  const section = page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? ''
  const lines = section.split('\n').filter((line) => /^\| F\d\d \|/.test(line))
  return lines.map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  )
}

function testFiles(): readonly string[] {
  const files = readdirSync(join(checkout, 'test'), { recursive: true, encoding: 'utf8' })
  return files.filter((file) => file.endsWith('.test.ts')).map((file) => `test/${file.replaceAll('\\', '/')}`)
}

/** `F53 `test/x.test.ts`: its title`, for each title of a test or a group that begins with the id of a fault. */
function claimsOf(file: string): readonly string[] {
  const text = readFileSync(join(checkout, file), 'utf8')
  const titles = [...text.matchAll(/(?:test|it|describe)\(\s*(['"`])(F\d\d): (.*?)\1,/g)]
  return titles.map((match) => `${match[2]} \`${file}\`: ${match[3]}`)
}
