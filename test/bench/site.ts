import { systemClock } from '../../src/compose/clock.ts'
import type { AgentBackend, Coordinator, Specialist } from '../../src/index.ts'
import type { Site } from '../../src/ports/site.ts'

export interface People {
  readonly coordinators: readonly Coordinator[]
  readonly specialists: readonly Specialist[]
  readonly backends: readonly AgentBackend[]
}

/** A world without a repository: nothing is audited, documents are made and thrown away. */
export function siteFor({ coordinators, specialists, backends }: People): Site {
  return {
    clock: systemClock,
    library: {
      specialists: new Map(specialists.map((one) => [one.name, one])),
      coordinators: new Map(coordinators.map((one) => [one.name, one])),
      missions: new Map(),
      provenance: [],
      problems: [],
    },
    repository: {
      name: 'bench',
      root: '/',
      commit: 'none',
      branch: 'none',
      dirty: false,
      files: [],
      versioned: false,
      below: '',
    },
    grounds: null,
    auditAt: () => {
      throw new Error('a measurement audits nothing')
    },
    auditor: {
      survey: nothing,
      inspect: nothing,
      verify: nothing,
      suppressions: nothing,
      unmerged: nothing,
      renames: nothing,
    },
    redactor: { text: (text) => text, json: (value) => value },
    archive: {
      place: '',
      readRegister: nothing,
      readHistory: async () => [],
      hasDocument: async () => false,
      writeDocument: async () => {},
      removeDocument: async () => {},
      appendHistory: async () => {},
      writeRegister: async () => {},
      readQuirks: async () => [],
      writeQuirks: async () => {},
    },
    backends: new Map(backends.map((one) => [one.id, one])),
    defaultBackend: 'scripted',
    version: 'bench',
  }
}

async function nothing(): Promise<never> {
  throw new Error('a measurement audits nothing')
}
