import type { View } from '../inspector.ts'
import { field, stringsIn } from '../facts/jsonc.ts'
import { manifestOf } from '../facts/manifest.ts'

/** Whether a file is what a package exports that anybody may install: then others may call what it gives away. */
export function isOffered(view: View, file: string): boolean {
  const manifest = manifestOf(view.snapshot, file)
  if (manifest === null || manifest.name === '' || field(manifest.content, 'private') === true) return false
  const named = ['main', 'module', 'exports', 'types', 'typings', 'source', 'browser', 'unpkg'].flatMap((key) =>
    stringsIn(field(manifest.content, key)),
  )
  if (named.length === 0) return false
  const inner = manifest.folder === '' ? file : file.slice(manifest.folder.length + 1)
  const stem = stemOf(inner)
  return stem === 'index' || named.some((one) => stemOf(one) === stem)
}

/** `build/main/client.d.ts` is made from `src/client.ts`. */
function stemOf(path: string): string {
  const plain = path.replace(/^\.\//, '').replace(/(?:\.d)?\.[cm]?[jt]sx?$/, '')
  return plain.replace(/^(?:(?:src|lib|dist|build|out|esm|cjs|es|main|module|types|node|browser)\/)*/, '')
}
