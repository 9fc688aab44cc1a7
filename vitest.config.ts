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
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
