import type { TestProject } from 'vitest/node'
import { setUp } from '../../scripts/set-up.mjs'
import { type FoundBrowser, findBrowser, type Missing } from './find-browser.ts'
import { type FoundDesktop, findDesktop } from './find-desktop.ts'

declare module 'vitest' {
  interface ProvidedContext {
    readonly browser: FoundBrowser | Missing
    readonly desktop: FoundDesktop | Missing
  }
}

/**
 * Once before the end-to-end tests: a current build, a browser, an Electron runtime with a display.
 *
 * @throws Error in CI (CI=true) when the browser or the runtime is missing; elsewhere their tests are skipped, loudly
 */
export async function setup(project: TestProject): Promise<() => void> {
  await setUp()
  const browser = await findBrowser()
  const { desktop, close } = await findDesktop()
  const skips: string[] = []
  if ('missing' in browser) skips.push(`the tests in a browser: ${browser.missing}`)
  if ('missing' in desktop) skips.push(`the tests in an Electron window: ${desktop.missing}`)
  if (skips.length > 0 && process.env.CI === 'true') {
    close()
    throw new Error(`In CI nothing may be skipped, but this would be: ${skips.join('; ')}.`)
  }
  // Read by summary-reporter.ts, which runs in this process.
  process.env.PITHY_TEST_SKIPS = JSON.stringify(skips)
  project.provide('browser', browser)
  project.provide('desktop', desktop)
  return close
}
