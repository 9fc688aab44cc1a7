import { afterAll, beforeAll, expect, it } from 'vitest'
import type { SqueezeSnapshot } from '../../shared/domain/squeeze.ts'
import { describeInBrowser } from '../support/browser.ts'
import { openHostPage } from '../support/host-page.ts'
import { look } from '../support/look.ts'
import { type SandboxServer, startSandboxServer } from '../support/sandbox-server.ts'

/** A Standard squeeze of the sample makes about a thousand calls, and the machine may be busy with other tests. */
const LONG_MS = 90_000
const long = { timeout: LONG_MS }

// The model's answers come when the test lets them, so that a click meets the state that it is meant for.
describeInBrowser('a Standard squeeze of the sample, in a browser', () => {
  const app = openHostPage({ opensLater: true, isExpected: (text) => text.includes('net::ERR_') })
  let sandbox: SandboxServer

  beforeAll(async () => {
    sandbox = await startSandboxServer()
    const modelId = await sandbox.addTo(app)
    const [project] = await app.call('projects.list', {})
    await app.call('settings.save', {
      chosenModelIds: [modelId],
      compressModelId: modelId,
      defaultRunBudgetNanoUsd: 5_000_000_000,
      ...(project ? { lastProjectId: project.id } : {}),
    })
    await app.page.goto(app.host.url)
  })
  afterAll(() => sandbox?.close())

  const text = (testId: string) => app.page.getByTestId(testId).first().innerText()

  /** As the host has it. */
  async function squeeze(): Promise<SqueezeSnapshot> {
    const { call } = app
    const [project] = await call('projects.list', {})
    const [prompt] = project ? await call('prompts.list', { projectId: project.id }) : []
    const squeezes = prompt ? await call('squeeze.list', { promptId: prompt.id }) : []
    const last = squeezes.toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1))[0]
    if (!last) throw new Error('No squeeze was started.')
    return await call('squeeze.get', { squeezeId: last.id })
  }

  /** Another seed asks in another order: the answers known so far do not make it end at once. */
  async function start(seed: number): Promise<void> {
    await app.page.keyboard.press('Alt+S')
    await app.page.getByTestId('squeeze-mode-standard').check()
    if (seed > 1) {
      await app.page.getByTestId('squeeze-more').click()
      await app.page.getByTestId('squeeze-seed').fill(String(seed))
    }
    await app.page.locator('[data-testid="squeeze-start"]:enabled').click()
    await app.page.getByTestId('squeeze-strip').waitFor()
  }

  it('tells from prices what it may cost, and waits for the model', long, async () => {
    await app.page.locator('.monaco-editor').first().waitFor()
    sandbox.valve.close()
    await start(1)
    await sandbox.provider.arrived(1)
    expect(await text('squeeze-state')).toBe('running')
    await look(app, 'squeeze-waiting')
  })

  it('is watched over a reload', long, async () => {
    await app.page.getByTestId('squeeze-stages').waitFor()
    await sandbox.letUntil(async () => (await squeeze()).stage === 'attribution')
    await app.page.reload()
    await expect.poll(() => app.page.getByTestId('squeeze-view').getAttribute('data-stage')).toBe('attribution')
    await look(app, 'squeeze-attribution')
    await sandbox.letUntil(async () => (await squeeze()).bestArmId !== null)
    await app.page.getByTestId('best-arm').waitFor()
    await look(app, 'squeeze-racing')
  })

  it('is stopped with the best so far', long, async () => {
    await app.page.getByTestId('squeeze-stop').click()
    await sandbox.letUntil(async () => (await squeeze()).state === 'stopped')
    await app.page.getByTestId('squeeze-result').waitFor()
    expect(await text('squeeze-state')).toBe('stopped')
    expect(await text('squeeze-notice')).toContain('not confirmed on the hold-out')
    await app.page.getByTestId('squeeze-unverified').waitFor()
    await app.page.getByTestId('squeeze-ladder-tab').click()
    expect(await app.page.getByTestId('race-chart').getAttribute('aria-label')).toMatch(/\d+ % of the cost/)
    await look(app, 'squeeze-stopped')
  })

  it('is interrupted when its host ends, and says so when there is one again', long, async () => {
    await app.page.getByTestId('squeeze-resume').click()
    await sandbox.letUntil(async () => (await squeeze()).stage === 'confirming')
    await app.restart()
    await app.page.locator('.monaco-editor').first().waitFor()
    await app.page.keyboard.press('Alt+S')
    const item = app.page.getByTestId('squeeze-item').first()
    await item.waitFor()
    expect(await item.innerText()).toContain('interrupted')
    await item.click()
    expect(await text('squeeze-state')).toBe('interrupted')
    expect(await text('squeeze-notice')).toContain('not paid for again')
    await look(app, 'squeeze-interrupted')
  })

  it('goes on from where it was, is confirmed, and says what it costs and whether it is worse', long, async () => {
    sandbox.valve.open()
    const paidBefore = sandbox.provider.bill.length
    await app.page.getByTestId('squeeze-resume').click()
    await app.page.getByTestId('squeeze-verdict').waitFor(long)
    // At most the hold-out, by the original and three finalists: nothing of the race is paid for again.
    expect(sandbox.provider.bill.length - paidBefore).toBeLessThanOrEqual(4 * 66)
    expect(await text('verdict-sentence')).toMatch(/\(95 %, \d+ paired cases, hold-out\)\.$/)
    expect(await app.page.getByTestId('interval-bar').count()).toBe(2)
    await app.page.locator('.monaco-diff-editor .char-delete').first().waitFor()
    await look(app, 'squeeze-finished')
    await app.page.getByTestId('squeeze-rules-tab').click()
    expect(await text('squeeze-rule-states')).toContain('✓ verbatim')
    await look(app, 'squeeze-rules')
    await app.page.getByTestId('squeeze-rejected-tab').click()
    await app.page.getByTestId('squeeze-rejected').locator('summary').first().click()
    await look(app, 'squeeze-rejected')
  })

  it('leads on: to a run of both, as the dialog then has it', async () => {
    await app.page.getByTestId('squeeze-run').click()
    await app.page.getByTestId('new-run-dialog').getByTestId('new-run-preview').waitFor()
    await app.page.keyboard.press('Escape')
  })

  it('shows in the text what each part is worth, on demand', async () => {
    await app.page.getByTestId('rail-prompts').click()
    await app.page.getByTestId('variant-tab-A').click()
    await app.page.getByTestId('side-compress').click()
    await app.page.getByTestId('worth-toggle').click({ force: true })
    await app.page.locator('.worth-note').first().waitFor()
    const notes = (await app.page.locator('.worth-note').allInnerTexts()).join('').replaceAll('\u2024', '.')
    expect(notes.replaceAll('\u00a0', ' ')).toMatch(
      /this \w+: \d+ tokens, [+−]?\d+\.\d points \([+−]?\d+\.\d to [+−]?\d+\.\d\)/,
    )
    await look(app, 'squeeze-worth')
    await app.page.getByTestId('worth-toggle').click({ force: true })
    await expect.poll(() => app.page.locator('.worth-note').count()).toBe(0)
  })

  it('can be paused and cancelled: what was paid for is kept, and it can be resumed', long, async () => {
    sandbox.valve.close()
    await start(7)
    await app.page.getByTestId('squeeze-pause').click()
    await expect.poll(() => text('squeeze-state')).toBe('paused')
    await look(app, 'squeeze-paused')
    await app.page.getByTestId('squeeze-resume').click()
    await app.page.getByTestId('squeeze-cancel').click()
    await expect.poll(() => text('squeeze-state')).toBe('cancelled')
    expect(await text('squeeze-notice')).toContain('not paid for again')
    await look(app, 'squeeze-cancelled')
  })

  it('fails with the provider’s own reason, and can be resumed', long, async () => {
    sandbox.provider.next({ fault: { kind: 'status', status: 401, body: { error: { message: 'No such key.' } } } })
    await app.page.getByTestId('squeeze-resume').click()
    // What is under way is waited for: it is paid for.
    await sandbox.letUntil(async () => (await squeeze()).state === 'failed')
    await expect.poll(() => text('squeeze-state')).toBe('failed')
    expect(await text('squeeze-notice')).toMatch(/^Failed: /)
    await look(app, 'squeeze-failed')
    sandbox.valve.open()
    await app.page.getByTestId('squeeze-resume').click()
    await app.page.getByTestId('squeeze-result').waitFor(long)
  })

  it('asks first what it is for, and an optimization then for consent, length and what is frozen', long, async () => {
    sandbox.valve.close()
    await app.page.getByTestId('new-squeeze').click()
    await app.page.getByTestId('squeeze-goal-optimize').check()
    await app.page.getByTestId('squeeze-mode-light').check()
    await app.page.getByTestId('squeeze-may-add-rules').click({ force: true })
    await app.page.getByTestId('squeeze-max-tokens').fill('900')
    await app.page.getByTestId('squeeze-segments-tab').click()
    const frozen = app.page.getByTestId('squeeze-segments').getByRole('checkbox').first()
    await frozen.check()
    await expect.poll(() => text('squeeze-preview')).toContain('≤ 300')
    expect(await text('squeeze-expected')).toMatch(/≈ \$[\d.]+ to \$[\d.]+/)
    expect(await text('squeeze-most')).toMatch(/\$[\d.]+/)
    await look(app, 'optimize-form')
    await app.page.locator('[data-testid="squeeze-start"]:enabled').click()
    await app.page.getByTestId('squeeze-strip').waitFor()
    expect(await text('squeeze-strip')).toContain('may add rules · at most 900 tokens · 1 part frozen')
    expect((await squeeze()).spec).toMatchObject({ mode: 'light', mayAddRules: true, maxPromptTokens: 900 })
  })

  it('shows the optimization’s pool, its front and what it covers while it goes on, over a pause', long, async () => {
    await sandbox.letUntil(async () => (await squeeze()).hypervolumes.length > 1)
    await expect.poll(() => text('squeeze-rounds')).toContain('1')
    expect(await text('squeeze-pool')).toMatch(/\d+ bred, [1-9]\d* in the pool, [1-9]\d* on the front/)
    expect(await text('squeeze-hypervolume')).toMatch(/^\d\.\d{3}\s*\+\d/)
    expect(await app.page.getByTestId('race-chart').getAttribute('aria-label')).toMatch(/\d+ % of the cost/)
    await look(app, 'optimize-live')
    await app.page.getByTestId('squeeze-pause').click()
    await expect.poll(() => text('squeeze-state')).toBe('paused')
    sandbox.valve.open()
    await app.page.getByTestId('squeeze-resume').click()
  })

  it(
    'ends with candidates to choose from, each with its verdict and the steps that brought its edits',
    long,
    async () => {
      await app.page.getByTestId('squeeze-finalists').waitFor(long)
      const finalists = app.page.getByTestId('squeeze-finalist')
      const { confirmations, calls, arms } = await squeeze()
      expect(calls.used).toBeLessThanOrEqual(300)
      expect(arms.every(({ promptTokens, isBaseline }) => isBaseline || promptTokens <= 900)).toBe(true)
      expect(await finalists.count()).toBeGreaterThanOrEqual(confirmations.length)
      expect(await finalists.first().getAttribute('aria-pressed')).toBe('true')
      expect(await text('verdict-sentence')).toMatch(/\d+ paired cases, hold-out\)\.$/)
      expect(await text('squeeze-edit-step')).toMatch(/^ ?Step from (the original|\d+) to \d+, .*(points|same cases)/)
      await look(app, 'optimize-finished')
      await app.page.getByTestId('squeeze-ladder-tab').click()
      await app.page.getByTestId('squeeze-given-up').click()
      expect(await text('squeeze-given-up-table')).toContain('Screening')
      await look(app, 'optimize-candidates')
    },
  )

  it(
    'lets an edit be refused and saves the rest as a variant, frozen parts as they were, then leads to a run',
    long,
    async () => {
      await app.page.getByRole('tab', { name: /^Edits/ }).click()
      await app.page.getByText('All that were found').click()
      const check = (name: string) => app.page.getByRole('checkbox', { name }).first()
      await check('Take all: Lossless').check()
      await expect.poll(() => text('squeeze-check')).toContain('every gate passes')
      const before = await text('squeeze-check')
      await app.page.locator('[data-testid="squeeze-edit"][data-taken="true"]').last().getByRole('checkbox').uncheck()
      await expect.poll(() => text('squeeze-check')).not.toBe(before)
      await expect.poll(() => text('squeeze-check')).toContain('every gate passes')
      await app.page.getByRole('textbox', { name: 'Name of the variant' }).fill('Mine')
      await app.page.getByTestId('squeeze-take').click()
      await expect.poll(() => text('squeeze-saved')).toMatch(/Saved as variant [C-Z]/)
      const { promptId, segments, spec } = await squeeze()
      const variants = await app.call('variants.list', { promptId })
      const mine = variants.find(({ name }) => name === 'Mine')
      expect(mine).toMatchObject({ origin: 'optimized', parentId: spec.variantId })
      const frozen = segments.find(({ id }) => id === spec.frozenSegmentIds[0])
      expect(frozen?.text).toBeTruthy()
      expect(mine?.content.messages.map(({ template }) => template).join('\n')).toContain(frozen?.text)
      await app.page.getByTestId('squeeze-run').click()
      await app.page.getByTestId('new-run-dialog').getByTestId('new-run-preview').waitFor()
      await app.page.keyboard.press('Escape')
    },
  )

  it('lists the squeezes of the prompt, and wrote no error to the console', async () => {
    await app.page.getByTestId('rail-prompts').click()
    await app.page.getByTestId('variant-tab-A').click()
    await app.page.keyboard.press('Alt+S')
    await expect.poll(() => app.page.getByTestId('squeeze-item').count()).toBe(3)
    expect(app.consoleErrors).toEqual([])
  })
})
