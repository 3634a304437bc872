import { describe, expect, test } from 'vitest'
import type { Draft, Evidence, Source } from '../../src/domain/finding.ts'
import { cite } from '../../src/inspectors/cite.ts'
import { splitComments } from '../../src/inspectors/comments.ts'
import { checkEvidence } from '../../src/inspectors/evidence.ts'
import { FactStore } from '../../src/inspectors/facts/store.ts'
import { snapshotOf } from '../../src/inspectors/snapshot.ts'
import { findingOf } from '../support/findings.ts'
import { endsSoon } from '../support/runaway.ts'

const files = {
  'app/tasks.py': [
    'import celery',
    '',
    '@app.task(queue="metrics")',
    'def count():',
    '    return   1',
    '',
    '# password = "hunter2"',
    'def other():',
    '    x = 1  # allow everyone for now',
    '    return x',
    ...Array.from({ length: 20 }, (_, n) => `value_${n} = compute(${n})`),
    '    return x',
  ].join('\n'),
  'web/a.ts': 'const url = "http://x" // not a comment inside\n/* start\n disabled() \n*/\nenabled()\n',
  'web/broken.ts': 'const = 1\n',
  'web/licensed.ts': '\n// Copyright somebody\nexport const a = 1\n',
}

const snapshot = snapshotOf('c', Object.entries(files), [{ file: 'logo.png', reason: 'binary' }])
const facts = new FactStore()
facts.add('unparsable', { file: 'web/broken.ts', line: 1, language: 'typescript', message: 'unexpected token' })

const agent: Source = { kind: 'agent', id: 'explorer', version: '1' }

function judge(parts: Partial<Draft>, source?: Source) {
  const instances = [{ file: 'app/tasks.py', line: 3 }]
  return checkEvidence(findingOf({ instances, ...parts }, source === undefined ? {} : { source }), { snapshot, facts })
}

function quote(file: string, startLine: number, text: string, endLine = startLine): Evidence {
  return { kind: 'code', file, startLine, endLine, quote: text, role: 'primary' }
}

describe('a quote', () => {
  test.each<[string, Evidence, string]>([
    ['an invented one', quote('app/tasks.py', 3, '@app.task(queue="billing")'), 'does not stand in app/tasks.py'],
    ['an invented short one', quote('app/tasks.py', 3, 'nope'), 'does not stand'],
    ['a fragment too short to mean anything', quote('app/tasks.py', 3, 'app'), 'does not stand'],
    ['a line behind the end', quote('app/tasks.py', 500, 'import celery'), 'has 31 lines'],
    ['lines the wrong way round', quote('app/tasks.py', 5, 'import celery', 2), 'is not among them'],
    ['a file that is not tracked', quote('app/ghost.py', 1, 'import celery'), 'not tracked at the audited commit'],
    ['a path that escapes', quote('../secret.txt', 1, 'root:x'), 'does not lie inside the repository'],
    ['an absolute path', quote('/etc/passwd', 1, 'root:x'), 'does not lie inside the repository'],
    ['a file that was not read', quote('logo.png', 1, 'PNG'), 'was not read (binary)'],
    ['one that stands twice, both far away', quote('app/tasks.py', 20, '    return x'), 'not unique'],
  ])('%s is rejected', (_, evidence, why) => {
    const verdict = judge({ evidence: [evidence] })
    expect(verdict).toMatchObject({ verdict: 'rejected', reason: expect.stringContaining(why) })
  })

  test.each<[string, Evidence]>([
    ['as it stands', quote('app/tasks.py', 3, '@app.task(queue="metrics")')],
    ['with other white space', quote('app/tasks.py', 4, 'def count():\n  return 1', 5)],
    ['of part of a line', quote('app/tasks.py', 3, 'queue="metrics"')],
    ['of one short whole line', quote('web/a.ts', 5, 'enabled()')],
    ['with a value that a redactor took out', quote('app/tasks.py', 3, '@app.task(queue="[redacted:token]")')],
    ['made by cite from an empty line', cite(snapshot, 'app/tasks.py', 2)],
  ])('%s is confirmed, its lines untouched', (_, evidence) => {
    const verdict = judge({ evidence: [evidence] })
    expect(verdict.verdict).toBe('confirmed')
    expect(verdict.relocated).toBeUndefined()
  })

  test('of what stands before a secret is enough from a program, and not from an agent', () => {
    for (const text of ['def', 'def [redacted:x]']) {
      const evidence = [quote('app/tasks.py', 4, text)]
      expect(judge({ evidence }).verdict).toBe('confirmed')
      expect(judge({ evidence }, agent).verdict).toBe('rejected')
    }
    expect(judge({ evidence: [quote('app/tasks.py', 5, 'def')] }).verdict).toBe('rejected')
    expect(judge({ evidence: [quote('app/tasks.py', 4, '  ')] }).verdict).toBe('rejected')
  })

  test('a few lines off is corrected; a mask alone proves nothing', () => {
    const verdict = judge({ evidence: [quote('app/tasks.py', 5, '@app.task(queue="metrics")')] })
    expect(verdict.verdict).toBe('confirmed')
    expect(verdict.relocated).toEqual([quote('app/tasks.py', 3, '@app.task(queue="metrics")')])
    expect(judge({ evidence: [quote('app/tasks.py', 3, '[redacted:token] [redacted:x]')] }).verdict).toBe('rejected')
  })

  test('that moved far is found when it is unique, and the nearest of several is taken when it is near', () => {
    const far = judge({ evidence: [quote('app/tasks.py', 30, '@app.task(queue="metrics")')] })
    expect(far.relocated).toEqual([quote('app/tasks.py', 3, '@app.task(queue="metrics")')])
    const near = judge({ evidence: [quote('app/tasks.py', 8, '    return x')] })
    expect(near.relocated).toEqual([quote('app/tasks.py', 10, '    return x')])
  })

  test('the first failure decides, and one bad quote among good ones rejects all', () => {
    const good = quote('app/tasks.py', 3, '@app.task(queue="metrics")')
    expect(judge({ evidence: [good, quote('app/tasks.py', 1, 'import rabbit')] }).verdict).toBe('rejected')
  })
})

