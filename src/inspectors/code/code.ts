import type { Collector } from '../facts/collector.ts'
import { duplicateCollector } from '../facts/duplicate.ts'
import { exportCollector } from '../facts/export.ts'
import { importCollector } from '../facts/import.ts'
import { pythonLinkCollector } from '../facts/python-link.ts'
import type { Inspector } from '../inspector.ts'
import { conflictMarker } from './conflict-marker.ts'
import { duplicateField } from './duplicate-field.ts'
import { importCycle } from './import-cycle.ts'
import { missingExport } from './missing-export.ts'
import { moduleShadowed } from './module-shadowed.ts'
import { unparsableFile } from './unparsable-file.ts'
import { unreachableFile } from './unreachable-file.ts'
import { unresolvedImport } from './unresolved-import.ts'
import { unresolvedModule } from './unresolved-module.ts'

export const codeCollectors: readonly Collector[] = [
  duplicateCollector,
  exportCollector,
  importCollector,
  pythonLinkCollector,
]

export const codeInspectors: readonly Inspector[] = [
  conflictMarker,
  duplicateField,
  importCycle,
  missingExport,
  moduleShadowed,
  unparsableFile,
  unreachableFile,
  unresolvedImport,
  unresolvedModule,
]
