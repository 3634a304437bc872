import type { Check } from '../../domain/check.ts'
import { inFolder } from '../paths.ts'
import { type Sources, toCheck } from './sources.ts'

/** Build and tests of each crate, and clippy where the repository configures it. */
export async function cargoChecks(sources: Sources): Promise<readonly Check[]> {
  const folders = sources.foldersWith('Cargo.toml')
  return (await Promise.all(folders.map((folder) => checksIn(folder, sources)))).flat()
}

async function checksIn(folder: string, sources: Sources): Promise<readonly Check[]> {
  const source = inFolder(folder, 'Cargo.toml')
  const manifest = (await sources.read(source)) ?? ''
  const configured =
    /^\[(?:workspace\.)?lints\.clippy\]/m.test(manifest) ||
    ['clippy.toml', '.clippy.toml'].some((name) => sources.files.has(inFolder(folder, name)))
  const repair = ['cargo', 'clippy', '--fix', '--allow-dirty', '--allow-staged']
  const clippy = toCheck({ kind: 'lint', argv: ['cargo', 'clippy'], folder, repair, source })
  return [
    ...(configured ? [clippy] : []),
    toCheck({ kind: 'build', argv: ['cargo', 'build'], folder, source }),
    toCheck({ kind: 'test', argv: ['cargo', 'test'], folder, source }),
  ]
}
