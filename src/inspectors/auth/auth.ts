import type { Collector } from '../facts/collector.ts'
import { securityNotes } from '../facts/security-notes.ts'
import type { Inspector } from '../inspector.ts'
import { forNowAllow } from './for-now-allow.ts'
import { refreshUnused } from './refresh-unused.ts'
import { routeWithoutAuth } from './route-without-auth.ts'
import { securityTodo } from './security-todo.ts'

export const authCollectors: readonly Collector[] = [securityNotes]

export const authInspectors: readonly Inspector[] = [forNowAllow, refreshUnused, routeWithoutAuth, securityTodo]
