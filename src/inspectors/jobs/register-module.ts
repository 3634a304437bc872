import type { Edit } from '../../domain/edit.ts'
import { linesOf } from '../cite.ts'
import { type CeleryIncludeFact, celeryCollector } from '../facts/celery.ts'
import { filesOfModule } from '../facts/python-paths.ts'
import { regionOf } from '../facts/region.ts'
import type { FactStore } from '../facts/store.ts'
import type { View } from '../inspector.ts'
import { repair, replaceLine } from '../repair.ts'
import { comesOut } from '../reread.ts'

/** Lines below its call in which an item of an autodiscovery may stand. */
const longestCall = 60

/** Adds the module to the one list that the one app loads tasks from, spelled like the items that are there. */
export function registerModule(view: View, file: string): ReturnType<typeof repair> {
  const own = view.facts.all('celeryInclude').filter((include) => !isApart(include.file))
  const [last] = own.slice(-1)
  const apps = view.facts.all('celeryApp').filter((app) => !isApart(app.file))
  if (last === undefined || apps.length !== 1 || !own.every((include) => isSameList(include, last))) return {}
  const module = spelled(view.facts, own, file)
  const edit = module === null ? null : listed(view, last, module)
  return repair(view.snapshot, [edit])
}

function isApart(file: string): boolean {
  return ['test', 'docs', 'example', 'vendored'].includes(regionOf(file))
}

function isSameList(one: CeleryIncludeFact, other: CeleryIncludeFact): boolean {
  return one.file === other.file && one.how === other.how && one.related === other.related
}

/** The dotted name of the file from the root that all known items share; null when they do not say which. */
function spelled(facts: FactStore, known: readonly CeleryIncludeFact[], file: string): string | null {
  const roots = new Set(known.map((include) => rootOf(facts, include)))
  const [root] = roots
  if (roots.size !== 1 || root === null || root === undefined || !file.startsWith(root)) return null
  const module = dotted(file.slice(root.length))
  const [found, ...others] = filesOfModule(facts, module)
  if (found !== file || others.length > 0 || !/^[A-Za-z_][\w.]*$/.test(module)) return null
  const related = known[0]?.related ?? ''
  if (related === '') return module
  return module.endsWith(`.${related}`) ? module.slice(0, -related.length - 1) : null
}

function rootOf(facts: FactStore, { module, related }: CeleryIncludeFact): string | null {
  const name = related === '' ? module : `${module}.${related}`
  const [file, ...others] = filesOfModule(facts, name)
  if (file === undefined || others.length > 0) return null
  const path = file.replace(/(?:\/__init__)?\.py$/, '')
  const inner = name.replaceAll('.', '/')
  return path === inner ? '' : path.endsWith(`/${inner}`) ? path.slice(0, -inner.length) : null
}

function dotted(path: string): string {
  return path.replace(/(?:\/__init__)?\.py$/, '').replaceAll('/', '.')
}

function listed(view: View, last: CeleryIncludeFact, module: string): Edit | null {
  const lines = linesOf(view.snapshot, last.file)
  const end = last.how === 'include' ? last.line : Math.min(lines.length, last.line + longestCall)
  for (let line = last.line; line <= end; line++) {
    const edit = below(last, line, lines[line - 1] ?? '', module) ?? beside(view, last, line, module)
    if (edit !== null && isMeant(view, edit, last, module)) return edit
  }
  return null
}

/** After an item that has its line to itself. */
function below({ file, module: known }: CeleryIncludeFact, line: number, text: string, module: string): Edit | null {
  const [, indent = '', quote = '', item = '', comma = '', rest = ''] =
    /^(\s*)(["'])([\w.]+)\2(,?)(\s*(?:#.*)?)$/.exec(text) ?? []
  if (item !== known || (comma === '' && rest.trim() !== '')) return null
  const added = `${indent}${quote}${module}${quote}${comma}`
  return { file, line, remove: [text], insert: [comma === '' ? `${indent}${quote}${item}${quote},` : text, added] }
}

/** After the last item of a list on one line. */
function beside(view: View, last: CeleryIncludeFact, line: number, module: string): Edit | null {
  return replaceLine(view.snapshot, last.file, line, (text) => {
    for (const quote of ['"', "'"]) {
      const item = `${quote}${last.module}${quote}`
      const at = text.lastIndexOf(item)
      const after = text.slice(at + item.length)
      if (at > 0 && /[\s[(,]/.test(text[at - 1] ?? '') && /^,?\s*[\])]/.test(after.trimStart()))
        return `${text.slice(0, at)}${item}, ${quote}${module}${quote}${after}`
    }
    return null
  })
}

function isMeant(view: View, edit: Edit, last: CeleryIncludeFact, module: string): boolean {
  return comesOut(view, [edit], {
    collector: celeryCollector,
    fact: 'celeryInclude',
    change: (before) => [...before, { ...last, module }],
  })
}
