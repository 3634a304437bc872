import { describe, expect, test } from 'vitest'
import { mend } from './a-mend.ts'

const head = "import { Trash, X } from 'lucide-react'\n"
const page = (jsx: string, imports = ''): Record<string, string> => ({
  'package.json': '{"dependencies":{"react":"19","lucide-react":"1"},"main":"src/a.tsx"}',
  'src/a.tsx': `${head}${imports}export const A = ({ go, rows, t }) => (\n${jsx}\n)\n`,
})

const table = (attribute: { col: string; row: string; long: string }) => `  <table>
    <thead>
      <tr>
        <th${attribute.col}>Name</th><th${attribute.col} className="end">Price</th>
        <th
${attribute.long}          className="end"
          onClick={go}
        >
          Stock
        </th>
        {rows.map((row) => <th${attribute.col} key={row}>{row}</th>)}
      </tr>
    </thead>
    <tbody>
      {rows.map((row) => (
        <tr key={row}>
          <th${attribute.row}>{row}</th>
          <td>1</td>
        </tr>
      ))}
    </tbody>
  </table>`

describe('header cells', () => {
  test('get the scope that their place in the table says', async () => {
    const mended = await mend('components/header-cell-without-scope', page(table({ col: '', row: '', long: '' })))
    expect(mended).toMatchObject({ repaired: 1, left: 0, came: [], stayed: [] })
    const given = { col: ' scope="col"', row: ' scope="row"', long: '          scope="col"\n' }
    expect(mended.changed).toEqual({ 'src/a.tsx': page(table(given))['src/a.tsx'] })
  })

  test('get it in the quotes of the file', async () => {
    const cell = (scope: string) => `<table className='a'><thead><tr><th${scope}>A</th></tr></thead></table>`
    const { changed } = await mend('components/header-cell-without-scope', page(cell('')))
    expect(changed).toEqual({ 'src/a.tsx': page(cell(" scope='col'"))['src/a.tsx'] })
  })

  test.each([
    ['spans columns', '<table><thead><tr><th colSpan={2}>A</th></tr></thead></table>'],
    ['stands in a row whose table is elsewhere', '<tr><th>A</th><th>B</th></tr>'],
    ['heads a row among the heads of columns', '<table><thead><tr><th>A</th><td>1</td></tr></thead></table>'],
    ['is one of two in a row of data', '<table><tbody><tr><th>A</th><th>B</th><td>1</td></tr></tbody></table>'],
    ['follows the data', '<table><tbody><tr><td>1</td><th>A</th></tr></tbody></table>'],
    [
      'is clear, but another of the package is not',
      '<><table><thead><tr><th>A</th></tr></thead></table><tr><th>B</th></tr></>',
    ],
  ])('get none where one %s', async (_, jsx) => {
    expect(await mend('components/header-cell-without-scope', page(jsx))).toMatchObject({ repaired: 0, left: 1 })
  })
})

describe('icon buttons', () => {
  const tooltip = (button: string, content = '<p>Delete the\n row</p>') =>
    `<Tooltip><TooltipTrigger asChild>\n${button}\n</TooltipTrigger><TooltipContent side="top">${content}</TooltipContent></Tooltip>`
  const kit = {
    'src/ui/tooltip.tsx':
      'export const Tooltip = P\nexport const TooltipTrigger = P\nexport const TooltipContent = P\n',
    'src/ui/button.tsx': 'export const Button = ({ size, ...props }) => <button data-size={size} {...props} />\n',
    'src/ui/closed.tsx': 'export const Button = ({ size, children }) => <button data-size={size}>{children}</button>\n',
  }
  const imports = (button: string) =>
    `import { Button } from './ui/${button}'\nimport { Tooltip, TooltipContent, TooltipTrigger } from './ui/tooltip'\n`
  const named = ' aria-label="Delete the row"'

  test('are named as their tooltips say', async () => {
    const jsx = (label: string) =>
      `<div>${tooltip(`<button${label} onClick={go}><Trash /></button>`)}${tooltip(`<Button${label} onClick={go} size="icon"><Trash /></Button>`)}</div>`
    const mended = await mend('components/icon-button-without-name', { ...kit, ...page(jsx(''), imports('button')) })
    expect(mended).toMatchObject({ repaired: 1, left: 0, came: [], stayed: [] })
    expect(mended.changed).toEqual({ 'src/a.tsx': page(jsx(named), imports('button'))['src/a.tsx'] })
  })

  test('are named by the tip of their own, or around them', async () => {
    const jsx = (label: string) =>
      `<><button${label} data-tip="Close" onClick={go}><X /></button>\n<div className="tooltip" data-tip="Close"><button${label} onClick={go}><X /></button></div></>`
    const mended = await mend('components/icon-button-without-name', page(jsx('')))
    expect(mended).toMatchObject({ repaired: 1, came: [], stayed: [] })
    expect(mended.changed).toEqual({ 'src/a.tsx': page(jsx(' aria-label="Close"'))['src/a.tsx'] })
  })

  test.each([
    ['nothing says what it does', '<button onClick={go}><X /></button>'],
    ['its tooltip is translated', tooltip('<button onClick={go}><X /></button>', "{t('close')}")],
    ['its tooltip holds more than text', tooltip('<button onClick={go}><X /></button>', 'Close <b>all</b>')],
    ['its tooltip speaks in quotes', tooltip('<button onClick={go}><X /></button>', 'Close "all"')],
    [
      'two share a tooltip',
      tooltip('<div><button onClick={go}><X /></button><button onClick={go}><X /></button></div>'),
    ],
    ['its component drops what it does not know', tooltip('<Button onClick={go}><X /></Button>')],
  ])('stay without a name where %s', async (_, jsx) => {
    const mended = await mend('components/icon-button-without-name', { ...kit, ...page(jsx, imports('closed')) })
    expect(mended).toMatchObject({ repaired: 0, left: 1 })
  })
})
