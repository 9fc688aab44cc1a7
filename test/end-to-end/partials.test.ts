import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Reply } from '../../shared/contract/client.ts'
import { type Input, type Output, type RouteName, routes } from '../../shared/contract/routes.ts'
import { describeInBrowser, launchBrowser } from '../support/browser.ts'
import { tempFolder } from '../support/fake-ports.ts'
import { startWebHost, type WebHost } from '../support/web-host.ts'

describeInBrowser('partials, from the first word to the evidence that keeps its text', () => {
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
    await page.getByTestId('total-tokens').waitFor()
  })
  afterAll(async () => {
    await browser?.close()
    await host?.close()
    folder.remove()
  })

  async function ask<K extends RouteName>(name: K, input: Input<K>): Promise<Output<K>> {
    const { origin, hash } = new URL(host.url)
    const response = await fetch(`${origin}/api/call/${name}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${hash.slice(3)}`, 'content-type': 'application/json' },
      body: JSON.stringify(input),
    })
    const reply = (await response.json()) as Reply
    if (!reply.ok) throw new Error(reply.error.message)
    return routes[name].output.parse(reply.value) as Output<K>
  }

  async function first() {
    const [project] = await ask('projects.list', {})
    const [prompt] = await ask('prompts.list', { projectId: must(project).id })
    const [variant] = await ask('variants.list', { promptId: must(prompt).id })
    const [evalSet] = await ask('eval-sets.list', { projectId: must(project).id })
    return { project: must(project), prompt: must(prompt), variant: must(variant), evalSet: must(evalSet) }
  }

  function must<T>(value: T | undefined): T {
    if (value === undefined) throw new Error('The sample project lacks something.')
    return value
  }

  async function tokens(): Promise<number> {
    return Number((await page.getByTestId('message-tokens').first().innerText()).replace(/\D/g, ''))
  }

  it('a partial is made, written and saved by itself; what is wrong in it is told with its place', async () => {
    await page.getByTestId('new-partial').click()
    await page.getByTestId('name-field').fill('house rules')
    await page.getByTestId('name-submit').click()
    await page.getByText('begins with a letter').waitFor()
    await page.getByTestId('new-partial').click()
    await page.getByTestId('name-field').fill('house-rules')
    await page.getByTestId('name-submit').click()
    const editor = page.getByTestId('partial-editor').locator('.monaco-editor').first()
    await editor.click()
    await page.keyboard.insertText('Answer kindly.\n{% if review %}Stay with the text.')
    await page.getByTestId('partial-problem').getByText('Line 2, column 1').waitFor()
    await page.keyboard.insertText('{% endif %}')
    await page.getByTestId('partial-problem').waitFor({ state: 'detached' })
    await expect.poll(() => page.getByTestId('partial-state').getAttribute('data-state')).toBe('saved')
    const { project } = await first()
    const [saved] = await ask('partials.list', { projectId: project.id })
    expect(saved).toMatchObject({
      name: 'house-rules',
      text: 'Answer kindly.\n{% if review %}Stay with the text.{% endif %}',
    })
    expect(await page.getByTestId('partial-uses').innerText()).toContain('Not used yet')
  })

  it('its name is completed in a prompt, whose tokens then hold its own; an unknown name is marked at once', async () => {
    await page.getByTestId('prompt-item').first().click()
    await page.getByTestId('editor-0').locator('.monaco-editor').first().click()
    await page.keyboard.press('Control+End')
    const before = await tokens()
    await page.keyboard.insertText("\n{% render 'gon' %}")
    await page.getByText('There is no partial "gon" in this project').first().waitFor()
    for (let back = 0; back < "'gon' %}".length; back++) await page.keyboard.press('Backspace')
    await page.keyboard.type("'")
    await page.locator('.suggest-widget').getByText('house-rules').first().waitFor()
    await page.keyboard.type('hou')
    await page.keyboard.press('Enter')
    await page.getByText('There is no partial').waitFor({ state: 'detached' })
    await expect.poll(tokens).toBeGreaterThan(before + 12)
    await expect
      .poll(async () => (await first()).variant.content.messages[0]?.template.split('\n').at(-1))
      .toBe("{% render 'house-rules' %}")
  })

  it('parts and preview show what it says, and where it comes from', async () => {
    await page.getByTestId('cost-view').getByText('Parts').click()
    await page.getByTestId('breakdown').getByText("{% render 'house-rules' %}").first().waitFor()
    await page.keyboard.press('Alt+p')
    const mark = page.getByTestId('preview-0').locator('mark[title="From the partial house-rules"]').first()
    expect(await mark.innerText()).toContain('Answer kindly.')
    await page.keyboard.press('Alt+p')
    await page.getByTestId('editor-0').waitFor()
  })

  it('a variant that ran keeps its text; the new one comes with the next revision', async () => {
    const { project, variant, evalSet } = await first()
    const models = await ask('models.list', {})
    const modelId = must(models.find(({ isSimulation }) => isSimulation)).id
    const spec = { projectId: project.id, evalSetId: evalSet.id, variantIds: [variant.id], modelIds: [modelId] }
    const { jobId } = await ask('runs.start', { ...spec, caseLimit: 2 })
    await expect.poll(async () => (await ask('jobs.get', { jobId })).state, { timeout: 20_000 }).toBe('succeeded')
    await page.getByTestId('frozen-note').waitFor()
    await page.getByTestId('partial-item').click()
    await page.getByTestId('partial-editor').locator('.monaco-editor').first().click()
    await page.keyboard.press('Control+Home')
    await page.keyboard.insertText('Be brief. ')
    await page.getByTestId('prompt-item').first().click()
    const note = page.getByTestId('outdated-partials')
    expect(await note.innerText()).toContain('house-rules says something else now')
    expect(must((await first()).variant.partials)['house-rules']).toMatch(/^Answer kindly/)
    await page.getByTestId('run').click()
    const outdated = page.getByTestId('new-run-outdated-A')
    await outdated.waitFor()
    expect(await outdated.innerText()).toContain('what house-rules said before')
    await page.keyboard.press('Escape')
    await page.getByTestId('rail-prompts').click()
    await page.getByTestId('renew-partials').click()
    await note.waitFor({ state: 'detached' })
    await expect.poll(async () => (await first()).variant.revision).toBe(2)
    expect(must((await first()).variant.partials)['house-rules']).toMatch(/^Be brief\. Answer kindly/)
    expect(must((await ask('variants.get', { variantId: variant.id })).partials)['house-rules']).toMatch(/^Answer/)
  })

  it('its typing has a history, and an earlier text comes back as a new state', async () => {
    await page.getByTestId('partial-item').click()
    await page.getByTestId('partial-history-toggle').click()
    const rows = page.getByTestId('partial-state-row')
    await rows.nth(1).waitFor()
    const before = await rows.count()
    await page.getByTestId('partial-history').locator('.monaco-diff-editor').waitFor()
    await page.getByTestId('restore-partial').click()
    await expect.poll(() => rows.count(), { timeout: 15_000 }).toBe(before + 1)
    const { project } = await first()
    const textNow = async () => must((await ask('partials.list', { projectId: project.id }))[0]).text
    expect(await textNow()).toMatch(/^Answer/)
    await page.getByTestId('undo').last().click()
    await expect.poll(textNow, { timeout: 15_000 }).toMatch(/^Be brief/)
    await page.getByTestId('partial-history-toggle').click()
    await page.getByTestId('prompt-item').first().click()
  })

  it('renaming goes into the prompts; archiving can be taken back', async () => {
    await page.getByTestId('partial-item').click()
    await page.getByTestId('partial-name').click()
    await page.keyboard.press('Control+a')
    await page.keyboard.insertText('rules')
    await page.keyboard.press('Enter')
    await expect
      .poll(async () => (await first()).variant.content.messages[0]?.template.split('\n').at(-1))
      .toBe("{% render 'rules' %}")
    await page.getByTestId('partial-uses').getByText('(A2)').waitFor()
    await page.getByTestId('partial-item').hover()
    await page.getByLabel('More for partial rules').click()
    await page.getByRole('menuitem', { name: 'Archive' }).click()
    await page.getByTestId('partial-item').waitFor({ state: 'detached' })
    await page.getByText('There is no partial "rules" in this project').first().waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByTestId('partial-item').waitFor()
  })
})
