import type { Units } from '../ports/runtime.ts'
import { coordinatorUnit } from './coordinator.ts'
import { closeUnit } from './close.ts'
import { examineUnit } from './examine.ts'
import { landUnit } from './land.ts'
import { orchestratorUnit } from './orchestrator.ts'
import { phaseUnit } from './phase.ts'
import { Post } from './post.ts'
import type { Running } from './running.ts'
import { specialistUnit } from './specialist.ts'
import { pursue } from './task.ts'

/** Id of the root unit of every run. */
export const rootUnit = 'run'

/** The code of a run, by unit name. */
export function unitsOf(running: Running): Units {
  return {
    missions: {
      orchestrator: orchestratorUnit(running),
      phase: phaseUnit(running),
      coordinator: coordinatorUnit(running),
      task: async (ctx, input) => pursue(ctx, running, Post.parse(input)),
    },
    agents: {
      specialist: specialistUnit(running),
      examine: examineUnit(running),
      land: landUnit(running),
      close: closeUnit(running),
    },
  }
}
