import { describe, expect, test } from 'vitest'
import { mend } from './a-mend.ts'
import { applied } from './c-apply.ts'

const rule = 'python/undefined-name'
const body = (line: string) => `\n\ndef run(rows, app):\n    ${line}\n`

/** What the head of the file becomes, null where nothing is changed; the rest stays as it is. */
async function headOf(head: string, line: string, more: Record<string, string> = {}): Promise<string | null> {
  const path = 'app/jobs.py'
  const changed = await applied(rule, { 'requirements.txt': 'flask\n', [path]: head + body(line), ...more })
  const text = changed[path]
  if (text === undefined) return null
  expect(Object.keys(changed)).toEqual([path])
  expect(text.endsWith(body(line))).toBe(true)
  return text.slice(0, -body(line).length)
}

describe('a missing import is put where the file would have it', () => {
  test.each([
    ['among modules', 'import csv\nimport os', 'return json.dumps(rows)', 'import csv\nimport json\nimport os'],
    ['behind the last', 'import csv', 'return time.time()', 'import csv\nimport time'],
    ['before imports of names', 'from os import path', 'return json.loads(rows)', 'import json\nfrom os import path'],
    [
      'at the end of a block without order',
      'import os\nfrom abc import ABC\nimport csv',
      'return json.dumps(rows)',
      'import os\nfrom abc import ABC\nimport csv\nimport json',
    ],
    [
      'in an order by module',
      'import abc\nfrom csv import reader\nimport os',
      'return json.dumps(rows)',
      'import abc\nfrom csv import reader\nimport json\nimport os',
    ],
    [
      'above other blocks',
      '"""Jobs."""\n\nimport flask',
      'return json.dumps(rows)',
      '"""Jobs."""\n\nimport json\n\nimport flask',
    ],
    [
      'below the future',
      'from __future__ import annotations\n\nimport os',
      'return json.dumps(rows)',
      'from __future__ import annotations\n\nimport json\nimport os',
    ],
    [
      'in a list of names',
      'from typing import Any, Dict, Union',
      'total: Optional[int] = Optional',
      'from typing import Any, Dict, Optional, Union',
    ],
    [
      'at the end of a list without order',
      'from typing import Dict, Any',
      'return Optional[rows]',
      'from typing import Dict, Any, Optional',
    ],
    [
      'in a list of lines',
      'from typing import (\n    Any,\n    Union,\n)',
      'return Optional[rows]',
      'from typing import (\n    Any,\n    Optional,\n    Union,\n)',
    ],
    [
      'beside a statement of another form',
      'from typing import Any as Anything',
      'return Optional[rows]',
      'from typing import Any as Anything\nfrom typing import Optional',
    ],
    [
      'as the class',
      'from datetime import timedelta',
      'return datetime.now(), timedelta(1)',
      'from datetime import datetime, timedelta',
    ],
    ['as the module', 'import os', 'return datetime.datetime.now()', 'import datetime\nimport os'],
  ])('%s', async (_, head, line, after) => {
    expect(await headOf(head, line)).toBe(after)
  })

  test('in the line ends of the file', async () => {
    const text = 'import os\r\n\r\n\r\ndef run(rows):\r\n    return json.dumps(rows), re.sub("a", "b", rows)'
    const { changed } = await mend(rule, { 'requirements.txt': '', 'jobs.py': text })
    expect(changed).toEqual({ 'jobs.py': text.replace('import os', 'import json\r\nimport os\r\nimport re') })
  })

  test('once for every use, those in annotations too', async () => {
    const text = 'import os\n\n\ndef run(rows: Optional[int]):\n    a: Optional[str] = os.name\n    return a\n'
    const mended = await mend(rule, { 'requirements.txt': '', 'jobs.py': text })
    expect(mended).toMatchObject({ repaired: 1, left: 0, came: [], stayed: [], went: [] })
    expect(mended.changed['jobs.py']).toBe(text.replace('import os', 'import os\nfrom typing import Optional'))
  })
})

const others = (statement: string) => ({
  'app/one.py': `${statement}\n\nrequest.args\n`,
  'app/two.py': `${statement}\n\nrequest.args\n`,
})

describe('a name of another package', () => {
  const line = 'return request.args'
  test('is imported as all others import it', async () => {
    const own = others('from flask import request')
    expect(await headOf('from flask import Flask', line, own)).toBe('from flask import Flask, request')
  })

  test.each([
    [
      'the others do not agree',
      { ...others('from flask import request'), 'app/three.py': 'from bottle import request\n\nrequest.args\n' },
    ],
    ['a single one has it', { 'app/one.py': 'from flask import request\n\nrequest.args\n' }],
    ['they import it in a function', others('def one():\n    from flask import request\n    return request\n')],
    [
      'a module of the repository makes it',
      { ...others('from flask import request'), 'app/own.py': 'def request():\n    return 1\n' },
    ],
    ['this file does not need the package yet', others('from django.http import request')],
  ])('is left to a person where %s', async (_, own) => {
    expect(await headOf('from flask import Flask', line, own)).toBeNull()
  })

  test('is left to a person where it comes from the repository itself: the imports might run in a ring', async () => {
    const own = { ...others('from app.web import request'), 'app/web.py': 'request = object()\n' }
    expect(await headOf('from app.web import Flask', line, own)).toBeNull()
  })
})

test.each([
  ['nothing imports yet', 'LIMIT = 1', 'return json.dumps(rows)'],
  ['more than one thing could be meant', 'import os', 'return datetime.date_of(rows)'],
  ['the module has no such name', 'import os', 'return json.dupms(rows)'],
  ['the name is used by itself', 'import os', 'return json'],
  [
    'the error is expected',
    'import os',
    'try:\n        return json.dumps(rows)\n    except NameError:\n        return rows',
  ],
  ['another name of the file stays unknown', 'import os', 'return json.dumps(prices)'],
  ['a comment speaks of the import below', 'import csv\n# for the paths\nimport os', 'return json.dumps(rows)'],
  ['the import would show what is wrong with its use', 'import os', 'asyncio.create_task(rows)'],
])('a name is left to a person where %s', async (_, head, line) => {
  expect(await headOf(head, line)).toBeNull()
})

test('a module of the repository with the name of one of Python leaves it open', async () => {
  const more = { 'app/one.py': 'from shop.codec import json\n\njson.dumps(1)\n' }
  expect(await headOf('import os', 'return json.dumps(rows)', more)).toBeNull()
})
