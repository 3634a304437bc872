import { CoordinatorFrontmatter } from '../domain/coordinator.ts'
import { Limits } from '../domain/limits.ts'
import { MissionFrontmatter, PhaseFrontmatter } from '../domain/mission.ts'
import { SpecialistFrontmatter } from '../domain/specialist.ts'
import { TaskDraft } from '../domain/task.ts'

export const specialistKeys = Object.keys(SpecialistFrontmatter.shape)
export const coordinatorKeys = Object.keys(CoordinatorFrontmatter.shape)
export const missionKeys = Object.keys(MissionFrontmatter.shape)
export const phaseKeys = Object.keys(PhaseFrontmatter.shape)
export const draftKeys = Object.keys(TaskDraft.shape)
export const limitKeys = Object.keys(Limits.shape)

/** Fields of Claude Code's subagent format that Echelon leaves alone. */
export const subagentKeys = [
  'background',
  'color',
  'effort',
  'hooks',
  'initialPrompt',
  'isolation',
  'maxTurns',
  'mcpServers',
  'memory',
  'permissionMode',
  'skills',
] as const
