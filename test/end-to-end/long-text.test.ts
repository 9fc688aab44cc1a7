import { get_encoding } from 'tiktoken'
import { beforeAll, expect, it } from 'vitest'
import { describeInBrowser } from '../support/browser.ts'
import { openHostPage } from '../support/host-page.ts'

const LINE = 'Refunds are paid within 30 days, says the policy.\n'
const LONG = LINE.repeat(8000)

describeInBrowser('a text of 400,000 characters', () => {
  const app = openHostPage({ permissions: ['clipboard-read', 'clipboard-write'] })
  beforeAll(async () => {
    app.page.setDefaultTimeout(60_000)
    await app.page.locator('.monaco-editor').first().waitFor()
  })

  const expected = () => {
    const encoding = get_encoding('o200k_base')
    const count = encoding.encode_ordinary(LONG).length
    encoding.free()
    return `${count.toLocaleString('en-US')} tokens`
  }

  async function replaceBy(insert: () => Promise<void>): Promise<void> {
    await app.page.locator('.monaco-editor').last().click()
    await app.page.keyboard.press('Control+A')
    await app.page.keyboard.type('x')
    await app.page
      .getByTestId('message-tokens')
      .last()
      .filter({ hasText: /^1 tokens$/ })
      .waitFor()
    await app.page.keyboard.press('Control+A')
    await insert()
    await app.page.getByTestId('message-tokens').last().filter({ hasText: expected() }).waitFor()
    await app.page.locator('[data-testid="save-state"][data-state="saved"]').waitFor()
  }

  it('is counted and saved when it is pasted', async () => {
    await app.page.evaluate((text) => navigator.clipboard.writeText(text), LONG)
    await replaceBy(() => app.page.keyboard.press('Control+V'))
    await app.page.reload()
    await app.page.getByTestId('message-tokens').last().filter({ hasText: expected() }).waitFor()
    expect(await app.page.locator('.monaco-editor .view-line').count()).toBeLessThan(300)
  }, 120_000)

  it('and when it is inserted in one go without a clipboard, as dictation and text expanders do; one undo takes it back', async () => {
    await replaceBy(() => app.page.keyboard.insertText(LONG))
    await app.page.keyboard.press('Control+Z')
    await app.page
      .getByTestId('message-tokens')
      .last()
      .filter({ hasText: /^1 tokens$/ })
      .waitFor()
  }, 120_000)
})
