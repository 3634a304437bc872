import { z } from 'zod'
import { Check, CheckKind, CheckOutcome, FailureCategory } from '../check.ts'
import { Quirk } from '../quirk.ts'
import { TakeoverReason } from './words.ts'

const id = z.string()
const count = z.int().min(0)
const paths = z.array(z.object({ path: z.string(), lines: count }))

/** Why a change did not land. */
export const RefusalToLand = z.enum([
  'empty',
  'checks',
  'review',
  'gate',
  'conflict',
  'revert',
  'scope',
  'stale',
  'infra',
])
export type RefusalToLand = z.infer<typeof RefusalToLand>

/** The way of a change from a workspace to the mission branch. */
export const landingFacts = [
  /** The repository's own checks, as its base commit or its settings declare them. */
  z.object({ type: z.literal('checks.detected'), commit: z.string(), checks: z.array(Check) }),
  z.object({
    type: z.literal('check.ended'),
    suite: z.string(),
    at: z.enum(['base', 'attempt', 'merge', 'end']),
    passed: count.nullable(),
    failed: count.nullable(),
    errors: count.nullable(),
    exitCode: z.int().nullable(),
    kind: CheckKind.optional(),
    outcome: CheckOutcome.optional(),
    /** Red, then green on the same tree: it counts as passed. */
    flaky: z.boolean().optional(),
    commit: z.string().optional(),
    tree: z.string().optional(),
    task: id.optional(),
    failures: z.array(z.object({ name: z.string(), category: FailureCategory })).optional(),
    milliseconds: z.number().optional(),
    /** The end of what it printed, when it is red. */
    excerpt: z.string().optional(),
  }),
  z.object({
    type: z.literal('workspace.opened'),
    workspace: id,
    task: id,
    attempt: count,
    branch: z.string(),
    base: z.string(),
    isolation: z.enum(['worktree', 'clone']),
  }),
  z.object({
    type: z.literal('hunk.rejected'),
    task: id,
    attempt: count,
    path: z.string(),
    /** Git's header of the hunk, or what stands for a whole file. */
    hunk: z.string(),
    reason: z.string(),
  }),
  z.object({
    type: z.literal('change.committed'),
    actor: id,
    task: id,
    attempt: count,
    base: z.string(),
    commit: z.string(),
    branch: z.string(),
    paths,
  }),
  z.object({ type: z.literal('review.ended'), task: id, by: id, approved: z.boolean(), reason: z.string() }),
  /** The orchestrator lets a task touch paths of another's domain, because its finding stands there too. */
  z.object({ type: z.literal('scope.granted'), by: id, task: id, paths: z.array(z.string()), reason: z.string() }),
  z.object({ type: z.literal('conflict.predicted'), task: id, other: id, paths: z.array(z.string()) }),
  /** What the inspectors say of a change on the merged tree. */
  z.object({
    type: z.literal('gate.judged'),
    task: id,
    attempt: count,
    commit: z.string(),
    verdict: z.enum(['fixed', 'partial', 'refused', 'not-asked']),
    reasons: z.array(z.string()),
    /** The same rule elsewhere: still open after this. */
    siblings: z.array(z.string()),
  }),
  /** The lane tested a stack of changes on the tree that would land. */
  z.object({
    type: z.literal('lane.tested'),
    branch: z.string(),
    base: z.string(),
    commit: z.string(),
    tree: z.string(),
    tasks: z.array(id),
    green: z.boolean(),
    /** A single suspect's second chance. */
    confirming: z.boolean(),
    reason: z.string(),
    milliseconds: z.number(),
  }),
  z.object({
    type: z.literal('landing.refused'),
    task: id,
    attempt: count,
    why: RefusalToLand,
    reason: z.string(),
    paths: z.array(z.string()),
  }),
  z.object({
    type: z.literal('task.landed'),
    task: id,
    by: id,
    author: id,
    paths,
    reviewRounds: count,
    attempt: count.optional(),
    /** The commit on the mission branch and its tree, which is the tree that was tested. */
    commit: z.string().optional(),
    tree: z.string().optional(),
    subject: z.string().optional(),
    debts: z.array(id).optional(),
  }),
  z.object({ type: z.literal('branch.published'), branch: z.string(), commit: z.string(), reason: z.string() }),
  z.object({ type: z.literal('task.escalated'), task: id, reason: TakeoverReason, detail: z.string() }),
  z.object({ type: z.literal('takeover.happened'), task: id, by: z.string(), reason: TakeoverReason }),
  z.object({ type: z.literal('human.answered'), task: id.nullable(), what: z.string() }),
  /** Work that was seen and not taken tonight, and what it would need. */
  z.object({ type: z.literal('work.deferred'), subject: z.string(), by: id, title: z.string(), reason: z.string() }),
  z.object({
    type: z.literal('expansion.started'),
    what: z.string(),
    order: z.string(),
    budget: z.object({ spawns: count, minutes: z.number(), usd: z.number() }),
  }),
  z.object({ type: z.literal('expansion.ended'), landed: count, reason: z.string() }),
  z.object({ type: z.literal('expansion.declined'), reason: z.string() }),
  z.object({
    type: z.literal('quirk.recorded'),
    quirk: Quirk,
    change: z.enum(['proposed', 'kept', 'retired']),
  }),
  z.object({ type: z.literal('quirk.applied'), quirk: id, task: id, attempt: count }),
] as const
