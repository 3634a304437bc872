/** Which words of handlers each icon speaks for, and the name that both give a button. */
const agreements: readonly { readonly icons: RegExp; readonly words: Readonly<Record<string, string>> }[] = [
  {
    icons: /^(?:x|close|xmark|times|cross|clear|cancel)$/,
    words: { close: 'Close', dismiss: 'Close', remove: 'Remove', delete: 'Delete', clear: 'Clear', cancel: 'Cancel' },
  },
  {
    icons: /^(?:trash|trash can|delete|delete forever|bin|dustbin)$/,
    words: { delete: 'Delete', deleting: 'Delete', remove: 'Remove' },
  },
  { icons: /^(?:edit|pencil|pen|mode edit)$/, words: { edit: 'Edit', editing: 'Edit', rename: 'Rename' } },
  { icons: /^(?:copy|content copy|clipboard copy|clipboard)$/, words: { copy: 'Copy', duplicate: 'Duplicate' } },
  {
    icons: /^(?:plus|add)$/,
    words: { add: 'Add', append: 'Add', create: 'Create', increment: 'Increase', increase: 'Increase' },
  },
  { icons: /^(?:minus|remove|subtract)$/, words: { remove: 'Remove', decrement: 'Decrease', decrease: 'Decrease' } },
  {
    icons: /^(?:refresh|refresh c?cw|rotate c?cw|reload|sync|arrows? clockwise)$/,
    words: { refresh: 'Refresh', reload: 'Refresh', refetch: 'Refresh', retry: 'Retry', regenerate: 'Regenerate' },
  },
  { icons: /^(?:file )?download$/, words: { download: 'Download' } },
  { icons: /^(?:file )?upload$/, words: { upload: 'Upload' } },
  {
    icons: /^(?:arrow|chevron|caret|angle) (?:left|back)$/,
    words: { previous: 'Previous', prev: 'Previous', back: 'Back' },
  },
  { icons: /^(?:arrow|chevron|caret|angle) (?:right|forward)$/, words: { next: 'Next' } },
  { icons: /^(?:send|send horizontal|paper plane|paper plane tilt)$/, words: { send: 'Send' } },
  { icons: /^(?:search|magnifying glass)$/, words: { search: 'Search' } },
  { icons: /^play$/, words: { play: 'Play' } },
  { icons: /^pause$/, words: { pause: 'Pause' } },
  { icons: /^stop$/, words: { stop: 'Stop' } },
  { icons: /^(?:save|floppy disk)$/, words: { save: 'Save' } },
  { icons: /^share$/, words: { share: 'Share' } },
  { icons: /^undo$/, words: { undo: 'Undo' } },
  { icons: /^redo$/, words: { redo: 'Redo' } },
]

/** Words of an icon's name that say which set it is from and how it is drawn. */
const drawing =
  /^(?:icon|icons|lucide|fa|md|io|ai|bs|fi|hi|ri|tb|gi|im|vsc|bx|cg|ci|lu|pi|rx|sl|ti|reg|regular|fill|filled|outline|outlined|solid|line|alt|circle|circled|square|rounded|sharp|thin|ios|new)$/

/** What stands for an icon while something goes on, or when it is done. */
const states = /^(?:check|checked|done|loader|loading|spinner|circle notch|progress|refresh)$/

/** Words that turn another one around, or leave open what will happen. */
const contrary = /^(?:cancel|close|hide|undo|prevent|stop|toggle|change|confirm|dismiss|disable|enable|not|un)$/

/** What is there again after it was cleared; a view that is "cleared" is rather closed. */
const clearable = /^(?:search|query|filters?|input|selection|text|value|all)$/

/** The one name that the icons and the words of a handler agree on. */
export function agreedWord(icons: readonly string[], words: readonly string[]): string | null {
  const plain = [...new Set(icons.map(plainIcon))]
  const shown = plain.length > 1 ? plain.filter((icon) => !states.test(icon)) : plain
  const [icon = '', ...others] = shown
  const known = agreements.find((one) => one.icons.test(icon))?.words ?? {}
  const names = new Set(words.flatMap((word) => known[word] ?? []))
  const [name] = names
  const isTurned = words.some((word) => contrary.test(word) && known[word] === undefined)
  if (name === 'Clear' && !words.some((word) => clearable.test(word))) return null
  return name === undefined || names.size > 1 || others.length > 0 || isTurned ? null : name
}

/** `FaRegTrashAlt`, `IconTrash` and `Trash2Icon` are all a trash. */
function plainIcon(tag: string): string {
  const words = (
    tag
      .split('.')
      .at(-1)
      ?.match(/[A-Z]?[a-z]+|[A-Z](?![a-z])/g) ?? []
  ).map((word) => word.toLowerCase())
  return words.filter((word) => !drawing.test(word)).join(' ')
}
