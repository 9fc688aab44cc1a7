import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { buildConstants } from './scripts/build.mjs'
import { SummaryReporter } from './test/support/summary-reporter.ts'

export default defineConfig({
  define: buildConstants('test'),
  test: {
    reporters: ['default', new SummaryReporter()],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: ['test/end-to-end/**'],
          // By default one core of two is left to the main thread, which has next to nothing to do.
          maxWorkers: Math.max(2, availableParallelism() - 1),
          sequence: { groupOrder: 0 },
          // The machine may be busy with the build and browsers beside it; a test that hangs is still found.
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'end-to-end',
          include: ['test/end-to-end/**/*.test.ts'],
          globalSetup: ['test/support/end-to-end-setup.ts'],
          // One application at a time: two browsers and an Electron on two cores run into each other's deadlines.
          fileParallelism: false,
          sequence: { groupOrder: 1 },
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // What a page shows is waited for as long as Playwright waits for an element: the machine may be busy.
          expect: { poll: { timeout: 15_000 } },
        },
      },
    ],
  },
})
