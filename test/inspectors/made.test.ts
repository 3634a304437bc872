import { expect, test } from 'vitest'
import { codeCollectors } from '../../src/inspectors/code/code.ts'
import { survey } from '../../src/inspectors/facts/survey.ts'
import { snapshotOf } from '../../src/inspectors/snapshot.ts'

const statement = 'export const a = () => 1;'
const typed = `${statement}\n`.repeat(400)

test.each([
  ['a bundle with one endless line', 'web/app.js', `${'// a licence\n'.repeat(300)}${statement.repeat(300)}`],
  ['a readable bundle', 'admin/fields.js', `require=(function(){function r(e,n,t){return t}})()({1:[]})\n${typed}`],
  ['a dense script', 'web/app.mjs', `${statement.repeat(16)}\n`.repeat(10)],
  ['a bundle that a tool named', 'web/assets/index-DUhmXSBR.mjs', typed],
  ['a script that does not parse', 'core/built/admin/assets/app.js', 'export const = 1'],
])('%s is text, never parsed', async (_, path, text) => {
  const snapshot = snapshotOf('test', [[path, text]])
  expect(snapshot.files).toMatchObject([{ path, language: 'other', text }])
  const { facts } = await survey(snapshot, codeCollectors, new AbortController().signal)
  expect(facts.counts()).toEqual({})
})

test.each([
  ['a long file of short lines', 'web/app.js', typed],
  ['a short file of one long line', 'web/app.js', statement.repeat(20)],
  ['TypeScript with a picture in it', 'web/logo.ts', `export const logo = '${'A'.repeat(6_000)}'`],
])('%s is somebody’s code', (_, path, text) => {
  expect(snapshotOf('test', [[path, text]]).files[0]?.language).toBe('typescript')
})
