import { defineConfig } from 'vitest/config'

/** Matrices too long for every change: each ledger position killed, the package installed from its tarball. CI runs them. */
export default defineConfig({
  test: {
    include: ['test/slow/**/*.test.ts'],
    testTimeout: 1_200_000,
    hookTimeout: 300_000,
    pool: 'forks',
    maxWorkers: 3,
    reporters: ['default', './test/support/closing-line.ts'],
  },
})
