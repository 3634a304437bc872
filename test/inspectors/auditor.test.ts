import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openAuditor } from '../../src/inspectors/auditor.ts'
import type { Collector } from '../../src/inspectors/facts/collector.ts'
import type { Inspection, Inspector } from '../../src/inspectors/inspector.ts'
import { readFolder } from '../../src/inspectors/read-folder.ts'
import { share } from '../../src/inspectors/share.ts'
import { draftOf } from '../support/findings.ts'
import { type TestRepository, testFolder, testRepository } from '../support/repository.ts'

const never = new AbortController().signal
let repository: TestRepository
let commit: string

beforeAll(() => {
  repository = testRepository({
    'app/tasks.py': 'import celery\nqueue = "metrics"\n',
    'app/ignored.py': [
      '# echelon-ignore jobs/queue-without-worker: consumed by the other team',
      'queue = "other"',
      'queue = "third"  # echelon-ignore jobs/queue-without-worker',
      'text = "echelon-ignore jobs/queue-without-worker: a string is no comment"',
    ].join('\n'),
    'web/a.tsx': 'const a = <p>{/* echelon-ignore a11y/icon-button: decorative */}</p>\n// echelon-ignore\n',
    'compose.yml': 'services: {} # echelon-ignore deploy/latest-tag: pinned by digest upstream\n',
    'page.html': '<!-- echelon-ignore a11y/th: layout table --><table></table>\n',
  })
  commit = repository.commit()
})
afterAll(() => repository[Symbol.dispose]())

function audit(inspectors: readonly Inspector[], more: { collectors?: Collector[]; inspectorLimitMs?: number } = {}) {
  return openAuditor({ root: repository.root, commit, versioned: true, collectors: [], inspectors, ...more })
}

function inspector(id: string, inspect: Inspector['inspect'], parts: Partial<Inspector> = {}): Inspector {
  return { id, version: 1, layer: 'jobs', title: id, inspect, ...parts }
}

function draft(parts: Parameters<typeof draftOf>[0] = {}): Inspection['drafts'][number] {
  const { rule: _, ...rest } = draftOf(parts)
  return rest
}

const found = (drafts: Inspection['drafts'], population = 10, bad = 1): Inspection => ({
  population,
  bad,
  unit: 'queues',
  drafts,
})

describe('inspecting a layer', () => {
  test('runs its inspectors in order of their ids and gives drafts an identity and a severity', async () => {
    const auditor = audit([
      inspector('jobs/b', () => found([draft()])),
      inspector('jobs/a', () => found([]), { tool: { id: 'ruff', version: '1' } }),
      inspector('api/c', () => found([]), { layer: 'api' }),
    ])
    const runs = await auditor.inspect('jobs', never)
    expect(runs.map((run) => run.inspector)).toEqual(['jobs/a', 'jobs/b'])
    expect(runs[1]).toMatchObject({ status: 'ran', population: 10, bad: 1, unit: 'queues' })
    expect(runs[1]?.status === 'ran' && runs[1].findings[0]).toMatchObject({
      rule: 'jobs/b',
      severity: 'P0',
      fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
      source: { kind: 'inspector', id: 'jobs/b', version: '1' },
    })
    const verdict = await auditor.verify((runs[1]?.status === 'ran' && runs[1].findings[0]) || fail(), never)
    expect(verdict.verdict).toBe('confirmed')
  })

  test.each<[string, Inspector['inspect'], string]>([
    [
      'throws',
      () => {
        throw new TypeError('x is not a function')
      },
      'x is not a function',
    ],
    ['rejects', () => Promise.reject(new Error('no such tool\nat line 1')), 'no such tool'],
    [
      'hands in a draft that is not valid',
      () => found([draft({ title: 't'.repeat(200) })]),
      'draft 1 is not valid: title',
    ],
    ['hands in a path outside', () => found([draft({ instances: [{ file: '../x', line: 1 }] })]), 'must stay inside'],
    ['counts more bad than there are', () => found([], 1, 2), 'counts 2 bad of 1 queues'],
    ['finds something where there is nothing', () => found([draft()], 0, 0), '1 drafts about no queues at all'],
    ['never comes back', () => new Promise(() => {}), 'took longer than its limit of 1 s'],
    ['comes back too late', () => busy(1_200), 'took longer than its limit of 1 s'],
  ])('an inspector that %s did not run, and the others did', async (_, inspect, why) => {
    const auditor = audit([inspector('jobs/bad', inspect), inspector('jobs/good', () => found([]))], {
      inspectorLimitMs: 1_000,
    })
    const [bad, good] = await auditor.inspect('jobs', never)
    expect(bad).toMatchObject({ status: 'notRun', reason: expect.stringContaining(why) })
    expect(good?.status).toBe('ran')
  })

  test('findings of one identity become one, whatever their order', async () => {
    const twins = [
      draft({ instances: [{ file: 'app/tasks.py', line: 2 }] }),
      draft({ instances: [{ file: 'app/tasks.py', line: 1 }], confidence: 'medium' }),
      draft({ anchor: 'queue:another' }),
    ]
    const runs = await audit([
      inspector('jobs/a', () => found(twins)),
      inspector('jobs/b', () => found(twins.toReversed())),
    ]).inspect('jobs', never)
    const [first, second] = runs.map((run) => (run.status === 'ran' ? run.findings : []))
    expect(first?.map(({ anchor, severity }) => [anchor, severity])).toEqual([
      ['queue:another', 'P0'],
      ['queue:metrics', 'P0'],
    ])
    expect(first?.[1]?.instances).toHaveLength(2)
    expect(second?.map(({ instances }) => instances)).toEqual(first?.map(({ instances }) => instances))
  })

  test('the abort of the caller is an abort and not a result', async () => {
    const abort = new AbortController()
    const waits = inspector('jobs/a', () => {
      abort.abort(new Error('the run was stopped'))
      return new Promise(() => {})
    })
    await expect(audit([waits]).inspect('jobs', abort.signal)).rejects.toThrow('the run was stopped')
  })

  test('two inspectors of one name are refused', () => {
    expect(() => audit([inspector('jobs/a', () => found([])), inspector('jobs/a', () => found([]))])).toThrow('jobs/a')
  })
})

