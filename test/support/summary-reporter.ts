import { writeSync } from 'node:fs'
import type { Reporter, TestModule } from 'vitest/node'

/** Ends a run with what was left out and why, and one plain line of counts that a script can read. */
export class SummaryReporter implements Reporter {
  readonly #count = { passed: 0, failed: 0, skipped: 0 }

  onInit(): void {
    // Vitest prints some errors after it has told the reporters that the run is over; this line is to stand last.
    process.once('exit', (code) => this.#print(code))
  }

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const count = this.#count
    Object.assign(count, { passed: 0, failed: unhandledErrors.length, skipped: 0 })
    for (const module of modules) {
      const failedBefore = count.failed
      for (const test of module.children.allTests()) {
        const { state } = test.result()
        if (state !== 'pending') count[state] += 1
      }
      // A module that cannot be loaded, or whose hooks throw, has no failed test of its own.
      if (module.state() === 'failed' && count.failed === failedBefore) count.failed += 1
    }
  }

  #print(exitCode: number): void {
    const { passed, failed, skipped } = this.#count
    const skips = JSON.parse(process.env.PITHY_TEST_SKIPS ?? '[]') as readonly string[]
    // A set-up that throws fails the run without failing a test.
    const failures = exitCode === 0 ? failed : Math.max(failed, 1)
    writeSync(1, `${banner(skips)}\n${passed} passed, ${failures} failed, ${skipped} skipped\n`)
  }
}

function banner(skips: readonly string[]): string {
  if (skips.length === 0) return ''
  const rule = '='.repeat(100)
  return `${['', rule, 'NOT RUN on this machine:', ...skips.map((skip) => `  ${skip}`), rule].join('\n')}\n`
}
