import { expect, test } from 'vitest'
import { nightRecord } from '../../src/cli/watch/night-record.ts'
import { branch, nightBook } from '../engine/documents/made-up-night.ts'

test('the result of a night names commits, paid debts and the branch', () => {
  const record = nightRecord(nightBook().state)
  expect(record.landed).toHaveLength(3)
  expect(record.paid).toEqual(['DEBT-001', 'DEBT-002', 'DEBT-003'])
  expect(record.branch).toBe(branch)
})

test('a branch that is not shown is no branch to work with, and a barren night adds nothing', () => {
  expect(nightRecord(nightBook({ unpublished: 'it is checked out' }).state).branch).toBeNull()
  expect(nightRecord(nightBook({ barren: true }).state)).toEqual({})
})
