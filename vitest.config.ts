import { statfsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { buildConstants } from './scripts/build.mjs'
import { SummaryReporter } from './test/support/summary-reporter.ts'

/** Where a library's commits cost a hundredth of what a disk takes for them: memory, if there is enough. */
function memoryFolder(): { readonly TMPDIR?: string } {
  if (process.platform !== 'linux') return {}
  try {
    const { bavail, bsize } = statfsSync('/dev/shm')
    return bavail * bsize > 4e9 ? { TMPDIR: '/dev/shm' } : {}
  } catch {
    return {}
  }
}

/** The long forms (npm run test:soak) take minutes each. */
const unitPatienceMs = process.env.PITHY_SOAK === '1' ? 600_000 : 30_000

/** Tests that put something else in the place of the package electron. */
const mocking = [
  'test/renderer/client/desktop-menu.test.ts',
  'test/electron/hosts/desktop/{graphics-memory,offer-repair,update-check,watch-jobs}.test.ts',
]
const unit = {
  // By default one core of two is left to the main thread, which has next to nothing to do.
  maxWorkers: Math.max(2, availableParallelism() - 1),
  sequence: { groupOrder: 0 },
  // The machine may be busy with the build and browsers beside it; a test that hangs is still found.
  testTimeout: unitPatienceMs,
  hookTimeout: unitPatienceMs,
}

export default defineConfig({
  define: buildConstants('test'),
  test: {
    env: memoryFolder(),
    reporters: ['default', new SummaryReporter()],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: ['test/end-to-end/**', ...mocking],
          // No module keeps state (architecture.test.ts holds that), so the files of a worker share them: a third less
          // processor time, most of it for modules that a hundred files import.
          isolate: false,
          ...unit,
        },
      },
      // A module that was given a mock may not be handed to another file.
      { extends: true, test: { name: 'unit-mocked', include: mocking, ...unit } },
      {
        extends: true,
        test: {
          name: 'end-to-end',
          include: ['test/end-to-end/**/*.test.ts'],
          globalSetup: ['test/support/end-to-end-setup.ts'],
          // Each file has a host, a library and a browser of its own, and waits for much: two fill two cores.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // What a page shows is waited for as long as Playwright waits for an element: the machine may be busy.
          expect: { poll: { timeout: 30_000 } },
        },
      },
    ],
  },
})
