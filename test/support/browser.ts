import { type Browser, chromium } from 'playwright-core'
import { describe, inject } from 'vitest'

/** `describe` for tests that need a browser: skipped, and named at the end of the run, where none is to be had. */
export const describeInBrowser = describe.skipIf('missing' in inject('browser'))

/** Starts the browser that the set-up found; the caller closes it. */
export function launchBrowser(): Promise<Browser> {
  const browser = inject('browser')
  if ('missing' in browser) throw new Error(`No browser: ${browser.missing}.`)
  // The pages are our own; and root, which is what tests in a container are, cannot use the sandbox.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const env = { ...definedEnvironment(), ...browser.environment }
  return chromium.launch({ executablePath: browser.executable, args, env, headless: true })
}

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}
