import { describe, expect, test } from 'vitest'
import { codeCollectors } from '../../../src/inspectors/code/code.ts'
import { frontendCollectors } from '../../../src/inspectors/frontend/frontend.ts'
import { unwiredHandler } from '../../../src/inspectors/frontend/unwired-handler.ts'
import { inspect } from '../../support/inspect.ts'

const collectors = [...codeCollectors, ...frontendCollectors]
const component = (jsx: string, before = ''): Record<string, string> => ({
  'src/save.tsx': `export function Save(props) {\n${before}\n  return (\n${jsx}\n  )\n}\n`,
})

describe('a control that does nothing', () => {
  const bad: [string, string, string, string][] = [
    ['an empty handler', '<button onClick={() => {}}>Save</button>', '', 'high'],
    ['a handler that only logs', '<Button onClick={() => console.log("save")}>Save</Button>', '', 'high'],
    [
      'a named handler that only logs',
      '<button onClick={save}>Save</button>',
      '  const save = () => { console.log(1) }',
      'high',
    ],
    ['an empty handler with a TODO', '<button onClick={() => { /* TODO: wire */ }}>Save</button>', '', 'high'],
    ['a promise', '<button onClick={() => toast.info("Coming soon")}>Save</button>', '', 'high'],
    ['no handler at all', '<div><button className="x">Save</button></div>', '', 'medium'],
    ['no handler on a button of type button', '<button type="button">Save</button>', '', 'medium'],
  ]
  test.each(bad)('is found for %s', async (_, jsx, before, confidence) => {
    const { drafts, bad: count } = await inspect(unwiredHandler, collectors, component(jsx, before))
    expect(count).toBe(1)
    expect(drafts).toMatchObject([{ anchor: 'src/save.tsx#Save', confidence, instances: [{ line: 4 }] }])
  })

  const fine: [string, string, string?][] = [
    ['a handler that works', '<button onClick={() => save()}>Save</button>'],
    ['a handler with a reason for its silence', '<button onClick={() => { /* the row handles it */ }}>Save</button>'],
    ['a handler from outside', '<button onClick={props.onSave}>Save</button>'],
    ['one that stops the event', '<button onClick={(e) => e.stopPropagation()}>Save</button>'],
    ['a submit button in a form', '<form action={save}><button>Save</button></form>'],
    ['a button with spread props', '<button {...props}>Save</button>'],
    ['a button that a trigger wraps', '<DialogTrigger asChild><Button>Save</Button></DialogTrigger>'],
    ['a button in a link', '<a href="/x"><button>Save</button></a>'],
    ['a button that is off', '<button disabled>Save</button>'],
    ['a button whose parent listens', '<div onClick={save}><button>Save</button></div>'],
    ['a read-only input', '<input value="a" onChange={() => {}} />'],
    [
      'two functions of one name',
      '<button onClick={save}>Save</button>',
      '  { const save = () => {} }\n  const save = () => api.save()',
    ],
  ]
  test.each(fine)('is not claimed for %s', async (_, jsx, before = '') => {
    expect((await inspect(unwiredHandler, collectors, component(jsx, before))).drafts).toEqual([])
  })

  test('is not looked for in stories and tests', async () => {
    const files = { 'src/save.stories.tsx': 'export const A = () => <button onClick={() => {}}>a</button>' }
    expect(await inspect(unwiredHandler, collectors, files)).toMatchObject({ population: 0, drafts: [] })
  })
})
