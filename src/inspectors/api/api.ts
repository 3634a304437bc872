import { pythonBindings } from '../facts/bindings-python.ts'
import { typescriptBindings } from '../facts/bindings-typescript.ts'
import { pythonModels, zodModels } from '../facts/body-models.ts'
import { clientCalls } from '../facts/client-calls.ts'
import type { Collector } from '../facts/collector.ts'
import { pythonDependencies } from '../facts/python-dependencies.ts'
import { responseTypes } from '../facts/response-types.ts'
import { fileRoutes } from '../facts/routes-files.ts'
import { nestRoutes } from '../facts/routes-nest.ts'
import { pythonRoutes } from '../facts/routes-python.ts'
import { typescriptRoutes } from '../facts/routes-typescript.ts'
import type { Inspector } from '../inspector.ts'
import { clientCallWithoutRoute } from './client-call-without-route.ts'
import { duplicateRoute } from './duplicate-route.ts'
import { responseModelOutlier } from './response-model-outlier.ts'
import { routerNotMounted } from './router-not-mounted.ts'

/** Everything that the joins of HTTP clients and servers are made of. */
export const apiCollectors: readonly Collector[] = [
  clientCalls,
  fileRoutes,
  nestRoutes,
  pythonBindings,
  pythonDependencies,
  pythonModels,
  pythonRoutes,
  responseTypes,
  typescriptBindings,
  typescriptRoutes,
  zodModels,
]

export const apiInspectors: readonly Inspector[] = [
  clientCallWithoutRoute,
  duplicateRoute,
  responseModelOutlier,
  routerNotMounted,
]
