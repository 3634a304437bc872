import type { Debt } from './debt.ts'
import type { Finding } from './finding.ts'
import { similarity, snippetOf } from './snippet.ts'

/** How a finding was known again. A person's acceptance follows an identity, never a likeness. */
type Recognition = 'same' | 'renamed' | 'alike'

export interface Recognised {
  readonly debt: Debt
  readonly finding: Finding
  readonly by: Recognition
}

/** From this likeness on, two snippets of one rule in one file are the same debt. */
const alikeFrom = 0.8

/**
 * Which debts these findings are: by fingerprint or alias, else by anchor after renamed files, else by likeness within
 * the same rule and file. Where more than one pair is alike, none is taken: a new id is better than a wrong one.
 */
export function recognise(
  findings: readonly Finding[],
  debts: readonly Debt[],
  renames: ReadonlyMap<string, string>,
): readonly Recognised[] {
  const open = { findings: new Set(findings), debts: new Set(debts) }
  const found: Recognised[] = []
  const take = (by: Recognition, pairs: readonly Pair[]) => {
    for (const { finding, debt } of pairs) {
      if (!open.findings.has(finding) || !open.debts.has(debt)) continue
      open.findings.delete(finding)
      open.debts.delete(debt)
      found.push({ finding, debt, by })
    }
  }
  take('same', sameNow([...open.findings], [...open.debts]))
  take('same', sameBefore([...open.findings], [...open.debts]))
  take('renamed', renamed([...open.findings], [...open.debts], renames))
  take('alike', alike([...open.findings], [...open.debts], renames))
  return found
}

interface Pair {
  readonly finding: Finding
  readonly debt: Debt
}

function sameNow(findings: readonly Finding[], debts: readonly Debt[]): readonly Pair[] {
  const byFingerprint = new Map(debts.map((debt) => [debt.fingerprint, debt]))
  return pairs(findings, (finding) => byFingerprint.get(finding.fingerprint))
}

function sameBefore(findings: readonly Finding[], debts: readonly Debt[]): readonly Pair[] {
  const byAlias = new Map(debts.flatMap((debt) => debt.aliases.map((alias) => [alias, debt] as const)))
  return pairs(findings, (finding) => byAlias.get(finding.fingerprint))
}

function renamed(
  findings: readonly Finding[],
  debts: readonly Debt[],
  renames: ReadonlyMap<string, string>,
): readonly Pair[] {
  if (renames.size === 0) return []
  const key = (rule: string, anchor: string) => `${rule}\n${anchor}`
  const byAnchor = new Map(debts.map((debt) => [key(debt.rule, renameIn(debt.anchor, renames)), debt]))
  return pairs(findings, (finding) => byAnchor.get(key(finding.rule, finding.anchor)))
}

function pairs(findings: readonly Finding[], find: (finding: Finding) => Debt | undefined): readonly Pair[] {
  return findings.flatMap((finding) => {
    const debt = find(finding)
    return debt === undefined ? [] : [{ finding, debt }]
  })
}

/** Puts new paths for old ones into an anchor, all at once, where they stand as whole paths. */
export function renameIn(anchor: string, renames: ReadonlyMap<string, string>): string {
  const spans = [...renames].flatMap(([from, to]) => wholePaths(anchor, from).map((at) => ({ at, from, to })))
  let [result, end] = ['', 0]
  for (const { at, from, to } of spans.toSorted((a, b) => a.at - b.at || b.from.length - a.from.length)) {
    if (at < end) continue
    result += anchor.slice(end, at) + to
    end = at + from.length
  }
  return result + anchor.slice(end)
}

function wholePaths(anchor: string, path: string): readonly number[] {
  const found: number[] = []
  for (let at = anchor.indexOf(path); at !== -1; at = anchor.indexOf(path, at + 1)) {
    const around = `${anchor[at - 1] ?? ' '}${anchor[at + path.length] ?? ' '}`
    if (!/[\w./-]/.test(around)) found.push(at)
  }
  return found
}

function alike(
  findings: readonly Finding[],
  debts: readonly Debt[],
  renames: ReadonlyMap<string, string>,
): readonly Pair[] {
  const place = (rule: string, file: string) => `${rule}\n${file}`
  const byPlace = Map.groupBy(debts, ({ rule, location }) => place(rule, renames.get(location.file) ?? location.file))
  const here = Map.groupBy(findings, ({ rule, instances }) => place(rule, instances[0]?.file ?? ''))
  return [...here].flatMap(([key, group]) => unambiguous(likenesses(group, byPlace.get(key) ?? [])))
}

/** Pairs compared within one file: beyond this many nothing could be told apart anyway. */
const comparisons = 10_000

function likenesses(findings: readonly Finding[], debts: readonly Debt[]): readonly Pair[] {
  if (findings.length * debts.length > comparisons) return []
  return findings.flatMap((finding) => {
    const snippet = snippetOf(finding.evidence)
    const near = debts.filter((debt) => similarity(snippet, debt.snippet) >= alikeFrom)
    return near.map((debt) => ({ finding, debt }))
  })
}

function unambiguous(candidates: readonly Pair[]): readonly Pair[] {
  const ofFinding = Map.groupBy(candidates, ({ finding }) => finding)
  const ofDebt = Map.groupBy(candidates, ({ debt }) => debt)
  return candidates.filter(
    ({ finding, debt }) => ofFinding.get(finding)?.length === 1 && ofDebt.get(debt)?.length === 1,
  )
}
