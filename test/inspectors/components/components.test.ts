import { describe, expect, test } from 'vitest'
import { codeCollectors } from '../../../src/inspectors/code/code.ts'
import {
  componentsCollectors,
  headerCellWithoutScope,
  iconButtonWithoutName,
  imageWithoutAlt,
} from '../../../src/inspectors/components/components.ts'
import { hookInCondition } from '../../../src/inspectors/components/hook-in-condition.ts'
import type { Inspector } from '../../../src/inspectors/inspector.ts'
import { inspect } from '../../support/inspect.ts'

const collectors = [...codeCollectors, ...componentsCollectors]
const imports = "import { X, Menu } from 'lucide-react'\nimport { useState, useEffect } from 'react'\n"
const shown = (jsx: string): Record<string, string> => ({
  'web/package.json': '{}',
  'web/src/a.tsx': `${imports}export const A = (props) => (\n${jsx}\n)\n`,
})

describe('an element without a name', () => {
  const bad: [string, Inspector, string, object][] = [
    [
      'an icon button',
      iconButtonWithoutName,
      '<button onClick={f}><X className="x" /></button>',
      { anchor: 'icon-button:web', impact: 'quality', confidence: 'high' },
    ],
    [
      'a kit button with one of two icons',
      iconButtonWithoutName,
      '<Button size="icon">{open ? <X /> : <Menu />}</Button>',
      { confidence: 'medium' },
    ],
    [
      'a button with a drawing',
      iconButtonWithoutName,
      '<button><svg><path d="" /></svg></button>',
      { confidence: 'high' },
    ],
    [
      'a header cell',
      headerCellWithoutScope,
      '<table><thead><tr><th>Name</th></tr></thead></table>',
      { anchor: 'header-cell:web', impact: 'hygiene' },
    ],
    ['an image', imageWithoutAlt, '<img src="a.png" />', { anchor: 'image:web', impact: 'quality' }],
  ]
  test.each(bad)('is found: %s', async (_, inspector, jsx, expected) => {
    const { drafts, population, bad: count } = await inspect(inspector, collectors, shown(jsx))
    expect([population, count]).toEqual([1, 1])
    expect(drafts).toMatchObject([{ ...expected, instances: [{ file: 'web/src/a.tsx', line: 4 }] }])
  })

  const fine: [string, Inspector, string][] = [
    ['a labelled icon button', iconButtonWithoutName, '<button aria-label="Close"><X /></button>'],
    [
      'hidden text beside the icon',
      iconButtonWithoutName,
      '<button><X /><span className="sr-only">Close</span></button>',
    ],
    ['an icon with a title', iconButtonWithoutName, '<button><X title="Close" /></button>'],
    ['a drawing with a title', iconButtonWithoutName, '<button><svg><title>Close</title></svg></button>'],
    ['props from outside', iconButtonWithoutName, '<button {...props}><X /></button>'],
    [
      'a tooltip that names its child',
      iconButtonWithoutName,
      '<Tooltip title="Close"><IconButton><X /></IconButton></Tooltip>',
    ],
    ['a component that may be text', iconButtonWithoutName, '<button><Label /></button>'],
    ['a header cell with scope', headerCellWithoutScope, '<th scope="col">Name</th>'],
    ['an empty header cell', headerCellWithoutScope, '<th></th>'],
    ['an image that decorates', imageWithoutAlt, '<img src="a.png" alt="" />'],
    ['an image with props from outside', imageWithoutAlt, '<img {...props} />'],
  ]
  test.each(fine)('is not claimed for %s', async (_, inspector, jsx) => {
    expect((await inspect(inspector, collectors, shown(jsx))).drafts).toEqual([])
  })
})

describe('a hook that does not run on every render', () => {
  const bad: [string, string][] = [
    ['under a condition', 'if (props.a) useEffect(f)'],
    ['after an early return', 'if (!props.a) return null\n  const [b] = useState(1)'],
    ['on one side of an and', 'props.a && useEffect(f)'],
    ['in a loop', 'for (const x of props.all) useEffect(x)'],
  ]
  test.each(bad)('is found %s', async (_, body) => {
    const files = { 'src/a.tsx': `${imports}export function Card(props) {\n  ${body}\n  return null\n}\n` }
    expect((await inspect(hookInCondition, collectors, files)).drafts).toMatchObject([
      { anchor: 'Card@src/a.tsx', impact: 'quality', confidence: 'high' },
    ])
  })

  const fine: [string, string][] = [
    ['a hook at the top', 'const [a] = useState(1)\n  if (!a) return null'],
    ['a condition on the environment', "if (process.env.NODE_ENV !== 'production') useEffect(f)"],
    ['the test of a condition', 'if (useFlag()) return null'],
    ['a callback', 'const go = () => { if (a) useMocks() }'],
    ['a return inside a callback', 'items.map((x) => { if (x) return 1 })\n  useEffect(f)'],
    ['a throw', 'if (!props.a) throw new Error("x")\n  useEffect(f)'],
  ]
  test.each(fine)('is not claimed for %s', async (_, body) => {
    const files = { 'src/a.tsx': `${imports}export function Card(props) {\n  ${body}\n  return null\n}\n` }
    expect((await inspect(hookInCondition, collectors, files)).drafts).toEqual([])
  })
})
