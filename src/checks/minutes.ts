import type { CheckKind } from '../domain/check.ts'

/** Minutes that a check gets when nobody says. */
export const minutesOf: Readonly<Record<CheckKind, number>> = { types: 10, lint: 10, build: 20, test: 20 }
