import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { describeInBrowser } from '../support/browser.ts'
import { tempFolder } from '../support/fake-ports.ts'
import { openHostPage } from '../support/host-page.ts'
import { startWebHost } from '../support/web-host.ts'

describeInBrowser('a history that cannot lose text, in a browser', () => {
  const app = openHostPage({ opensLater: true })

  async function open(): Promise<Page> {
    const page = await app.browser.newPage()
    page.setDefaultTimeout(15_000)
    await page.goto(app.host.url)
    await page.locator('.monaco-editor').first().waitFor()
    return page
  }

  async function typeAtEnd(page: Page, text: string): Promise<void> {
    await page.locator('.monaco-editor').last().click()
    await page.keyboard.press('Control+End')
    await page.keyboard.type(text)
  }

  /** Monaco draws spaces as no-break spaces, and wraps. */
  async function lastText(page: Page): Promise<string> {
    return (await page.locator('.monaco-editor .view-lines').last().innerText()).replaceAll(/[\u00a0\n]+/g, ' ')
  }

  async function saved(page: Page): Promise<void> {
    await expect.poll(() => page.getByTestId('save-state').getAttribute('data-state')).toBe('saved')
  }

  it('keeps each pause in typing, shows it with its change in tokens, and restores one as a new state', async () => {
    const page = await open()
    for (const word of [' first', ' second', ' third']) {
      await typeAtEnd(page, word)
      await saved(page)
      // The pause comes after the last save in mid typing: the history has it when it shows it.
      await page.getByTestId('history').click()
      await page.getByText(/^Typing in A$/).click()
      await page.getByTestId('typed-state').first().filter({ hasText: '+1' }).waitFor()
      await page.getByTestId('close-history').click()
      await page.locator('.monaco-editor').first().waitFor()
    }
    await page.getByTestId('history').click()
    await expect.poll(() => page.getByTestId('typed-state').count()).toBe(4)
    await page.getByTestId('typed-state').nth(2).click()
    await page.getByTestId('typed-preview').getByText('third').waitFor()
    await page.getByTestId('restore-state').click()
    await expect.poll(() => page.getByTestId('typed-state').count()).toBe(5)
    await page.getByTestId('close-history').click()
    await expect.poll(() => lastText(page)).toContain('first')
    expect(await lastText(page)).not.toContain('second')
    await page.getByTestId('undo').click()
    await expect.poll(() => lastText(page)).toContain('third')
    await saved(page)
    await page.close()
  })

  it('shows where each variant came from, keeps a note, and archives and restores', async () => {
    const page = await open()
    await page.getByTestId('new-variant').click()
    await page.getByTestId('variant-tab-B').waitFor()
    await page.keyboard.press('Alt+h')
    await page.getByText('All variants').click()
    await expect.poll(() => page.getByTestId('lineage-B').innerText()).toContain('written from A')
    await page.getByTestId('note-B').click()
    await page.getByTestId('note-B-field').fill('for the night shift')
    await page.keyboard.press('Enter')
    await expect.poll(() => page.getByTestId('lineage-B').innerText()).toContain('for the night shift')
    await page.getByTestId('lineage-menu-B').click()
    await page.getByRole('menuitem', { name: 'Archive' }).click()
    await expect.poll(() => page.getByTestId('lineage-B').innerText()).toContain('archived')
    await page.getByTestId('lineage-menu-B').click()
    await page.getByRole('menuitem', { name: 'Restore B' }).click()
    await page.getByTestId('variant-tab-B').waitFor()
    await page.close()
  })

  // By the clock, and saves come every 0.8 s: other work on the machine may take what is left.
  it('loses less than a second of typing when the tab is killed in mid typing', { retry: 2 }, async () => {
    const page = await open()
    await page.getByTestId('variant-tab-A').click()
    await typeAtEnd(page, '\n')
    const start = Date.now()
    let typed = 0
    while (Date.now() - start < 3000) await page.keyboard.type(`${typed++}.`)
    const perSecond = typed / ((Date.now() - start) / 1000)
    await page.close({ runBeforeUnload: false })
    const next = await open()
    const kept = async () =>
      Math.max(...[...(await lastText(next)).replaceAll(/\s/g, '').matchAll(/\d+(?=\.)/g)].map(Number))
    // What was on its way when the tab was killed may come after the next one has read.
    await expect
      .poll(async () => {
        await next.reload()
        await expect.poll(() => lastText(next)).toContain('0.1.2.')
        return (typed - 1 - (await kept())) / perSecond
      })
      .toBeLessThan(1)
    await next.close()
  })

  it('offers what the library never got when host and tab ended together, and takes it back', async () => {
    const own = tempFolder()
    const library = own.file('library.sqlite')
    const first = await startWebHost(library)
    const context = await app.browser.newContext()
    const page = await context.newPage()
    await page.goto(first.url)
    await page.locator('.monaco-editor').first().waitFor()
    await typeAtEnd(page, ' before')
    await saved(page)
    await first.kill()
    await typeAtEnd(page, ' after the host had died')
    await expect.poll(() => page.getByTestId('save-state').getAttribute('data-state')).toBe('failed')
    await page.close({ runBeforeUnload: false })
    const second = await startWebHost(library)
    expect(new URL(second.url).port).toBe(new URL(first.url).port)
    const again = await context.newPage()
    await again.goto(second.url)
    await again.getByTestId('unsaved-offer').waitFor()
    await again.getByTestId('take-back').click()
    await expect.poll(() => lastText(again)).toContain('after the host had died')
    await saved(again)
    await again.reload()
    await expect.poll(() => lastText(again)).toContain('after the host had died')
    expect(await again.getByTestId('unsaved-offer').count()).toBe(0)
    await context.close()
    await second.close()
    own.remove()
  })

  it('takes a difference over from either side by the keyboard, which Tab takes out of a text after Alt+M', async () => {
    const page = await open()
    await page.getByTestId('variant-tab-B').click()
    await typeAtEnd(page, '\nONLY-IN-B')
    await page.keyboard.press('Alt+m')
    await page.keyboard.press('Control+d')
    await page.getByTestId('take-left').last().waitFor()
    await page.locator('.monaco-diff-editor').last().locator('.modified-in-monaco-diff-editor').click()
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('data-testid'))
    for (const arrow of ['take-right', 'take-left']) {
      await page.keyboard.press('Tab')
      expect(await focused()).toBe(arrow)
    }
    await page.keyboard.press('Enter')
    await page.getByTestId('stop-comparing').click()
    await page.getByTestId('variant-tab-A').click()
    await expect.poll(() => lastText(page)).toContain('ONLY-IN-B')
    await saved(page)
    await page.close()
  })

  it('undo in the editor reaches back over a change of tab and of page', async () => {
    const page = await open()
    await page.getByTestId('variant-tab-A').click()
    await typeAtEnd(page, ' UNDO-ME')
    await page.getByTestId('variant-tab-B').click()
    await expect.poll(() => lastText(page)).not.toContain('UNDO-ME')
    await page.getByTestId('rail-models').click()
    await page.getByTestId('rail-prompts').click()
    await page.getByTestId('variant-tab-A').click()
    await expect.poll(() => lastText(page)).toContain('UNDO-ME')
    await page.locator('.monaco-editor').last().click()
    await page.keyboard.press('Control+z')
    await expect.poll(() => lastText(page)).not.toContain('UNDO-ME')
    await page.close()
  })

  it('shows the text of a restored copy, and the next key goes on from that', async () => {
    const page = await open()
    await page.getByTestId('variant-tab-A').click()
    const { name } = await app.call('library.back-up', {})
    await typeAtEnd(page, ' AFTER-THE-COPY')
    await saved(page)
    await app.call('library.restore', { name })
    await expect.poll(() => lastText(page)).not.toContain('AFTER-THE-COPY')
    await typeAtEnd(page, ' NEXT')
    await saved(page)
    await page.reload()
    await expect.poll(() => lastText(page)).toContain('NEXT')
    expect(await lastText(page)).not.toContain('AFTER-THE-COPY')
    await page.close()
  })
})
