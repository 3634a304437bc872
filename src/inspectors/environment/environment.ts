import type { Collector } from '../facts/collector.ts'
import { envDeclarationCollector } from '../facts/env-declarations.ts'
import { envReadCollector } from '../facts/env-reads.ts'
import { packageCollector } from '../facts/packages.ts'
import type { Inspector } from '../inspector.ts'
import { composeReferenceUndeclared } from './compose-reference-undeclared.ts'
import { deadSetting } from './dead-setting.ts'
import { divergentDefault } from './divergent-default.ts'
import { duplicateConfiguration } from './duplicate-configuration.ts'
import { publicSecret } from './public-secret.ts'
import { readUndeclared } from './read-undeclared.ts'
import { settingBesideClass } from './setting-beside-class.ts'
import { wrongPrefix } from './wrong-prefix.ts'

export const environmentCollectors: readonly Collector[] = [envDeclarationCollector, envReadCollector, packageCollector]

export const environmentInspectors: readonly Inspector[] = [
  composeReferenceUndeclared,
  deadSetting,
  divergentDefault,
  duplicateConfiguration,
  publicSecret,
  readUndeclared,
  settingBesideClass,
  wrongPrefix,
]