describe('the survey', () => {
  const counting = (): { collector: Collector; seen: () => number } => {
    let seen = 0
    return {
      collector: { id: 'counting', wants: (file) => file.path === 'app/tasks.py', collect: () => void seen++ },
      seen: () => seen,
    }
  }

  test('happens once, however many ask at once', async () => {
    const { collector, seen } = counting()
    const auditor = audit([], { collectors: [collector] })
    const answers = await Promise.all([auditor.survey(never), auditor.inspect('jobs', never), auditor.survey(never)])
    await auditor.survey(never)
    expect(seen()).toBe(1)
    expect(answers[0]).toMatchObject({ files: 5, languages: { python: 2 } })
  })

  test('goes on for the others when one of them gives up', async () => {
    const { collector, seen } = counting()
    const auditor = audit([], { collectors: [collector] })
    const abort = new AbortController()
    const [given, got] = [auditor.survey(abort.signal), auditor.survey(never)]
    abort.abort(new Error('given up'))
    await expect(given).rejects.toThrow('given up')
    expect((await got).files).toBe(5)
    expect(seen()).toBe(1)
  })

  test('stops when nobody waits for it any more', async () => {
    const told = Promise.withResolvers<unknown>()
    const read = share((signal) => {
      signal.addEventListener('abort', () => told.resolve('told'))
      return new Promise(() => {})
    })
    const [one, two] = [new AbortController(), new AbortController()]
    const waiting = [read(one.signal), read(two.signal)].map((answer) => answer.catch(() => 'left'))
    one.abort()
    expect(await Promise.race([told.promise, waiting[0]])).toBe('left')
    two.abort()
    expect(await told.promise).toBe('told')
    expect(await Promise.all(waiting)).toEqual(['left', 'left'])
  })

  test('names files where few share a reason, counts the others, and lists what no parser could read', async () => {
    const pictures = Object.fromEntries(
      Array.from({ length: 260 }, (_, n) => [`p/${n}.png`, Buffer.from([0, n % 256])]),
    )
    using folder = testFolder({ ...pictures, 'bad.yml': 'a: [1\nb: }', 'bad.ts': 'const = 1', 'good.ts': 'x' })
    const { commit: label } = await readFolder(folder.root, never)
    const options = { root: folder.root, commit: label, versioned: false, collectors: [], inspectors: [] }
    const { skipped } = await openAuditor(options).survey(never)
    expect(skipped).toEqual([
      { file: 'bad.ts', reason: 'not valid typescript' },
      { file: 'bad.yml', reason: 'not valid yaml' },
      { file: '(260 files)', reason: 'binary' },
    ])
  })

  test('that failed may be asked for again', async () => {
    using other = testRepository({ 'a.ts': 'x' })
    const lost = openAuditor({
      root: other.root,
      commit: 'f'.repeat(40),
      versioned: true,
      collectors: [],
      inspectors: [],
    })
    await expect(lost.survey(never)).rejects.toThrow('cannot be read')
    await expect(lost.survey(never)).rejects.toThrow('cannot be read')
    const abort = AbortSignal.abort(new Error('early'))
    const auditor = audit([])
    await expect(auditor.survey(abort)).rejects.toThrow('early')
    expect((await auditor.survey(never)).files).toBe(5)
  })

  test('of a plain folder holds as long as the folder stays the same', async () => {
    using folder = testFolder({ 'a.ts': 'x' })
    const label = (await readFolder(folder.root, never)).commit
    const open = () =>
      openAuditor({ root: folder.root, commit: label, versioned: false, collectors: [], inspectors: [] })
    expect((await open().survey(never)).files).toBe(1)
    expect(await open().renames('f'.repeat(40), never)).toEqual(new Map())
    folder.write({ 'a.ts': 'y' })
    await expect(open().survey(never)).rejects.toThrow('start a new run')
  })
})

test('suppressions are comments in any language; strings are not, and a missing reason is reported', async () => {
  const suppressions = await audit([]).suppressions(never)
  expect(suppressions).toEqual([
    { file: 'app/ignored.py', line: 1, rule: 'jobs/queue-without-worker', reason: 'consumed by the other team' },
    { file: 'app/ignored.py', line: 3, rule: 'jobs/queue-without-worker', reason: '' },
    { file: 'compose.yml', line: 1, rule: 'deploy/latest-tag', reason: 'pinned by digest upstream' },
    { file: 'page.html', line: 1, rule: 'a11y/th', reason: 'layout table' },
    { file: 'web/a.tsx', line: 1, rule: 'a11y/icon-button', reason: 'decorative' },
    { file: 'web/a.tsx', line: 2, rule: '', reason: '' },
  ])
})

function busy(milliseconds: number): Inspection {
  const end = performance.now() + milliseconds
  while (performance.now() < end);
  return found([])
}

function fail(): never {
  throw new Error('there is no finding')
}
