import type { Edit } from '../../domain/edit.ts'
import { linesOf } from '../cite.ts'
import { reachOfStage } from '../deployment/reach.ts'
import type { ComposeReferenceFact, Stage } from '../facts/compose.ts'
import { folderOf } from '../facts/path.ts'
import { citeWithoutValues } from '../facts/quote.ts'
import { treesOf } from '../facts/trees.ts'
import { YamlValue } from '../facts/yaml-map.ts'
import type { Inspection, Inspector, Unfiled, View } from '../inspector.ts'
import { repair } from '../repair.ts'
import { declare, exampleIn } from './declare.ts'
import { mentionsOf } from './mentions.ts'
import { isSupplied } from './supplied.ts'

export const composeReferenceUndeclared: Inspector = {
  id: 'environment/compose-reference-undeclared',
  version: 1,
  layer: 'environment',
  title: 'A compose file asks for variables that nothing sets or documents; they become empty text',
  inspect(view): Inspection {
    const references = view.facts.all('composeReference').filter((reference) => !isSupplied(reference.name))
    const bad = references.filter((reference) => isUndeclared(view, reference))
    const groups = Map.groupBy(bad, (reference) => reference.file)
    return {
      population: references.length,
      bad: bad.length,
      unit: 'references in compose files',
      drafts: [...groups].map(([file, group]) => draftOf(view, file, group)),
    }
  },
}

/** Named by compose files alone: no environment file, workflow, script or manual knows it. */
function isUndeclared(view: View, { name, form }: ComposeReferenceFact): boolean {
  if (form !== 'plain') return false
  const others = view.facts.all('composeReference').filter((other) => other.name === name)
  if (others.some((other) => other.form === 'default' || other.form === 'required')) return false
  const declarations = view.facts.all('envDeclaration').filter((declaration) => declaration.name === name)
  if (declarations.some(({ where }) => where === 'env-file' || where === 'workflow')) return false
  const mentions = mentionsOf(view)
  if (mentions.count(name, 'notes') > 0 || mentions.count(name, 'lists') > 0) return false
  const composeFiles = new Set(view.facts.all('composeService').map((service) => service.file))
  return mentions.count(name, 'deploy', composeFiles) === 0 && !isSetByScript(view, name)
}

function isSetByScript(view: View, name: string): boolean {
  const sets = new RegExp(`(?:^|[\\s;&'"\`])(?:export\\s+|-e\\s+|--env\\s+|set\\s+)?${name}\\s*[:?+]?=`, 'm')
  return view.snapshot.files.some(
    (file) =>
      (file.language === 'shell' ||
        file.language === 'other' ||
        file.language === 'typescript' ||
        file.language === 'python') &&
      file.text.includes(name) &&
      sets.test(file.text),
  )
}

function draftOf(view: View, file: string, group: readonly ComposeReferenceFact[]): Unfiled {
  const firsts = [...Map.groupBy(group, (reference) => reference.name).values()].flatMap((same) => same.slice(0, 1))
  const names = firsts.map((reference) => reference.name)
  const stage: Stage = view.facts.all('composeService').find((service) => service.file === file)?.stage ?? 'base'
  const some = names.slice(0, 3).join(', ') + (names.length > 3 ? ', …' : '')
  const hasInterface = view.facts.all('envDeclaration').some((declaration) => declaration.where === 'env-file')
  return {
    title:
      `${file} uses ${names.length === 1 ? 'a variable' : `${names.length} variables`} that nothing sets: ${some}`.slice(
        0,
        140,
      ),
    claim: 'absence',
    impact: 'quality',
    ...reachOfStage(stage, file),
    confidence: hasInterface ? 'high' : 'medium',
    anchor: `compose:${file}`,
    evidence: firsts.slice(0, 10).map((reference) => citeWithoutValues(view.snapshot, reference.file, reference.line)),
    instances: group.slice(0, 500).map((reference) => ({ file: reference.file, line: reference.line })),
    fix: {
      advice: `Declare each name in the example environment file, or write \${NAME:?} so that a missing value stops the start.`,
      effort: 'S',
      doneWhen: `every plain reference in ${file} is declared in an environment file, a workflow or a script`,
      ...repair(view.snapshot, [declared(view, file, group)]),
    },
  }
}

/** Compose fills its references from the folder that the file stands in, so only an example file there can declare them. */
function declared(view: View, file: string, group: readonly ComposeReferenceFact[]): Edit | null {
  const example = exampleIn(view, folderOf(file))
  if (example === null || !group.every((reference) => isMeantForCompose(view, reference))) return null
  return declare(
    view,
    example,
    group.map(({ name }) => ({ name, readers: [file], isRequired: true })),
  )
}

/** In a command, a health check or a label, a dollar may be meant for a shell or belong to a hash. */
function isMeantForCompose({ snapshot }: View, { file, line, name }: ComposeReferenceFact): boolean {
  const source = snapshot.byPath.get(file)
  const text = linesOf(snapshot, file)[line - 1] ?? ''
  if (source === undefined || !/^[A-Z][A-Z0-9_]*$/.test(name) || !text.includes(`\${${name}}`)) return false
  const keys = keysAround(YamlValue.root(treesOf(source).yaml()), line)
  return keys.length > 1 && !keys.some((key) => forOthers.test(key))
}

const forOthers = /^(?:command|entrypoint|healthcheck|labels|post_start|pre_stop|develop|configs|secrets|x-.*)$/

/** Anchors may refer to themselves; nobody nests this deep. */
const deepest = 20

/** The keys that a line of a YAML file hangs below, its own included. */
function keysAround(value: YamlValue | null, line: number, depth = 0): readonly string[] {
  if (value === null || depth > deepest) return []
  if (!value.isMap) return keysAround(nearestAbove(value.items(), line), line, depth + 1)
  const entry = nearestAbove(value.entries(), line)
  return entry === null ? [] : [entry.key, ...keysAround(entry.value, line, depth + 1)]
}

/** What begins last before the line; a merged key stands where its anchor does. */
function nearestAbove<T extends { readonly line: number }>(all: readonly T[], line: number): T | null {
  return all.filter((one) => one.line <= line).toSorted((a, b) => b.line - a.line)[0] ?? null
}