describe('absence and counts are asked again', () => {
  const absence = (where: Record<string, string>, scope: string[] = []): Evidence => ({
    kind: 'absence',
    query: { fact: 'unparsable', where },
    scope,
    expected: 0,
  })
  const count = (claimed: number, population: number): Evidence => ({
    kind: 'count',
    query: { fact: 'unparsable', where: { language: 'typescript' } },
    claimed,
    population,
  })

  test('one counterexample rejects, and is named', () => {
    const verdict = judge({ evidence: [absence({ language: 'typescript' })] })
    expect(verdict).toMatchObject({ verdict: 'rejected', reason: expect.stringContaining('web/broken.ts:1 has it') })
  })

  test('a counterexample outside the scope does not', () => {
    expect(judge({ evidence: [absence({ language: 'typescript' }, ['app/**'])] }).verdict).toBe('confirmed')
    expect(judge({ evidence: [absence({ language: 'typescript' }, ['web/**'])] }).verdict).toBe('rejected')
  })

  test.each([
    [1, 1, 'confirmed'],
    [2, 2, 'rejected'],
    [1, 9, 'rejected'],
    [1, 0, 'rejected'],
  ])('a count of %i in %i is %s', (claimed, population, verdict) => {
    expect(judge({ evidence: [count(claimed, population)] }).verdict).toBe(verdict)
  })

  test('an agent cannot prove an absence with facts or fields that nobody collects', () => {
    const invented: Evidence = { kind: 'absence', query: { fact: 'indexes', where: {} }, scope: [], expected: 0 }
    expect(judge({ evidence: [invented] }, agent).reason).toContain('proves nothing')
    expect(judge({ evidence: [absence({ langauge: 'x' })] }, agent).reason).toContain('have no field "langauge"')
    expect(judge({ evidence: [absence({ language: 'go' })] }, agent).verdict).toBe('confirmed')
  })
})

describe('what evidence may not rest on', () => {
  test.each([
    ['jobs/queue-without-worker', quote('app/tasks.py', 7, '# password = "hunter2"'), 'rejected'],
    ['jobs/queue-without-worker', quote('app/tasks.py', 9, 'allow everyone for now'), 'rejected'],
    ['jobs/queue-without-worker', quote('app/tasks.py', 9, 'x = 1 # allow everyone for now'), 'confirmed'],
    ['jobs/queue-without-worker', quote('web/a.ts', 3, 'disabled()'), 'rejected'],
    ['jobs/queue-without-worker', quote('web/a.ts', 1, 'const url = "http://x"'), 'confirmed'],
    ['todo/security-file', quote('app/tasks.py', 7, '# password = "hunter2"'), 'confirmed'],
    ['auth/for-now-allowance', quote('app/tasks.py', 9, 'allow everyone for now'), 'confirmed'],
    ['secrets/committed', quote('app/tasks.py', 7, '# password = "hunter2"'), 'confirmed'],
  ])('%s on a comment or beside one: %o is %s', (rule, evidence, verdict) => {
    expect(judge({ rule, evidence: [evidence] }).verdict).toBe(verdict)
  })

  test('a header comment stands for its file when an inspector speaks about whole files, not when an agent does', () => {
    const evidence = [quote('web/licensed.ts', 2, '// Copyright somebody')]
    expect(judge({ rule: 'code/unreachable-file', evidence }).verdict).toBe('confirmed')
    expect(judge({ rule: 'code/unreachable-file', evidence }, agent).verdict).toBe('rejected')
  })

  test('only the parser may say that a file does not parse', () => {
    const broken = { rule: 'test/unparsable', evidence: [quote('web/broken.ts', 1, 'const = 1')] }
    expect(judge(broken).verdict).toBe('confirmed')
    const fine = { rule: 'test/unparsable', evidence: [quote('web/a.ts', 5, 'enabled()')] }
    expect(judge(fine).reason).toContain('its parser read it')
    const said = { title: 'Syntax error in a.ts', evidence: [quote('web/a.ts', 5, 'enabled()')] }
    expect(judge(said, agent).verdict).toBe('rejected')
  })

  test('a place that a reader cannot open rejects the finding', () => {
    const evidence = [quote('app/tasks.py', 3, '@app.task(queue="metrics")')]
    expect(judge({ evidence, instances: [{ file: 'app/ghost.py', line: 1 }] }).reason).toContain('not tracked')
    expect(judge({ evidence, instances: [{ file: 'web/broken.ts', line: 99 }] }).reason).toContain('line 99')
  })
})

test.each([
  ['quotes that never close', '"\\"'.repeat(170_000)],
  ['comment marks', '/*//'.repeat(120_000)],
  ['one letter', 'a'.repeat(500_000)],
  ['lines', 'a\n'.repeat(250_000)],
])('a file of nothing but %s costs no more than its length', (_, text) => {
  const hostile = snapshotOf('c', [['x.go', text]])
  const masked = 'a[redacted:1]a[redacted:2]aaaaaaaaab'
  const evidence = [quote('x.go', 1, masked)]
  const verdict = endsSoon(() => checkEvidence(findingOf({ evidence }), { snapshot: hostile, facts }))
  endsSoon(() => splitComments(hostile.files[0] ?? { path: '', language: 'other', text: '' }))
  expect(verdict.verdict).toBe('rejected')
})
