import { afterAll, beforeAll, expect, it } from 'vitest'
import { defaultDeadlines } from '../../shared/domain/deadlines.ts'
import { defaultParameters } from '../../shared/domain/prompt.ts'
import { describeInBrowser } from '../support/browser.ts'
import { FakeProviderServer } from '../support/fake-provider-server.ts'
import { openHostPage } from '../support/host-page.ts'
import { createLabProject } from '../support/lab-project.ts'
import { testModel } from '../support/test-model.ts'

const said = { pieces: ['said'], model: 'stranger', usage: { input: 12, output: 100 } }

// The steps of one run, in their order: each goes on from where the one before ended.
describeInBrowser('deadlines, limits, and a run that stops at its budget', () => {
  const app = openHostPage({ opensLater: true })
  let server: FakeProviderServer
  beforeAll(async () => {
    server = await FakeProviderServer.start()
    await createLabProject(app, {
      baseUrl: `${server.url}/v1`,
      provider: { id: 'lab', needsKey: false, maxConcurrency: 1 },
      name: 'Money',
      template: 'Say {{text}}',
      parameters: { ...defaultParameters, maxOutputTokens: 100 },
      cases: ['one', 'two', 'three'],
    })
    await app.page.goto(app.host.url)
  })
  afterAll(() => server?.close())

  const open = (name: string) => app.page.getByRole('navigation').getByRole('button', { name, exact: true }).click()
  const deadlines = async () => (await app.call('settings.get', {})).deadlines

  it('keeps the deadlines that are typed, within their bounds, and goes back to the defaults', async () => {
    await open('Settings')
    const idle = app.page.getByTestId('deadline-idleMs')
    expect(await idle.inputValue()).toBe('60 s')
    await idle.fill('30')
    await idle.press('Enter')
    await expect.poll(deadlines).toEqual({ ...defaultDeadlines, idleMs: 30_000 })
    const total = app.page.getByTestId('deadline-totalMs')
    await total.fill('999999')
    await total.press('Enter')
    await expect.poll(deadlines).toEqual({ ...defaultDeadlines, idleMs: 30_000, totalMs: 86_400_000 })
    await app.page.getByTestId('deadlines-reset').click()
    await expect.poll(deadlines).toEqual(defaultDeadlines)
    await expect.poll(() => idle.inputValue()).toBe('60 s')
  })

  it('keeps what a provider may be asked per minute', async () => {
    await app.page.getByRole('button', { name: 'More for Lab' }).click()
    await app.page.getByTestId('provider-edit').click()
    await app.page.getByTestId('requests-per-minute').fill('600')
    await app.page.getByTestId('tokens-per-minute').fill('90000')
    await app.page.getByTestId('endpoint-save').click()
    await expect
      .poll(async () => {
        const list = await app.call('providers.list', {})
        const lab = list.find(({ id }) => id === 'lab')
        return [lab?.requestsPerMinute, lab?.tokensPerMinute]
      })
      .toEqual([600, 90_000])
  })

  it('keeps what a model may be asked per minute', async () => {
    await open('Models')
    const discount = app.page.getByTestId('discount-lab')
    await app.page.getByTestId('discounts').click()
    await discount.fill('2.5')
    await discount.press('Backspace')
    await discount.press('7')
    expect(await discount.inputValue()).toBe('2.7 %')
    await app.page.getByRole('button', { name: 'Cancel' }).click()
    await discount.waitFor({ state: 'detached' })
    await app.page.getByTestId('model-search').fill('lab/one')
    await app.page.getByTestId('model-open').first().click()
    await app.page.getByTestId('requests-per-minute').fill('500')
    await app.page.getByTestId('tokens-per-minute').fill('80000')
    // As it is on the way from 10000 to 20000: Mantine gives it as a text.
    await app.page.getByLabel('Context (tokens)').fill('020000')
    // The decimals stay while one of them is typed anew.
    const flex = app.page.getByTestId('price-flex')
    await flex.fill('0.05')
    await flex.press('Backspace')
    await flex.press('7')
    expect(await flex.inputValue()).toBe('0.07')
    await app.page.getByTestId('model-save').click()
    const limits = async () => (await app.call('settings.get', {})).modelRateLimits
    await expect.poll(limits).toEqual({ 'lab/one': { requestsPerMinute: 500, tokensPerMinute: 80_000 } })
    const contextTokens = async () =>
      (await app.call('models.list', {})).find(({ id }) => id === 'lab/one')?.contextTokens
    await expect.poll(contextTokens).toBe(20_000)
  })

  it('runs with early stop, stops at its budget, and says who answered instead', async () => {
    server.handle(() => said)
    await open('Runs')
    await app.page.getByTestId('new-run').first().click()
    await app.page.getByTestId('new-run-preview').waitFor()
    await app.page.getByTestId('new-run-early-stop').check({ force: true })
    await app.page.getByTestId('new-run-budget').fill('0.0015')
    await app.page.getByTestId('new-run-start').click()
    await expect.poll(() => app.page.getByTestId('run-state').innerText()).toBe('incomplete')
    expect(await app.page.getByTestId('run-early-stop').innerText()).toBe('on')
    expect(await app.page.getByTestId('run-other-model').innerText()).toContain('lab/one was answered by stranger')
    expect(server.requests).toHaveLength(1)
  })

  it('asks for a larger budget before it goes on, and holds what may have been billed', async () => {
    server.handle(({ body }) =>
      JSON.stringify(body).includes('two') ? { fault: { kind: 'no-answer', how: 'reset' } } : said,
    )
    await app.page.getByTestId('run-resume').click()
    expect(await app.page.getByTestId('resume-stop').innerText()).toContain('budget')
    expect(await app.page.getByTestId('resume-confirm').isDisabled()).toBe(true)
    await app.page.getByTestId('resume-budget').fill('0.05')
    await app.page.getByTestId('resume-confirm').click()
    await expect.poll(() => app.page.getByTestId('run-state').innerText()).toBe('complete')
    await expect.poll(() => app.page.getByTestId('result-cell').count()).toBe(3)
    await app.page.getByTestId('result-cell').nth(1).click()
    await expect.poll(() => app.page.getByTestId('cell-detail').innerText()).toContain('may have billed the attempt')
  })

  it('asks again for that one only when it is told to pay again', async () => {
    server.handle(() => said)
    const before = server.requests.length
    await app.page.getByTestId('run-resume').click()
    expect(await app.page.getByTestId('resume-confirm').isDisabled()).toBe(true)
    await app.page.getByTestId('resume-pay-again').check({ force: true })
    await app.page.getByTestId('resume-confirm').click()
    await expect.poll(() => app.page.getByTestId('run-strip').innerText()).not.toContain('1 error')
    expect(server.requests).toHaveLength(before + 1)
  })

  it('asks once more before a run that may cost above a dollar, and sends nothing until it is told', async () => {
    const model = testModel()
    const price = { ...model.price, prices: { ...model.price?.prices, output: 10_000 } }
    await app.call('models.save', { model: { ...model, price } as typeof model })
    const before = server.requests.length
    await open('Runs')
    await app.page.getByTestId('new-run').first().click()
    await app.page.getByTestId('new-run-cache').uncheck({ force: true })
    await app.page.getByTestId('new-run-budget').fill('')
    // 3 calls of up to 100 tokens at $10,000 per million.
    await expect.poll(() => app.page.getByTestId('new-run-preview').innerText()).toContain('$3.00')
    await app.page.getByTestId('new-run-start').click()
    expect(await app.page.getByTestId('new-run-confirm-text').innerText()).toContain('may cost up to $3.00')
    expect(server.requests).toHaveLength(before)
    await app.page.getByTestId('new-run-start').click()
    await expect.poll(() => server.requests.length).toBe(before + 3)
  })

  it('warns of a budget that is half used, nearly used up, and used up', async () => {
    await expect.poll(() => app.page.getByTestId('run-state').innerText()).toBe('complete')
    const { call } = app
    await call('settings.save', { dayBudgetNanoUsd: 1_000_000_000_000 })
    const [day] = await call('spend.budgets', {})
    const used = (day?.settledNanoUsd ?? 0) + (day?.heldNanoUsd ?? 0)
    expect(used).toBeGreaterThan(0)
    await open('Settings')
    const standing = () => app.page.getByTestId('budget-standing').innerText()
    for (const [share, words] of [
      [0.5, 'half used'],
      [0.8, 'nearly used up'],
      [1, 'used up'],
    ] as const) {
      await call('settings.save', { dayBudgetNanoUsd: Math.floor(used / share) })
      await expect.poll(standing).toContain(`${share * 100} %\n${words}`)
    }
  })

  it('limits a tag from Settings, changes the limit and takes it away', async () => {
    const { page, call } = app
    await page.getByTestId('new-budget-tag').fill('feature')
    await page.getByTestId('new-budget-usd').fill('2')
    expect(await page.getByTestId('new-budget-add').isDisabled()).toBe(true)
    await page.getByTestId('new-budget-tag').fill('feature=search')
    await page.getByTestId('new-budget-add').click()
    const rules = page.getByTestId('budget-rules')
    await expect.poll(() => rules.innerText()).toMatch(/\$0 of \$2\.00 this month for feature=search in project /)
    // Key by key: on the way the field holds "3." and "3.50", which Mantine gives as texts.
    await page.getByTestId('budget-rule-usd').fill('')
    await page.getByTestId('budget-rule-usd').pressSequentially('3.50')
    await page.getByTestId('budget-rule-usd').press('Enter')
    await expect.poll(() => rules.innerText()).toContain('of $3.50 this month')
    await rules.getByRole('button', { name: /^Remove the limit/ }).click()
    await expect.poll(() => rules.count()).toBe(0)
    expect(await call('spend.budgets', {})).not.toContainEqual(expect.objectContaining({ scope: 'rule' }))
  })
})
