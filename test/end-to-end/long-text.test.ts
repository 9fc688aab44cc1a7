import type { Browser, Page } from 'playwright-core'
import { get_encoding } from 'tiktoken'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeInBrowser, launchBrowser } from '../support/browser.ts'
import { tempFolder } from '../support/fake-ports.ts'
import { startWebHost, type WebHost } from '../support/web-host.ts'

const LINE = 'Refunds are paid within 30 days, says the policy.\n'
const LONG = LINE.repeat(8000)

describeInBrowser('a text of 400,000 characters', () => {
  const folder = tempFolder()
  let host: WebHost
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    host = await startWebHost(folder.file('library.sqlite'))
    browser = await launchBrowser()
    const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] })
    page = await context.newPage()
    page.setDefaultTimeout(60_000)
    await page.goto(host.url)
    await page.locator('.monaco-editor').first().waitFor()
  })
  afterAll(async () => {
    await browser?.close()
    await host?.close()
    folder.remove()
  })

  const expected = () => {
    const encoding = get_encoding('o200k_base')
    const count = encoding.encode_ordinary(LONG).length
    encoding.free()
    return `${count.toLocaleString('en-US')} tokens`
  }

  async function replaceBy(insert: () => Promise<void>): Promise<void> {
    await page.locator('.monaco-editor').last().click()
    await page.keyboard.press('Control+A')
    await page.keyboard.type('x')
    await page
      .getByTestId('message-tokens')
      .last()
      .filter({ hasText: /^1 tokens$/ })
      .waitFor()
    await page.keyboard.press('Control+A')
    await insert()
    await page.getByTestId('message-tokens').last().filter({ hasText: expected() }).waitFor()
    await page.locator('[data-testid="save-state"][data-state="saved"]').waitFor()
  }

  it('is counted and saved when it is pasted', async () => {
    await page.evaluate((text) => navigator.clipboard.writeText(text), LONG)
    await replaceBy(() => page.keyboard.press('Control+V'))
    await page.reload()
    await page.getByTestId('message-tokens').last().filter({ hasText: expected() }).waitFor()
    expect(await page.locator('.monaco-editor .view-line').count()).toBeLessThan(300)
  }, 120_000)

  it('and when it is inserted in one go without a clipboard, as dictation and text expanders do; one undo takes it back', async () => {
    await replaceBy(() => page.keyboard.insertText(LONG))
    await page.keyboard.press('Control+Z')
    await page
      .getByTestId('message-tokens')
      .last()
      .filter({ hasText: /^1 tokens$/ })
      .waitFor()
  }, 120_000)
})
