import { mkdirSync } from 'node:fs'
import path from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import type { Client } from '../../shared/contract/client.ts'
import { launchBrowser } from './browser.ts'
import { tempFolder } from './fake-ports.ts'
import { hostClient } from './host-client.ts'
import { startWebHost, type WebHost } from './web-host.ts'

/** Where pictures are put; `npm run pictures` keeps some for the README. */
const pictures = process.env.PITHY_PICTURES ?? path.join(import.meta.dirname, '../../artifacts')

/** The built application in a browser: usable within the tests and later hooks of its describe block. */
export interface HostPage {
  readonly host: WebHost
  readonly browser: Browser
  readonly page: Page
  /** Asks the host as its page does. */
  readonly call: Client['call']
  /** Errors of the page's console, and uncaught ones. */
  readonly consoleErrors: readonly string[]
  /** Ends the host, by default as a power cut does; starts it anew on the same library, and opens the page there. */
  readonly restart: (how?: 'kill' | 'close') => Promise<void>
  /** Keeps a picture of the page. */
  readonly picture: (name: string) => Promise<void>
  /** One in light and one in dark. */
  readonly pictures: (name: string) => Promise<void>
}

export type ColorScheme = 'light' | 'dark'

export interface HostPageOptions extends BrowserContextOptions {
  /** The page is not opened yet: the tests prepare something first. */
  readonly opensLater?: boolean
  /** Added to the host's environment. */
  readonly env?: Readonly<Record<string, string>>
  /** Console errors that belong to the test. */
  readonly isExpected?: (text: string) => boolean
}

/** Opens a host on a library of its own and a page of 1280 × 800 before the tests of this block; closes them after. */
export function openHostPage({ opensLater, isExpected, env, ...context }: HostPageOptions = {}): HostPage {
  const folder = tempFolder()
  const consoleErrors: string[] = []
  const start = () => startWebHost(folder.file('library.sqlite'), env)
  const open: { host?: WebHost; browser?: Browser; page?: Page } = {}

  beforeAll(async () => {
    const [host, browser] = await Promise.all([start(), launchBrowser()])
    Object.assign(open, { host, browser })
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, ...context })
    open.page = page
    // As long as what is polled for (vitest.config.ts): the machine may be busy with other tests.
    page.setDefaultTimeout(30_000)
    page.on('console', (message) => {
      if (message.type() === 'error' && !isExpected?.(message.text())) consoleErrors.push(message.text())
    })
    page.on('pageerror', (error) => consoleErrors.push(error.message))
    if (!opensLater) await page.goto(host.url)
  })
  afterAll(async () => {
    await open.browser?.close()
    await open.host?.close()
    folder.remove()
  })

  async function picture(name: string): Promise<void> {
    mkdirSync(pictures, { recursive: true })
    // The walk is quicker than a person: messages of the steps before would cover what the picture is about.
    const style = process.env.PITHY_PICTURES ? '.mantine-Notifications-root { visibility: hidden }' : ''
    await present(open.page).screenshot({ path: path.join(pictures, `${name}.png`), style })
  }

  return {
    get host() {
      return present(open.host)
    },
    get browser() {
      return present(open.browser)
    },
    get page() {
      return present(open.page)
    },
    consoleErrors,
    call: (name, input, options) => hostClient(present(open.host)).call(name, input, options),
    async restart(how = 'kill') {
      await present(open.host)[how]()
      open.host = await start()
      // The same port, as a rule: another token behind the # alone would not load the page.
      await present(open.page).goto('about:blank')
      await present(open.page).goto(open.host.url)
    },
    picture,
    async pictures(name) {
      for (const colorScheme of ['light', 'dark'] as const) {
        await present(open.page).emulateMedia({ colorScheme })
        await picture(`${name}-${colorScheme}`)
      }
      await present(open.page).emulateMedia({ colorScheme: 'light' })
    },
  }
}

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('The page is opened before the tests begin, not earlier.')
  return value
}
