import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { Fact } from '../../../src/domain/event.ts'
import type { Draft } from '../../../src/domain/finding.ts'
import { renderSarif } from '../../../src/engine/documents/sarif.ts'
import { drafted, inspected, recorded, stateOf, verified } from '../../support/audit-state.ts'
import { debtOf, findingOf } from '../../support/findings.ts'

const Message = z.strictObject({ text: z.string().min(1) })
const Level = z.enum(['none', 'note', 'warning', 'error'])
const PhysicalLocation = z.strictObject({
  artifactLocation: z.strictObject({
    uri: z.string().regex(/^(?:[A-Za-z0-9_.!~*'()/-]|%[0-9A-F]{2})+$/),
    uriBaseId: z.literal('SRCROOT'),
  }),
  region: z.strictObject({
    startLine: z.int().min(1),
    endLine: z.int().min(1).optional(),
    snippet: z.strictObject({ text: z.string() }).optional(),
  }),
})

/** What the SARIF 2.1.0 schema asks of the parts that we write; no other property may appear. */
const Sarif = z.strictObject({
  $schema: z.url(),
  version: z.literal('2.1.0'),
  runs: z
    .array(
      z.strictObject({
        tool: z.strictObject({
          driver: z.strictObject({
            name: z.literal('Echelon'),
            version: z.string(),
            rules: z.array(
              z.strictObject({
                id: z.string(),
                name: z.string().regex(/^[A-Za-z0-9]+$/),
                shortDescription: Message,
                fullDescription: Message,
                help: Message,
                defaultConfiguration: z.strictObject({ level: Level }),
                properties: z.looseObject({ tags: z.array(z.string()) }),
              }),
            ),
          }),
        }),
        automationDetails: z.strictObject({ id: z.string() }),
        columnKind: z.enum(['utf16CodeUnits', 'unicodeCodePoints']),
        originalUriBaseIds: z.record(z.string(), z.strictObject({ description: Message })),
        invocations: z
          .array(
            z.strictObject({
              executionSuccessful: z.boolean(),
              toolExecutionNotifications: z.array(
                z.strictObject({ level: Level, message: Message, descriptor: z.strictObject({ id: z.string() }) }),
              ),
            }),
          )
          .length(1),
        results: z.array(
          z.strictObject({
            ruleId: z.string(),
            ruleIndex: z.int().min(0),
            level: Level,
            message: Message,
            locations: z.array(z.strictObject({ physicalLocation: PhysicalLocation })).length(1),
            relatedLocations: z
              .array(z.strictObject({ id: z.int().min(0), message: Message, physicalLocation: PhysicalLocation }))
              .optional(),
            partialFingerprints: z.record(z.string(), z.string().regex(/^[0-9a-f]{64}$/)),
            suppressions: z
              .array(
                z.strictObject({
                  kind: z.enum(['inSource', 'external']),
                  status: z.enum(['accepted', 'underReview', 'rejected']),
                  justification: z.string(),
                }),
              )
              .optional(),
            properties: z.looseObject({}),
          }),
        ),
      }),
    )
    .length(1),
})

function sarifOf(facts: readonly Fact[]) {
  const [run] = Sarif.parse(JSON.parse(renderSarif(stateOf(facts)))).runs
  if (run === undefined) throw new Error('no run')
  return { ...run, notifications: run.invocations[0]?.toolExecutionNotifications ?? [] }
}

function confirmed(parts: Partial<Draft>): Fact[] {
  const finding = findingOf(parts)
  return [drafted(finding), verified(finding)]
}

describe('audit.sarif', () => {
  test.each([
    ['security', 'production', 'error', '9.5'],
    ['security', 'reachable', 'error', '8.0'],
    ['quality', 'reachable', 'warning', undefined],
    ['hygiene', 'reachable', 'note', undefined],
  ] as const)('a confirmed finding of %s in %s has the level %s', (impact, reach, level, security) => {
    const { results, tool } = sarifOf(confirmed({ impact, reach }))
    expect(results).toMatchObject([{ level, ruleIndex: 0, ruleId: 'jobs/queue-without-worker' }])
    expect(tool.driver.rules[0]?.defaultConfiguration.level).toBe(level)
    expect(tool.driver.rules[0]?.properties['security-severity']).toBe(security)
  })

  test('carries the fingerprint, the debt, the quote and both sides of a join', () => {
    const finding = findingOf({
      evidence: [
        { kind: 'code', file: 'compose.yml', startLine: 4, endLine: 4, quote: 'command: worker', role: 'related' },
        { kind: 'absence', query: { fact: 'worker', where: { queue: 'metrics' } }, scope: [], expected: 0 },
        { kind: 'code', file: 'app/tasks.py', startLine: 2, endLine: 3, quote: 'queue = "metrics"', role: 'primary' },
      ],
      instances: [
        { file: 'app/tasks.py', line: 2 },
        { file: 'app/more.py', line: 7 },
      ],
    })
    const { results } = sarifOf([
      drafted(finding),
      verified(finding),
      recorded(debtOf({ id: 'DEBT-042', fingerprint: finding.fingerprint })),
    ])
    expect(results).toMatchObject([
      {
        partialFingerprints: { 'echelonFingerprint/v1': finding.fingerprint },
        properties: { debt: 'DEBT-042', severity: 'P0' },
        locations: [
          { physicalLocation: { artifactLocation: { uri: 'app/tasks.py' }, region: { startLine: 2, endLine: 3 } } },
        ],
        relatedLocations: [
          { id: 1, message: { text: 'related' }, physicalLocation: { artifactLocation: { uri: 'compose.yml' } } },
          { id: 2, message: { text: 'another place' }, physicalLocation: { region: { startLine: 7 } } },
        ],
      },
    ])
  })

  test('leaves out candidates and rejected drafts, and says how many were rejected or never verified', () => {
    const [bad, unjudged] = [findingOf({ anchor: 'bad' }), findingOf({ anchor: 'unjudged' })]
    const { results, notifications } = sarifOf([
      ...confirmed({ confidence: 'low', anchor: 'doubtful' }),
      ...[drafted(bad), verified(bad, { verdict: 'rejected', reason: 'no' })],
      drafted(unjudged),
    ])
    expect(results).toEqual([])
    const texts = notifications.map(({ message }) => message.text)
    expect(texts).toContain('1 findings had evidence that did not hold.')
    expect(texts).toContain('1 findings were not verified.')
  })

  test('what did not run is a notification, never silence', () => {
    const { notifications } = sarifOf([inspected('jobs/schedule', { status: 'notRun', reason: 'it crashed' })])
    expect(notifications).toContainEqual(
      expect.objectContaining({ message: { text: 'jobs/schedule did not run: it crashed' } }),
    )
    expect(notifications.filter(({ descriptor }) => descriptor.id === 'echelon/not-inspected')).toHaveLength(15)
  })

  test.each([
    ['comment at app/tasks.py:1', 'inSource'],
    ['register: DEBT-001 accepted', 'external'],
  ])('what "%s" accepts is suppressed %s, with its reason', (by, kind) => {
    const finding = findingOf()
    const { results } = sarifOf([
      ...confirmed({}),
      { type: 'finding.suppressed', fingerprint: finding.fingerprint, by, reason: 'another team' },
    ])
    expect(results[0]?.suppressions).toEqual([{ kind, status: 'accepted', justification: `another team (${by})` }])
  })

  test('hostile names and titles stay text', () => {
    const file = 'a b/%2e%2e/javascript:x|`<é\ud800.ts'
    const { results } = sarifOf(
      confirmed({
        title: '[click](https://evil.example) /users/{0} \u001b[31m \u202e',
        evidence: [{ kind: 'code', file, startLine: 1, endLine: 1, quote: 'x\u001b[2Jy', role: 'primary' }],
        instances: [{ file, line: 1 }],
      }),
    )
    const text = results[0]?.message.text ?? ''
    expect(text).toContain('[click] (https://evil.example) /users/{{0}}')
    expect(JSON.stringify(results)).not.toMatch(/\\u001b|\u202e/)
    const uri = results[0]?.locations[0]?.physicalLocation.artifactLocation.uri ?? ''
    expect(decodeURIComponent(uri)).toBe(file.toWellFormed())
  })

  test('shows five thousand results, the severest, and says what is missing', () => {
    const many = Array.from({ length: 5_003 }, (_, n) =>
      confirmed({ anchor: `a${n}`, impact: n < 3 ? 'hygiene' : 'quality' }),
    )
    const { results, notifications } = sarifOf(many.flat())
    expect(results).toHaveLength(5_000)
    expect(new Set(results.map(({ level }) => level))).toEqual(new Set(['warning']))
    expect(notifications.at(-1)?.message.text).toBe('3 more results are in audit.json.')
  })
})
