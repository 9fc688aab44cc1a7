import { beforeEach, expect, it } from 'vitest'
import type { Message } from '../../shared/domain/prompt.ts'
import { describeInBrowser } from '../support/browser.ts'
import { openHostPage } from '../support/host-page.ts'
import { must } from '../support/must.ts'

describeInBrowser('parts of messages, in a browser', () => {
  const app = openHostPage()

  async function stored(): Promise<readonly Message[]> {
    for (const { id: projectId } of await app.call('projects.list', {})) {
      const prompt = (await app.call('prompts.list', { projectId })).find(({ name }) => name === 'Parts')
      if (prompt) return must((await app.call('variants.list', { promptId: prompt.id }))[0]).content.messages
    }
    return []
  }

  beforeEach(async () => {
    if ((await stored().catch(() => [])).length > 0) return
    await app.page.getByTestId('new-prompt').click()
    await app.page.getByLabel('Prompt name').last().fill('Parts')
    await app.page.keyboard.press('Enter')
    await app.page.getByTestId('prompt-name').filter({ hasText: 'Parts' }).waitFor()
    await app.page.getByTestId('editor-0').locator('.monaco-editor').click()
    await app.page.keyboard.insertText(
      'Sort it.\n\nQ: one\nA: first\n\nQ: two\nA: second\n\nQ: three\nA: third\n\nQ: {{x}}\nA:',
    )
    await expect.poll(async () => (await stored())[0]?.template).toContain('three')
  })

  it('recognises few-shot examples, and moves, drops and folds them', async () => {
    await app.page.getByTestId('list-examples-0').click()
    expect(await app.page.getByTestId('examples').locator('li').count()).toBe(3)
    await app.page
      .getByTestId('examples')
      .getByRole('button', { name: /three third/ })
      .focus()
    await app.page.keyboard.press('Alt+ArrowUp')
    await expect.poll(async () => (await stored())[0]?.template).toMatch(/one.*three.*two/s)
    await app.page.getByRole('button', { name: 'Drop example 1' }).click()
    await expect.poll(async () => (await stored())[0]?.template).not.toContain('one')
    await app.page.getByTestId('undo').last().click()
    await expect.poll(async () => (await stored())[0]?.template).toMatch(/one.*three.*two/s)
    await app.page.getByRole('button', { name: 'Fold or unfold example 1' }).click()
    await expect.poll(() => app.page.getByTestId('editor-0').locator('.view-lines').innerText()).not.toContain('first')
    await app.page.getByRole('button', { name: 'Fold or unfold example 1' }).click()
  })

  it('locks a selection; the lock follows an edit inside it', async () => {
    await app.page.getByTestId('editor-0').locator('.view-line').first().click()
    await app.page.keyboard.press('Home')
    await app.page.keyboard.press('Shift+End')
    await app.page.keyboard.press('Alt+l')
    await expect.poll(async () => (await stored())[0]?.locked).toEqual(['Sort it.'])
    await app.page.getByTestId('editor-0').locator('.locked-text').first().waitFor()
    await app.page.keyboard.press('ArrowLeft')
    for (let step = 0; step < 4; step++) await app.page.keyboard.press('ArrowRight')
    await app.page.keyboard.type('ed')
    await expect.poll(async () => (await stored())[0]?.locked).toEqual(['Sorted it.'])
    await app.page.getByTestId('locks-0').click()
    await app.page.getByRole('menuitem', { name: 'Sorted it.' }).click()
    await expect.poll(async () => (await stored())[0]?.locked).toEqual([])
  })

  it('finds and replaces in all messages, with undo', async () => {
    await app.page.getByTestId('editor-0').locator('.monaco-editor').click()
    await app.page.keyboard.press('Control+Shift+f')
    await app.page.getByLabel('Find in all messages').fill('Q:')
    await expect.poll(() => app.page.getByTestId('find-count').innerText()).toBe('4 found')
    await app.page.keyboard.press('Enter')
    await expect.poll(() => app.page.getByTestId('find-count').innerText()).toBe('1 of 4')
    // The focus stays in the field: Enter finds on, and is not typed over what was found.
    await app.page.keyboard.press('Enter')
    await app.page.keyboard.press('Enter')
    await expect.poll(() => app.page.getByTestId('find-count').innerText()).toBe('3 of 4')
    expect((await stored())[0]?.template.match(/Q:/g)).toHaveLength(4)
    await app.page.getByLabel('Replace with').fill('Question:')
    await app.page.getByTestId('replace-all').click()
    await expect.poll(async () => (await stored())[0]?.template).toMatch(/Question: .*Question: .*Question: /s)
    await app.page.getByTestId('undo').last().click()
    await expect.poll(async () => (await stored())[0]?.template).not.toContain('Question')
    await app.page.getByLabel('Find in all messages').press('Escape')
    expect(await app.page.getByTestId('find-bar').count()).toBe(0)
  })

  it('moves a message by keys and by dragging', async () => {
    await app.page.getByTestId('add-message').click()
    await app.page.getByTestId('editor-1').locator('.monaco-editor').click()
    await app.page.keyboard.insertText('the second')
    await app.page.keyboard.press('Alt+Shift+ArrowUp')
    await expect
      .poll(async () => (await stored()).map(({ template }) => template.slice(0, 10)))
      .toEqual(['the second', 'Sorted it.'])
    await app.page
      .getByTestId('message-0')
      .locator('header')
      .dragTo(app.page.getByTestId('message-1').locator('header'))
    await expect.poll(async () => (await stored())[1]?.template).toBe('the second')
  })

  it('opens a folded example that holds what is searched for', async () => {
    for (let added = 0; added < 3; added++) await app.page.getByTestId('add-message').click()
    await app.page.getByTestId('editor-2').locator('.monaco-editor').click()
    await app.page.keyboard.insertText('a folded one')
    const pair = app.page.getByTestId('pair-1')
    await pair.waitFor()
    await pair.getByRole('button').first().click()
    await expect.poll(() => app.page.getByTestId('editor-2').count()).toBe(0)
    await app.page.keyboard.press('Control+Shift+f')
    await app.page.getByLabel('Find in all messages').fill('folded')
    await expect.poll(() => app.page.getByTestId('find-count').innerText()).toBe('1 found')
    await app.page.keyboard.press('Enter')
    await app.page.getByTestId('editor-2').locator('.pointed-part').waitFor()
    await app.page.keyboard.press('Escape')
  })

  it('takes a step back and does it again by keys, and leaves those of the text to the text', async () => {
    const count = async () => (await stored()).length
    await app.page.getByLabel('Remove message 5').click()
    await expect.poll(count).toBe(4)
    await app.page.keyboard.press('Control+z')
    await expect.poll(count).toBe(5)
    await app.page.keyboard.press('Control+Shift+z')
    await expect.poll(count).toBe(4)
    await app.page.getByTestId('editor-1').locator('.monaco-editor').click()
    await app.page.keyboard.press('Control+End')
    await app.page.keyboard.type('X')
    await expect.poll(async () => (await stored())[1]?.template).toBe('the secondX')
    await app.page.keyboard.press('Control+z')
    await expect.poll(async () => (await stored())[1]?.template).toBe('the second')
    expect(await count()).toBe(4)
  })

  it('goes from case to case by J and K, and back to the text by Escape, but not while a menu is open', async () => {
    await app.page.getByRole('button', { name: 'Sentiment classifier' }).first().click()
    await app.page.keyboard.press('Alt+p')
    await app.page.getByTestId('preview').waitFor()
    await app.page.keyboard.press('j')
    await expect.poll(() => app.page.getByTestId('pick-case').innerText()).toMatch(/^Case 2 of/)
    await app.page.keyboard.press('k')
    await expect.poll(() => app.page.getByTestId('pick-case').innerText()).toMatch(/^Case 1 of/)
    await app.page.getByTestId('variant-menu').click()
    await app.page.getByRole('menuitem', { name: 'Rename' }).waitFor()
    await app.page.keyboard.press('Escape')
    await expect.poll(() => app.page.getByRole('menuitem').count()).toBe(0)
    expect(await app.page.getByTestId('preview').count()).toBe(1)
    await app.page.keyboard.press('Escape')
    await expect.poll(() => app.page.getByTestId('preview').count()).toBe(0)
  })

  it('goes from case to case in the table of an eval set by J and K, and opens one by E', async () => {
    await app.page.getByRole('navigation').getByRole('button', { name: 'Eval sets', exact: true }).click()
    const table = app.page.getByTestId('case-table')
    await app.page.getByTestId('case-row').first().waitFor()
    await table.focus()
    const active = () => table.getAttribute('aria-activedescendant')
    for (const key of ['j', 'j', 'j', 'k']) await app.page.keyboard.press(key)
    expect(await active()).toBe('case-row-2')
    await app.page.keyboard.press('Control+j') // the browser's own: it moves nothing
    expect(await active()).toBe('case-row-2')
    await app.page.keyboard.press('e')
    const shown = await app.page.locator('[data-testid^="case-variable-"]').first().inputValue()
    expect(shown).toContain((await app.page.locator('#case-row-2').innerText()).split('\n')[1]?.slice(0, 12) ?? '?')
    await app.page.getByTestId('case-cancel').click()
    await app.page.getByRole('navigation').getByRole('button', { name: 'Prompts', exact: true }).click()
    await app.page.getByTestId('prompt-name').waitFor()
  })

  it('takes a prompt file of another tool once it was shown, and names the line that it cannot take', async () => {
    const file = (name: string, text: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) })
    const input = app.page.getByTestId('import-prompt-file')
    await input.setInputFiles(file('bad.mustache', 'One\n{{#x}}y{{/x}}'))
    await app.page.getByText('bad.mustache: line 2: {{#x}}').waitFor()
    await input.setInputFiles(file('a.prompty', '---\nname: Router\nsample: {x: 1}\n---\nuser:\nSort {{ x }}\n'))
    await app.page.getByTestId('import-prompt-preview').getByText('The sample is not taken').waitFor()
    await app.page.getByTestId('import-prompt-take').click()
    await app.page.getByTestId('prompt-name').filter({ hasText: 'Router' }).waitFor()
    await expect.poll(() => app.page.getByTestId('editor-0').locator('.view-lines').innerText()).toContain('{{x}}')
  })
})
