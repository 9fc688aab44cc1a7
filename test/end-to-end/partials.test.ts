import { beforeAll, expect, it } from 'vitest'
import { describeInBrowser } from '../support/browser.ts'
import { openHostPage } from '../support/host-page.ts'
import { must } from '../support/must.ts'

describeInBrowser('partials, from the first word to the evidence that keeps its text', () => {
  const app = openHostPage()
  const { call: ask } = app
  beforeAll(() => app.page.getByTestId('total-tokens').waitFor())

  async function first() {
    const [project] = await ask('projects.list', {})
    const [prompt] = await ask('prompts.list', { projectId: must(project).id })
    const [variant] = await ask('variants.list', { promptId: must(prompt).id })
    const [evalSet] = await ask('eval-sets.list', { projectId: must(project).id })
    return { project: must(project), prompt: must(prompt), variant: must(variant), evalSet: must(evalSet) }
  }

  async function tokens(): Promise<number> {
    return Number((await app.page.getByTestId('message-tokens').first().innerText()).replace(/\D/g, ''))
  }

  it('a partial is made, written and saved by itself; what is wrong in it is told with its place', async () => {
    await app.page.getByTestId('new-partial').click()
    await app.page.getByTestId('name-field').fill('house rules')
    await app.page.getByTestId('name-submit').click()
    await app.page.getByText('begins with a letter').waitFor()
    await app.page.getByTestId('new-partial').click()
    await app.page.getByTestId('name-field').fill('house-rules')
    await app.page.getByTestId('name-submit').click()
    const editor = app.page.getByTestId('partial-editor').locator('.monaco-editor').first()
    await editor.click()
    await app.page.keyboard.insertText('Answer kindly.\n{% if review %}Stay with the text.')
    await app.page.getByTestId('partial-problem').getByText('Line 2, column 1').waitFor()
    await app.page.keyboard.insertText('{% endif %}')
    await app.page.getByTestId('partial-problem').waitFor({ state: 'detached' })
    await expect.poll(() => app.page.getByTestId('partial-state').getAttribute('data-state')).toBe('saved')
    const { project } = await first()
    const [saved] = await ask('partials.list', { projectId: project.id })
    expect(saved).toMatchObject({
      name: 'house-rules',
      text: 'Answer kindly.\n{% if review %}Stay with the text.{% endif %}',
    })
    expect(await app.page.getByTestId('partial-uses').innerText()).toContain('Not used yet')
  })

  it('its name is completed in a prompt, whose tokens then hold its own; an unknown name is marked at once', async () => {
    await app.page.getByTestId('prompt-item').first().click()
    await app.page.getByTestId('editor-0').locator('.monaco-editor').first().click()
    await app.page.keyboard.press('Control+End')
    const before = await tokens()
    await app.page.keyboard.insertText("\n{% render 'gon' %}")
    await app.page.getByText('There is no partial "gon" in this project').first().waitFor()
    for (let back = 0; back < "'gon' %}".length; back++) await app.page.keyboard.press('Backspace')
    await app.page.keyboard.type("'")
    await app.page.locator('.suggest-widget').getByText('house-rules').first().waitFor()
    await app.page.keyboard.type('hou')
    await app.page.keyboard.press('Enter')
    await app.page.getByText('There is no partial').waitFor({ state: 'detached' })
    await expect.poll(tokens).toBeGreaterThan(before + 12)
    await expect
      .poll(async () => (await first()).variant.content.messages[0]?.template.split('\n').at(-1))
      .toBe("{% render 'house-rules' %}")
  })

  it('parts and preview show what it says, and where it comes from', async () => {
    await app.page.getByTestId('cost-view').getByText('Parts').click()
    await app.page.getByTestId('breakdown').getByText("{% render 'house-rules' %}").first().waitFor()
    await app.page.keyboard.press('Alt+p')
    const mark = app.page.getByTestId('preview-0').locator('mark[title="From the partial house-rules"]').first()
    expect(await mark.innerText()).toContain('Answer kindly.')
    await app.page.keyboard.press('Alt+p')
    await app.page.getByTestId('editor-0').waitFor()
  })

  it('a variant that ran keeps its text; the new one comes with the next revision', async () => {
    const { project, variant, evalSet } = await first()
    const models = await ask('models.list', {})
    const modelId = must(models.find(({ isSimulation }) => isSimulation)).id
    const spec = { projectId: project.id, evalSetId: evalSet.id, variantIds: [variant.id], modelIds: [modelId] }
    const { jobId } = await ask('runs.start', { ...spec, caseLimit: 2 })
    await expect.poll(async () => (await ask('jobs.get', { jobId })).state, { timeout: 20_000 }).toBe('succeeded')
    await app.page.getByTestId('frozen-note').waitFor()
    await app.page.getByTestId('partial-item').click()
    await app.page.getByTestId('partial-editor').locator('.monaco-editor').first().click()
    await app.page.keyboard.press('Control+Home')
    await app.page.keyboard.insertText('Be brief. ')
    await app.page.getByTestId('prompt-item').first().click()
    const note = app.page.getByTestId('outdated-partials')
    expect(await note.innerText()).toContain('house-rules says something else now')
    expect(must((await first()).variant.partials)['house-rules']).toMatch(/^Answer kindly/)
    await app.page.getByTestId('run').click()
    const outdated = app.page.getByTestId('new-run-outdated-A')
    await outdated.waitFor()
    expect(await outdated.innerText()).toContain('what house-rules said before')
    await app.page.keyboard.press('Escape')
    await app.page.getByTestId('rail-prompts').click()
    await app.page.getByTestId('renew-partials').click()
    await note.waitFor({ state: 'detached' })
    await expect.poll(async () => (await first()).variant.revision).toBe(2)
    expect(must((await first()).variant.partials)['house-rules']).toMatch(/^Be brief\. Answer kindly/)
    expect(must((await ask('variants.get', { variantId: variant.id })).partials)['house-rules']).toMatch(/^Answer/)
  })

  it('its typing has a history, and an earlier text comes back as a new state', async () => {
    await app.page.getByTestId('partial-item').click()
    await app.page.getByTestId('partial-history-toggle').click()
    const rows = app.page.getByTestId('partial-state-row')
    await rows.nth(1).waitFor()
    const before = await rows.count()
    await app.page.getByTestId('partial-history').locator('.monaco-diff-editor').waitFor()
    await app.page.getByTestId('restore-partial').click()
    await expect.poll(() => rows.count(), { timeout: 15_000 }).toBe(before + 1)
    const { project } = await first()
    const textNow = async () => must((await ask('partials.list', { projectId: project.id }))[0]).text
    expect(await textNow()).toMatch(/^Answer/)
    await app.page.getByTestId('undo').last().click()
    await expect.poll(textNow, { timeout: 15_000 }).toMatch(/^Be brief/)
    await app.page.getByTestId('partial-history-toggle').click()
    await app.page.getByTestId('prompt-item').first().click()
  })

  it('renaming goes into the prompts; archiving can be taken back', async () => {
    await app.page.getByTestId('partial-item').click()
    await app.page.getByTestId('partial-name').click()
    await app.page.keyboard.press('Control+a')
    await app.page.keyboard.insertText('rules')
    await app.page.keyboard.press('Enter')
    await expect
      .poll(async () => (await first()).variant.content.messages[0]?.template.split('\n').at(-1))
      .toBe("{% render 'rules' %}")
    await app.page.getByTestId('partial-uses').getByText('(A2)').waitFor()
    await app.page.getByTestId('partial-item').hover()
    await app.page.getByLabel('More for partial rules').click()
    await app.page.getByRole('menuitem', { name: 'Archive' }).click()
    await app.page.getByTestId('partial-item').waitFor({ state: 'detached' })
    await app.page.getByText('There is no partial "rules" in this project').first().waitFor()
    await app.page.getByRole('button', { name: 'Undo' }).click()
    await app.page.getByTestId('partial-item').waitFor()
  })
})
