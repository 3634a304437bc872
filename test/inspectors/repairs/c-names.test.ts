import { describe, expect, test } from 'vitest'
import { mend } from './a-mend.ts'
import { applied } from './c-apply.ts'

const rule = 'components/icon-button-without-name'

/** Sentences that say which language the package speaks. */
const voice =
  'export const Intro = () => <div><p>Welcome to the shop</p><p>All of your orders</p><p>Thanks for this</p></div>\n'

const page = (jsx: string, more: Record<string, string> = {}): Record<string, string> => ({
  'package.json': '{"dependencies":{"react":"19","lucide-react":"1","@mui/material":"7"},"main":"src/a.tsx"}',
  'src/a.tsx': `import IconButton from '@mui/material/IconButton'
import { ArrowLeft, Check, ChevronRight, Copy, FaRegTrashAlt, Loader2, Pencil, Plus, RefreshCw, Save, Trash2, X } from 'lucide-react'
import { Button } from './button'
import { Dialog } from './dialog'
export const A = ({ onClose, row, rows, copied, ...all }) => (
${jsx}
)
`,
  'src/button.tsx': 'export const Button = ({ size, ...props }) => <button data-size={size} {...props} />\n',
  'src/dialog.tsx': 'export const Dialog = { Close: P }\n',
  'src/intro.tsx': voice,
  ...more,
})

describe('icon buttons are named in one word', () => {
  test.each([
    ['a handler', '<button onClick={onClose}><X /></button>', 'Close'],
    ['a property', '<button onClick={all.handlers.onDeleteRow}><FaRegTrashAlt /></button>', 'Delete'],
    ['a call', '<button onClick={() => removeRow(row.id)}><Trash2 /></button>', 'Remove'],
    ['a promise', '<button onClick={async () => await refetch()}><RefreshCw /></button>', 'Refresh'],
    ['a call that nobody waits for', '<button onClick={() => void handleSave()}><Save /></button>', 'Save'],
    [
      'a call behind an event',
      '<button onClick={(e) => { e.stopPropagation(); onEdit(row) }}><Pencil /></button>',
      'Edit',
    ],
    ['a setter', '<button onClick={() => setIsOpen(false)}><X /></button>', 'Close'],
    ['a search that is emptied', "<button onClick={() => setSearchQuery('')}><X /></button>", 'Clear'],
    ['the clipboard', '<button onClick={() => navigator.clipboard.writeText(row)}><Copy /></button>', 'Copy'],
    ['an icon and its done state', '<button onClick={handleCopy}>{copied ? <Check /> : <Copy />}</button>', 'Copy'],
    ['the way back', '<button onClick={() => navigate(-1)}><ArrowLeft /></button>', 'Back'],
    ['a mutation', '<button onClick={() => addItem.mutate(row)}><Plus /></button>', 'Add'],
    ['an action that is sent', '<button onClick={() => dispatch(closeMenu())}><X /></button>', 'Close'],
    ['a component that hands it on', '<Button onClick={nextPage}><ChevronRight /></Button>', 'Next'],
    ['a component of a known kit', '<IconButton onClick={onClose}><X /></IconButton>', 'Close'],
    ['what it stands in', '<Dialog.Close asChild><button><X /></button></Dialog.Close>', 'Close'],
  ])('when icon and %s agree', async (_, jsx, name) => {
    const named = jsx.replace(/<(button|Button|IconButton)/, `<$1 aria-label="${name}"`)
    expect(await applied(rule, page(jsx))).toEqual({ 'src/a.tsx': page(named)['src/a.tsx'] })
  })

  test.each([
    ['icon and handler disagree', '<button onClick={() => deletePage(row)}><Pencil /></button>'],
    ['the handler says nothing', '<button onClick={go}><X /></button>'],
    ['the handler does two things', '<button onClick={() => { onClose(); save() }}><X /></button>'],
    ['the handler decides first', '<button onClick={() => { if (row) onClose() }}><X /></button>'],
    ['the handler takes it back', '<button onClick={cancelDelete}><Trash2 /></button>'],
    ['two words of the handler fit', '<button onClick={closeAndRemove}><X /></button>'],
    ['it turns something over', '<button onClick={toggleAdd}><Plus /></button>'],
    ['the view is what is cleared', '<button onClick={clearActivePost}><X /></button>'],
    ['the setter opens', '<button onClick={() => setClosed(!row)}><X /></button>'],
    ['two icons mean two things', '<button onClick={onClose}>{copied ? <X /> : <Plus />}</button>'],
    ['the icon has no name', '<button onClick={onClose}><svg><path /></svg></button>'],
    ['its component may drop it', '<Dialog.Close asChild><Button2 onClick={onClose}><X /></Button2></Dialog.Close>'],
  ])('and not when %s', async (_, jsx) => {
    expect(await applied(rule, page(jsx))).toEqual({})
  })

  const close = '<button onClick={onClose}><X /></button>'
  test.each([
    [
      'translates its texts',
      { 'package.json': '{"dependencies":{"react":"19","react-i18next":"15"},"main":"src/a.tsx"}' },
    ],
    ['says nothing', { 'src/intro.tsx': 'export const Intro = () => <p>Shop</p>\n' }],
    ['speaks another language as well', { 'src/more.tsx': 'export const More = () => <p>Teşekkürler</p>\n' }],
  ])('and not in a package that %s', async (_, more) => {
    expect(await applied(rule, page(close, more))).toEqual({})
  })

  test('those that stay unclear do not hold the others up', async () => {
    const jsx = (name: string) =>
      `<>\n<button${name} onClick={onClose}><X /></button>\n<button onClick={go}><X /></button>\n</>`
    const mended = await mend(rule, page(jsx('')))
    expect(mended).toMatchObject({ repaired: 1, left: 1, came: [], stayed: [] })
    expect(mended.changed).toEqual({ 'src/a.tsx': page(jsx(' aria-label="Close"'))['src/a.tsx'] })
  })
})
