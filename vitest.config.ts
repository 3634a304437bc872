import { defineConfig } from 'vitest/config'

/** The default suite: stories of the product, under three minutes on two cores. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/slow/**', 'test/fixtures/**'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 3,
    reporters: ['default', './test/support/closing-line.ts'],
    silent: 'passed-only',
  },
})
