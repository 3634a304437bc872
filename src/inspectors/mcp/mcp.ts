import type { Collector } from '../facts/collector.ts'
import { pythonTools, typescriptTools } from '../facts/mcp-tools.ts'
import type { Inspector } from '../inspector.ts'
import { placeholderResult } from './placeholder-result.ts'
import { toolWithoutDescription } from './tool-without-description.ts'
import { toolWithoutTest } from './tool-without-test.ts'

export const mcpCollectors: readonly Collector[] = [pythonTools, typescriptTools]

export const mcpInspectors: readonly Inspector[] = [placeholderResult, toolWithoutDescription, toolWithoutTest]
