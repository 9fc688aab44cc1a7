import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { describeInBrowser, launchBrowser } from '../support/browser.ts'
import { tempFolder } from '../support/fake-ports.ts'
import { startWebHost, type WebHost } from '../support/web-host.ts'

/** Other work shares the machine's cores. */
const patient = { timeout: 15_000 }

describeInBrowser('parts of messages, in a browser', () => {
  const folder = tempFolder()
  let host: WebHost
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    host = await startWebHost(folder.file('library.sqlite'))
    browser = await launchBrowser()
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    page.setDefaultTimeout(15_000)
    await page.goto(host.url)
  })
  afterAll(async () => {
    await browser?.close()
    await host?.close()
    folder.remove()
  })

  async function stored(): Promise<{ readonly role: string; readonly template: string; readonly locked?: string[] }[]> {
    return page.evaluate(async () => {
      const token = sessionStorage.getItem('pithy.token') ?? Object.values(sessionStorage)[0]
      const ask = async (name: string, input: unknown) => {
        const response = await fetch(`./api/call/${name}`, {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          body: JSON.stringify(input),
        })
        return (await response.json()).value
      }
      const projects = await ask('projects.list', {})
      for (const project of projects) {
        for (const prompt of await ask('prompts.list', { projectId: project.id })) {
          if (prompt.name !== 'Parts') continue
          return (await ask('variants.list', { promptId: prompt.id }))[0].content.messages
        }
      }
      return []
    })
  }

  beforeEach(async () => {
    if ((await stored().catch(() => [])).length > 0) return
    await page.getByTestId('new-prompt').click()
    await page.getByLabel('Prompt name').last().fill('Parts')
    await page.keyboard.press('Enter')
    await page.getByTestId('prompt-name').filter({ hasText: 'Parts' }).waitFor()
    await page.getByTestId('editor-0').locator('.monaco-editor').click()
    await page.keyboard.insertText(
      'Sort it.\n\nQ: one\nA: first\n\nQ: two\nA: second\n\nQ: three\nA: third\n\nQ: {{x}}\nA:',
    )
    await expect.poll(async () => (await stored())[0]?.template, patient).toContain('three')
  })

  it('recognises few-shot examples, and moves, drops and folds them', async () => {
    await page.getByTestId('list-examples-0').click()
    expect(await page.getByTestId('examples').locator('li').count()).toBe(3)
    await page
      .getByTestId('examples')
      .getByRole('button', { name: /three third/ })
      .focus()
    await page.keyboard.press('Alt+ArrowUp')
    await expect.poll(async () => (await stored())[0]?.template, patient).toMatch(/one.*three.*two/s)
    await page.getByRole('button', { name: 'Drop example 1' }).click()
    await expect.poll(async () => (await stored())[0]?.template, patient).not.toContain('one')
    await page.getByTestId('undo').last().click()
    await expect.poll(async () => (await stored())[0]?.template, patient).toMatch(/one.*three.*two/s)
    await page.getByRole('button', { name: 'Fold or unfold example 1' }).click()
    await expect
      .poll(() => page.getByTestId('editor-0').locator('.view-lines').innerText(), patient)
      .not.toContain('first')
    await page.getByRole('button', { name: 'Fold or unfold example 1' }).click()
  })

  it('locks a selection; the lock follows an edit inside it', async () => {
    await page.getByTestId('editor-0').locator('.view-line').first().click()
    await page.keyboard.press('Home')
    await page.keyboard.press('Shift+End')
    await page.keyboard.press('Alt+l')
    await expect.poll(async () => (await stored())[0]?.locked, patient).toEqual(['Sort it.'])
    await page.getByTestId('editor-0').locator('.locked-text').first().waitFor()
    await page.keyboard.press('ArrowLeft')
    for (let step = 0; step < 4; step++) await page.keyboard.press('ArrowRight')
    await page.keyboard.type('ed')
    await expect.poll(async () => (await stored())[0]?.locked, patient).toEqual(['Sorted it.'])
    await page.getByTestId('locks-0').click()
    await page.getByRole('menuitem', { name: 'Sorted it.' }).click()
    await expect.poll(async () => (await stored())[0]?.locked, patient).toEqual([])
  })

  it('finds and replaces in all messages, with undo', async () => {
    await page.getByTestId('editor-0').locator('.monaco-editor').click()
    await page.keyboard.press('Control+Shift+f')
    await page.getByLabel('Find in all messages').fill('Q:')
    await expect.poll(() => page.getByTestId('find-count').innerText(), patient).toBe('4 found')
    await page.keyboard.press('Enter')
    await expect.poll(() => page.getByTestId('find-count').innerText(), patient).toBe('1 of 4')
    // The focus stays in the field: Enter finds on, and is not typed over what was found.
    await page.keyboard.press('Enter')
    await page.keyboard.press('Enter')
    await expect.poll(() => page.getByTestId('find-count').innerText(), patient).toBe('3 of 4')
    expect((await stored())[0]?.template.match(/Q:/g)).toHaveLength(4)
    await page.getByLabel('Replace with').fill('Question:')
    await page.getByTestId('replace-all').click()
    await expect.poll(async () => (await stored())[0]?.template, patient).toMatch(/Question: .*Question: .*Question: /s)
    await page.getByTestId('undo').last().click()
    await expect.poll(async () => (await stored())[0]?.template, patient).not.toContain('Question')
    await page.getByLabel('Find in all messages').press('Escape')
    expect(await page.getByTestId('find-bar').count()).toBe(0)
  })

  it('moves a message by keys and by dragging', async () => {
    await page.getByTestId('add-message').click()
    await page.getByTestId('editor-1').locator('.monaco-editor').click()
    await page.keyboard.insertText('the second')
    await page.keyboard.press('Alt+Shift+ArrowUp')
    await expect
      .poll(async () => (await stored()).map(({ template }) => template.slice(0, 10)), patient)
      .toEqual(['the second', 'Sorted it.'])
    await page.getByTestId('message-0').locator('header').dragTo(page.getByTestId('message-1').locator('header'))
    await expect.poll(async () => (await stored())[1]?.template, patient).toBe('the second')
  })

  it('opens a folded example that holds what is searched for', async () => {
    for (let added = 0; added < 3; added++) await page.getByTestId('add-message').click()
    await page.getByTestId('editor-2').locator('.monaco-editor').click()
    await page.keyboard.insertText('a folded one')
    const pair = page.getByTestId('pair-1')
    await pair.waitFor()
    await pair.getByRole('button').first().click()
    await expect.poll(() => page.getByTestId('editor-2').count(), patient).toBe(0)
    await page.keyboard.press('Control+Shift+f')
    await page.getByLabel('Find in all messages').fill('folded')
    await expect.poll(() => page.getByTestId('find-count').innerText(), patient).toBe('1 found')
    await page.keyboard.press('Enter')
    await page.getByTestId('editor-2').locator('.pointed-part').waitFor()
    await page.keyboard.press('Escape')
  })

  it('takes a step back and does it again by keys, and leaves those of the text to the text', async () => {
    const count = async () => (await stored()).length
    await page.getByLabel('Remove message 5').click()
    await expect.poll(count, patient).toBe(4)
    await page.keyboard.press('Control+z')
    await expect.poll(count, patient).toBe(5)
    await page.keyboard.press('Control+Shift+z')
    await expect.poll(count, patient).toBe(4)
    await page.getByTestId('editor-1').locator('.monaco-editor').click()
    await page.keyboard.press('Control+End')
    await page.keyboard.type('X')
    await expect.poll(async () => (await stored())[1]?.template, patient).toBe('the secondX')
    await page.keyboard.press('Control+z')
    await expect.poll(async () => (await stored())[1]?.template, patient).toBe('the second')
    expect(await count()).toBe(4)
  })

  it('goes from case to case by J and K, and back to the text by Escape, but not while a menu is open', async () => {
    await page.getByRole('button', { name: 'Sentiment classifier' }).first().click()
    await page.keyboard.press('Alt+p')
    await page.getByTestId('preview').waitFor()
    await page.keyboard.press('j')
    await expect.poll(() => page.getByTestId('pick-case').innerText(), patient).toMatch(/^Case 2 of/)
    await page.keyboard.press('k')
    await expect.poll(() => page.getByTestId('pick-case').innerText(), patient).toMatch(/^Case 1 of/)
    await page.getByTestId('variant-menu').click()
    await page.getByRole('menuitem', { name: 'Rename' }).waitFor()
    await page.keyboard.press('Escape')
    await expect.poll(() => page.getByRole('menuitem').count(), patient).toBe(0)
    expect(await page.getByTestId('preview').count()).toBe(1)
    await page.keyboard.press('Escape')
    await expect.poll(() => page.getByTestId('preview').count(), patient).toBe(0)
  })
})
