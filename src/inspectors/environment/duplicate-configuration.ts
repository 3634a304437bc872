import { cite } from '../cite.ts'
import { folderOf, nameOf } from '../facts/path.ts'
import { regionOf } from '../facts/region.ts'
import type { Inspection, Inspector, Unfiled, View } from '../inspector.ts'

/** Tools that read one configuration of a folder and ignore the others, with the order in which they look where they have one. */
const single = /^(next|vite|vitest|tailwind|postcss|jest|playwright|astro|svelte|nuxt)\.config\.(?:[cm]?[jt]s)$/

interface Doubled {
  readonly folder: string
  readonly tool: string
  readonly files: readonly string[]
}

/** Two configurations of one tool in one folder: only one is read, and an edit of the other does nothing. */
export const duplicateConfiguration: Inspector = {
  id: 'environment/duplicate-configuration',
  version: 1,
  layer: 'environment',
  title: 'A tool has two configurations in one folder and reads only one',
  inspect(view): Inspection {
    const found = configurationsOf(view)
    const bad = found.filter(({ files }) => files.length > 1 && !isChosenByName(view, files))
    return {
      population: found.length,
      bad: bad.length,
      unit: 'tool configurations',
      drafts: bad.map((doubled) => draftOf(view, doubled)),
    }
  },
}

function configurationsOf(view: View): readonly Doubled[] {
  const files = [...view.snapshot.byPath.keys()].filter(
    (path) => single.test(nameOf(path)) && /^(?:source|tooling)$/.test(regionOf(path)),
  )
  const groups = Map.groupBy(files, (path) => `${folderOf(path)} ${single.exec(nameOf(path))?.[1] ?? ''}`)
  return [...groups].map(([key, group]) => ({
    folder: folderOf(group[0] ?? ''),
    tool: key.slice(key.lastIndexOf(' ') + 1),
    files: group.toSorted(),
  }))
}

/** A command or another configuration names one of them: both may be meant. */
function isChosenByName(view: View, files: readonly string[]): boolean {
  const names = files.map(nameOf)
  return view.snapshot.files.some(
    (file) =>
      !files.includes(file.path) &&
      /^(?:json|yaml|shell|typescript|dockerfile)$/.test(file.language) &&
      !/(?:^|\/)(?:tsconfig[\w.-]*|package-lock|knip|\.?eslintrc|components)\.json$/.test(file.path) &&
      names.some((name) => file.text.includes(name)),
  )
}

function draftOf(view: View, { folder, tool, files }: Doubled): Unfiled {
  const names = files.map(nameOf)
  return {
    title:
      `${folder === '' ? 'The repository' : folder} has ${names.join(' and ')}: ${tool} reads only one of them`.slice(
        0,
        140,
      ),
    claim: 'presence',
    impact: 'quality',
    reach: 'reachable',
    reachWhy: `${tool} looks for its configuration in this folder`,
    confidence: 'high',
    anchor: `config:${tool}@${folder || '.'}`,
    evidence: files.map((file, index) => cite(view.snapshot, file, 1, { role: index === 0 ? 'primary' : 'related' })),
    instances: files.map((file) => ({ file, line: 1 })),
    fix: {
      advice: `Merge what is still wanted into one file and delete the other; see which one ${tool} takes before you do.`,
      effort: 'S',
      doneWhen: `one configuration of ${tool} is left in ${folder || 'the root folder'}`,
    },
  }
}
