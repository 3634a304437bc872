import { describe, expect, test } from 'vitest'
import { mend } from './a-mend.ts'
import { applied } from './c-apply.ts'

describe('an async function that sleeps', () => {
  const rule = 'performance/sync-call-in-async'
  const file = (head: string, sleep: string, more = '') =>
    `${head}\n\n\nasync def wait(seconds):\n    if seconds:\n        ${sleep}\n    return ${more || 1}\n`

  test.each([
    ['and its module goes with the last use', 'import time', '', 'import asyncio'],
    ['and its module stays for other uses', 'import time', 'time.time()', 'import asyncio\nimport time'],
    ['and what is there is not imported again', 'import asyncio\nimport time', '', 'import asyncio'],
    [
      'and a block of its own goes',
      'import asyncio\n\nimport time\n\nimport httpx',
      '',
      'import asyncio\n\nimport httpx',
    ],
  ])('awaits instead, %s', async (_, head, more, after) => {
    const changed = await applied(rule, { 'app/api.py': file(head, 'time.sleep(min(seconds, 2))', more) })
    expect(changed).toEqual({ 'app/api.py': file(after, 'await asyncio.sleep(min(seconds, 2))', more) })
  })

  test('is not found any more, and nothing else is', async () => {
    const mended = await mend(rule, { 'app/api.py': file('import time', 'time.sleep(1)') })
    expect(mended).toMatchObject({ repaired: 1, left: 0, came: [], stayed: [], went: [] })
  })

  test.each([
    ['a comment gives the reason', 'import time', 'time.sleep(1)  # holds the lock'],
    ['it is not a statement', 'import time', 'x = time.sleep(1)'],
    ['it goes over lines', 'import time', 'time.sleep(\n            1)'],
    ['another event loop runs', 'import time\nimport trio', 'time.sleep(1)'],
    ['the module goes by another name', 'import time as t', 't.sleep(1)'],
    ['the function is imported', 'from time import sleep', 'sleep(1)'],
    ['its import is shared', 'import os, time', 'time.sleep(1)'],
  ])('is left to a person where %s', async (_, head, sleep) => {
    expect(await applied(rule, { 'app/api.py': file(head, sleep) })).toEqual({})
  })
})

describe('a mistake of one line', () => {
  const rule = 'python/bug-pattern'

  test.each([
    ['no place for an argument', 'logger.error("Bad row: ", row)', 'logger.error("Bad row: %s", row)'],
    ['no place and no gap', "log.info('row:', str(row.id))", "log.info('row: %s', str(row.id))"],
    ['no place behind an equals sign', "log.info('row=', row)", "log.info('row=%s', row)"],
  ])('is written as it was meant: %s', async (_, before, after) => {
    const text = (line: string) =>
      `import logging\n\nlogger = log = logging.getLogger()\n\n\ndef run(row):\n    ${line}\n`
    expect(await applied(rule, { 'app/a.py': text(before) })).toEqual({ 'app/a.py': text(after) })
  })

  test.each([
    [
      'exceptions joined by or',
      'except OSError or json.JSONDecodeError as e:',
      'except (OSError, json.JSONDecodeError) as e:',
    ],
    ['an exception in brackets', 'except[OSError] as e:', 'except OSError as e:'],
  ])('is written as it was meant: %s', async (_, before, after) => {
    const text = (line: string) => `import json\n\ntry:\n    json.loads("1")\n${line}\n    print(e)\n`
    expect(await applied(rule, { 'app/a.py': text(before) })).toEqual({ 'app/a.py': text(after) })
  })

  const born = (line: string) =>
    `class A(Exception):\n    def __init__(self, text):\n        ${line}\n\n    def size(self):\n        return 1\n`
  test('is written as it was meant: a value from __init__', async () => {
    const mended = await mend(rule, { 'app/a.py': born('return super().__init__(text)') })
    expect(mended).toMatchObject({ repaired: 1, left: 0, came: [], stayed: [] })
    expect(mended.changed).toEqual({ 'app/a.py': born('super().__init__(text)') })
  })

  test('is not found any more, and nothing else is', async () => {
    const files = {
      'app/a.py': 'import logging\n\nlogging.error("Bad row: ", 1)\n',
      'app/b.py': 'try:\n    a = 1\nexcept OSError or ValueError as e:\n    print(e)\n',
      'app/c.py': born('return super().__init__(text)'),
    }
    const mended = await mend(rule, files)
    expect(mended).toMatchObject({ repaired: 3, left: 0, came: [], stayed: [], went: [] })
    expect(Object.keys(mended.changed)).toEqual(expect.arrayContaining(Object.keys(files)))
  })

  test.each([
    ['the sentence has no place for it', 'import logging\n\nlogging.error("Skipping the row", 1)\n'],
    ['another library may write the record', 'import loguru\n\nlogger = loguru.logger\nlogger.error("Bad row: ", 1)\n'],
    ['there are two arguments', 'import logging\n\nlogging.error("Bad row: ", 1, 2)\n'],
    ['more of the function follows', born('if text:\n            return super().__init__(text)\n        self.b = 1')],
    ['the value is no call of the base', born('return make(text)')],
    ['a comment says why', 'try:\n    a = 1\nexcept OSError or ValueError as e:  # 3.9\n    print(e)\n'],
    ['one place of two is unclear', `import logging\n\nlogging.error("Bad row: ", 1)\nlogging.error("Skipping", 1)\n`],
  ])('is left to a person where %s', async (_, text) => {
    expect(await applied(rule, { 'app/a.py': text })).toEqual({})
  })
})

describe('an import in other letters than its file', () => {
  const rule = 'code/unresolved-import'
  const files = (specifier: string, config = '{}'): Record<string, string> => ({
    'package.json': '{"name":"shop","main":"src/main.ts"}',
    'tsconfig.json': config,
    'src/pages/Events/Index.tsx': 'export const Events = 1\n',
    'src/main.ts': `import {\n  Events,\n} from '${specifier}'\n\nexport const all = [Events]\n`,
  })
  const aliased = '{"compilerOptions":{"baseUrl":".","paths":{"@/*":["src/*"]}}}'

  test.each([
    ['a folder', './pages/events/Index', './pages/Events/Index', '{}'],
    ['a file', './pages/Events/index', './pages/Events/Index', '{}'],
    ['a path behind an alias', '@/pages/events/index', '@/pages/Events/Index', aliased],
  ])('is spelt as %s is called', async (_, before, after, config) => {
    const mended = await mend(rule, files(before, config))
    expect(mended).toMatchObject({ repaired: 1, left: 0, came: [], stayed: [] })
    expect(mended.changed).toEqual({ 'src/main.ts': files(after, config)['src/main.ts'] })
  })

  test('is left to a person where no file has the name in any letters', async () => {
    expect(await mend(rule, files('./pages/events/List'))).toMatchObject({ repaired: 0, left: 1 })
  })
})
