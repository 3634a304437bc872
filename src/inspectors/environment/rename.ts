import type { Edit } from '../../domain/edit.ts'
import { linesOf } from '../cite.ts'
import type { EnvReadFact } from '../facts/env-reads.ts'
import { regionOf } from '../facts/region.ts'
import { isSecretName } from '../facts/secret-name.ts'
import type { View } from '../inspector.ts'
import { replaceLine } from '../repair.ts'
import type { SourceFile } from '../snapshot.ts'
import type { App } from './app-framework.ts'

/** A read of a variable inside a browser application. */
export interface AppRead {
  readonly read: EnvReadFact
  readonly app: App
}

const own: Readonly<Record<App['framework'], { readonly prefix: string; readonly accessor: string }>> = {
  next: { prefix: 'NEXT_PUBLIC_', accessor: 'process.env' },
  vite: { prefix: 'VITE_', accessor: 'import.meta.env' },
  'react-scripts': { prefix: 'REACT_APP_', accessor: 'process.env' },
}
const foreign = /^(?:REACT_APP|NEXT_PUBLIC|VITE|VUE_APP|GATSBY)_/

/**
 * The edits that give a variable the prefix of its framework, where it is read and wherever it is set or told of. Null
 * where another name, another reader or a server may depend on the old one, or where the new one would make it public.
 */
export function rename(view: View, group: readonly AppRead[]): readonly (Edit | null)[] {
  const [first] = group
  if (first === undefined) return [null]
  const { read, app } = first
  const [before, after] = [read.name, `${own[app.framework].prefix}${read.name.replace(foreign, '')}`]
  if (isSecretName(before) || !group.every((entry) => runsInBrowser(view, entry))) return [null]
  if (!fallsBackAlike(view, group, after)) return [null]
  const reads = new Set(group.map((entry) => placeOf(entry.read.file, entry.read.line)))
  const isRead = ({ file, line }: Place) => reads.has(placeOf(file.path, line))
  const places = placesNaming(view, before).filter((place) => before !== after || isRead(place))
  if (!mayRename(view, { before, after }, places.every(isRead))) return [null]
  return places.map((place) => {
    const { file, line } = place
    if (!isRead(place)) return renameDeclaration(view, file, line, { before, after })
    return replaceLine(view.snapshot, file.path, line, (text) =>
      readAnew(text, `${read.via}.${before}`, before, `${own[app.framework].accessor}.${after}`),
    )
  })
}

/**
 * A name without any prefix is not public yet: it gives way to one that the application knows already, and what is set
 * under it may be for the server. Where both names are set, somebody must choose between the values.
 */
function mayRename({ facts }: View, { before, after }: Names, isOnlyRead: boolean): boolean {
  const isSet = facts.all('envDeclaration').some((fact) => fact.name === after)
  if (foreign.test(before)) return isOnlyRead || !isSet
  return isOnlyRead && (isSet || facts.all('envRead').some((fact) => fact.name === after))
}

function placeOf(file: string, line: number): string {
  return `${file}:${line}`
}

/** Next.js shows every variable to code on the server, so there the old name works; a test runner may not know Vite's accessor. */
function runsInBrowser(view: View, { read, app }: AppRead): boolean {
  const text = view.snapshot.byPath.get(read.file)?.text ?? ''
  if (app.framework === 'next')
    return (
      /^\s*['"]use client['"]|\buse(?:State|Effect)\(/m.test(text) &&
      !/\bget(?:ServerSide|Static|Initial)Props\b/.test(text)
    )
  if (app.framework !== 'vite' || read.via === 'import.meta.env') return true
  const jest = view.facts
    .all('packageDependency')
    .some(({ folder, name }) => folder === app.folder && /^(?:@swc\/|ts-|babel-)?jest$/.test(name))
  return !jest && (/\.jsx?$/.test(read.file) || knowsVite(view, app))
}

function knowsVite(view: View, { folder }: App): boolean {
  return view.snapshot.files.some(
    ({ path, text }) =>
      (folder === '' || path.startsWith(`${folder}/`)) &&
      (text.includes('vite/client') || text.includes('import.meta.env')),
  )
}

/** Reads under one name with several defaults would be a debt of their own. */
function fallsBackAlike(view: View, group: readonly AppRead[], after: string): boolean {
  const known = view.facts.all('envRead').filter((read) => read.name === after)
  const all = [...group.map(({ read }) => read), ...known]
  return new Set(all.map(({ hasFallback, defaultText }) => JSON.stringify([hasFallback, defaultText]))).size === 1
}

interface Place {
  readonly file: SourceFile
  readonly line: number
}

function placesNaming({ snapshot }: View, name: string): readonly Place[] {
  const word = new RegExp(`\\b${name}\\b`)
  return snapshot.files
    .filter((file) => file.text.includes(name))
    .flatMap((file) =>
      linesOf(snapshot, file.path).flatMap((text, index) => (word.test(text) ? [{ file, line: index + 1 }] : [])),
    )
}

interface Names {
  readonly before: string
  readonly after: string
}

/** Only where a name is set or told of; a value with a password in it stays where it is. */
function renameDeclaration(view: View, file: SourceFile, line: number, { before, after }: Names): Edit | null {
  const isCompose = view.facts.all('composeService').some((service) => service.file === file.path)
  const declares = isCompose || /^(?:env|dockerfile|markdown)$/.test(file.language)
  if (!declares || /^(?:vendored|test|example)$/.test(regionOf(file.path))) return null
  return replaceLine(view.snapshot, file.path, line, (text) =>
    /:\/\/[^\s/@'"]*:[^\s/@'"]*@/.test(text) ? null : text.replaceAll(new RegExp(`\\b${before}\\b`, 'g'), after),
  )
}

/** The line with each read written anew; null when the name stands in it in another form too. */
function readAnew(text: string, read: string, name: string, anew: string): string | null {
  const rest = text.replaceAll(new RegExp(`(?<![\\w.$])${read.replaceAll('.', '\\.')}(?![\\w$])`, 'g'), anew)
  return new RegExp(`\\b${name}\\b`).test(rest.replaceAll(anew, '')) ? null : rest
}
