import type { Check } from '../../domain/check.ts'
import { inFolder } from '../paths.ts'
import { type Sources, toCheck } from './sources.ts'

/** Tests and vet of each Go module. The tests run with `-v`: without it go prints no counts. */
export async function goChecks(sources: Sources): Promise<readonly Check[]> {
  return sources.foldersWith('go.mod').flatMap((folder) => {
    const source = inFolder(folder, 'go.mod')
    const tests = [...sources.files].some((file) => file.startsWith(inFolder(folder, '')) && file.endsWith('_test.go'))
    const vet = toCheck({ kind: 'lint', argv: ['go', 'vet', './...'], folder, source })
    const test = { kind: 'test', argv: ['go', 'test', '-v', './...'], folder, source, label: 'go test' } as const
    return tests ? [vet, toCheck(test)] : [vet]
  })
}
