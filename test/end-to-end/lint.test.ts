import { writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { modelCost } from '../../renderer/features/editor/cost/model-costs.ts'
import type { Finding } from '../../shared/lint/finding.ts'
import { catalogModels } from '../../shared/models/catalog.ts'
import { loadEncoder } from '../../shared/tokens/encodings.ts'
import { tokenProfile } from '../../shared/tokens/token-profile.ts'
import { describeInBrowser } from '../support/browser.ts'
import { tempFolder } from '../support/fake-ports.ts'
import { openHostPage } from '../support/host-page.ts'
import { must } from '../support/must.ts'
import { runCli } from '../support/run-cli.ts'

describeInBrowser('lint while typing, in a browser', () => {
  const app = openHostPage()
  beforeAll(async () => {
    await app.page.locator('.monaco-editor').first().waitFor()
    await app.page.getByTestId('side-compress').click()
    await app.page.getByTestId('lint-summary').waitFor()
  })

  const lastText = async () =>
    (await app.page.locator('.monaco-editor .view-lines').last().innerText()).replaceAll('\u00a0', ' ')
  const rows = (text: string) => app.page.getByTestId('finding').filter({ hasText: text })

  it('marks a pleasantry that is typed, mends it by the quick fix, and takes that back in the editor', async () => {
    // The sample's many pleasantries are one line until it is opened, and stay open from then on.
    const group = app.page.locator('[data-testid="lint-group"][data-rule="pleasantries"]')
    await group.getByRole('button').first().click()
    await app.page.locator('.monaco-editor').last().click()
    await app.page.keyboard.press('Control+End')
    await app.page.keyboard.insertText('\n\nKindly please answer with one word of the three.')
    await rows('“Kindly please” carries no instruction.').waitFor()
    await app.page.locator('.squiggly-info').last().waitFor()
    await app.page.keyboard.press('Home')
    await app.page.keyboard.press('Control+.')
    await app.page.getByText('Fix: Pleasantries (').waitFor()
    await app.picture('lint-quick-fix')
    await app.page.keyboard.press('Enter')
    await expect.poll(lastText).toContain('Answer with one word of the three.')
    expect(await lastText()).not.toContain('Kindly')
    await expect.poll(() => rows('“Kindly please”').count()).toBe(0)
    await app.page.locator('.monaco-editor').last().click()
    await app.page.keyboard.press('Control+z')
    await expect.poll(lastText).toContain('Kindly please answer with one word of the three.')
  })

  it('fixes all that is lossless in one go, and takes it back by the toast', async () => {
    await rows('“Kindly please”').waitFor()
    const before = await app.page.getByTestId('finding').count()
    await expect.poll(() => app.page.getByTestId('fix-all-R0').isEnabled()).toBe(true)
    await app.page.getByTestId('fix-all-R0').click()
    await expect.poll(() => app.page.getByTestId('finding').count()).toBeLessThan(before)
    expect(await lastText()).not.toContain('Kindly')
    await app.page.getByTestId('undo').last().click()
    await expect.poll(lastText).toContain('Kindly please answer')
    await expect.poll(() => app.page.getByTestId('finding').count()).toBe(before)
  })

  it('shows the place of a finding in the text, and remembers what was dismissed', async () => {
    const row = rows('“Kindly please”')
    await row.getByRole('button').first().click()
    await expect
      .poll(() => app.page.evaluate(() => document.activeElement?.closest('.monaco-editor') !== null))
      .toBe(true)
    await row.getByRole('button', { name: /^Dismiss/ }).click()
    await expect.poll(() => row.count()).toBe(0)
    await expect.poll(() => app.page.getByTestId('save-state').innerText()).toContain('Saved')
    await app.page.reload()
    await app.page.getByTestId('lint-summary').waitFor()
    await app.page.getByTestId('restore-dismissed').waitFor()
    expect(await row.count()).toBe(0)
    await app.page.getByTestId('restore-dismissed').click()
    await row.waitFor()
  })

  it('checks the spelling on request, mends a word by the quick fix, and keeps another for the project', async () => {
    const marks = () => app.page.locator('.squiggly-warning').count()
    await app.page.locator('.monaco-editor').last().click()
    await app.page.keyboard.press('Control+End')
    await app.page.keyboard.insertText('\n\nThe delivry of blorp.')
    expect(await marks()).toBe(0)
    await app.page.keyboard.press('Alt+z')
    await expect.poll(marks).toBe(2)
    await app.page.keyboard.press('Home')
    for (let step = 0; step < 6; step++) await app.page.keyboard.press('ArrowRight')
    await app.page.keyboard.press('Control+.')
    await app.page.getByText('Spell: delivery').waitFor()
    await app.page.keyboard.press('Enter')
    await expect.poll(lastText).toContain('The delivery of blorp.')
    await expect.poll(marks).toBe(1)
    const add = app.page.getByText('Add “blorp” to the project’s words')
    // The list of fixes gives the focus back a little after it has mended the word.
    await expect
      .poll(async () => {
        for (const key of ['End', 'ArrowLeft', 'Control+.']) await app.page.keyboard.press(key)
        return add.waitFor({ timeout: 3000 }).then(() => true, String)
      })
      .toBe(true)
    await add.click()
    await expect.poll(marks).toBe(0)
    await app.page.getByTestId('undo').last().click()
    await expect.poll(marks).toBe(1)
    await app.page.keyboard.press('Alt+z')
    await expect.poll(marks).toBe(0)
  })
})

describe('pithy lint', () => {
  const folder = tempFolder()
  afterAll(() => folder.remove())

  it('tells findings with places, tokens and money, and ends with 0', async () => {
    const result = await runCli(['lint', 'examples/sentiment/plan.yaml', '--model', 'openai/gpt-5.4-mini'])
    expect(result).toMatchObject({ code: 0, stderr: '' })
    expect(result.stdout).toMatch(/\d+:\d+ {2}R0 pleasantries: “.+” carries no instruction\. \[−\d+ tokens?, \$/)
    expect(result.stdout).toMatch(/calls per day on openai\/gpt-5\.4-mini\.$/m)
  })

  it('gives JSON, and ends with 1 where a finding is as sure as asked', async () => {
    const file = folder.file('prompt.txt')
    writeFileSync(file, 'Think step by step and then summarize {{text}} in one sentence.\n')
    const quiet = await runCli(['lint', file, '--json', '--fail-on', 'R1'])
    expect(quiet.code).toBe(0)
    expect(JSON.parse(quiet.stdout).prompts[0].findings).toMatchObject([{ ruleId: 'stale-model-text', line: 1 }])
    expect(await runCli(['lint', file, '--fail-on', 'R2'])).toMatchObject({ code: 1 })
  })

  it("knows what the plan's partials read, as the run would", async () => {
    writeFileSync(folder.file('rules.txt'), 'Answer {{name}} in one word, in a {{tone}} tone.')
    const plan = folder.file('plan.json')
    const prompts = [{ label: 'A', text: "{% render 'rules', tone: 'dry' %}\n\nReview: {{review}}" }]
    const cases = [{ variables: { review: 'Fine.' }, expected: 'positive' }]
    writeFileSync(
      plan,
      JSON.stringify({ name: 'P', prompts, partials: { rules: 'rules.txt' }, models: ['sandbox/small'], cases }),
    )
    const result = await runCli(['lint', plan, '--json'])
    const [{ findings }] = JSON.parse(result.stdout).prompts
    expect(findings.map(({ message }: { message: string }) => message)).toEqual([
      'The eval set has no variable “name”, which the partial “rules” reads.',
    ])
  })

  it('counts what is saved on an estimated model by the ratio that the editor takes', async () => {
    const text = 'Hello! In order to decide, please read the 审稿人 first. Answer with one word.\n'
    const file = folder.file('polite.txt')
    writeFileSync(file, text)
    const saved = async (model: string) => {
      const { stdout } = await runCli(['lint', file, '--json', '--model', model])
      return JSON.parse(stdout).prompts[0].findings.map((finding: Finding) => finding.savedTokens ?? 0)
    }
    const model = must(catalogModels.find(({ id }) => id.startsWith('anthropic/')))
    const encoder = await loadEncoder('o200k_base')
    const count = { text, counts: { o200k_base: encoder.count(text) }, features: encoder.features(text) }
    const cost = modelCost(model, {
      tokenProfile: tokenProfile({ providerKind: 'anthropic', modelName: model.id.split('/')[1] ?? '' }),
      messages: [{ role: 'user', count }],
      profile: { callsPerDay: 1, outputTokens: 1, arrivals: 'steady', burstCalls: 1 },
      parameters: { maxOutputTokens: null },
    })
    const ratio = Math.round(100 * must(cost).tokenRatio) / 100
    expect(ratio).toBeGreaterThan(1.05)
    const exact: number[] = await saved('openai/gpt-5.4-mini')
    const estimated: number[] = await saved(model.id)
    expect(exact.length).toBeGreaterThanOrEqual(3)
    for (const [index, tokens] of exact.entries())
      expect(Math.abs((estimated[index] ?? 0) - tokens * ratio)).toBeLessThan(1)
    expect(estimated).not.toEqual(exact)
  })

  it('refuses what it cannot read, with 2', async () => {
    expect(await runCli(['lint', folder.file('none.txt')])).toMatchObject({ code: 2 })
    expect(await runCli(['lint', 'README.md', '--fail-on', 'R9'])).toMatchObject({ code: 2 })
    expect(await runCli(['lint', 'README.md', '--model', 'no/such'])).toMatchObject({ code: 2 })
  })
})
