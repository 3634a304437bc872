import type { View } from '../inspector.ts'
import { importersOf } from '../facts/client-importers.ts'
import { manifestOf } from '../facts/manifest.ts'
import { isAside, isForeign } from '../facts/source-kind.ts'

/** Packages that make the exports of some folders global, so that a file may use a name that it never imports. */
const makers = /^(?:nuxt3?|unplugin-auto-import|@nuxt\/kit|wxt)$/

/** Whether a file of the package names one of the exports without importing the file that they are from. */
export function isAutoImported(view: View, file: string, names: readonly string[]): boolean {
  const manifest = manifestOf(view.snapshot, file)
  if (manifest === null || ![...manifest.dependencies].some((name) => makers.test(name))) return false
  const words = names.filter((name) => name !== 'default').map((name) => name.replaceAll('$', '\\$'))
  if (words.length === 0) return false
  const any = new RegExp(`(?<![\\w$.])(?:${words.join('|')})(?=\\s*[(<])`)
  const importers = new Set((importersOf(view).get(file) ?? []).map(({ path }) => path))
  return view.snapshot.files.some(
    ({ path, text }) =>
      path !== file &&
      !importers.has(path) &&
      /\.(?:[cm]?[jt]sx?|vue)$/.test(path) &&
      manifestOf(view.snapshot, path) === manifest &&
      !isAside(path) &&
      !isForeign(path) &&
      any.test(text) &&
      !new RegExp(`\\bimport\\b[^;'"]*\\b(?:${words.join('|')})\\b`).test(text),
  )
}
