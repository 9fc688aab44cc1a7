import { mkdirSync } from 'node:fs'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeInBrowser, launchBrowser } from '../support/browser.ts'
import { tempFolder } from '../support/fake-ports.ts'
import { startWebHost, type WebHost } from '../support/web-host.ts'

const pictures = process.env.PITHY_PICTURES ?? path.join(import.meta.dirname, '../../artifacts')

describeInBrowser('the verdict on a run of the sample, in a browser', () => {
  const folder = tempFolder()
  const consoleErrors: string[] = []
  let host: WebHost
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true })
    host = await startWebHost(folder.file('library.sqlite'))
    browser = await launchBrowser()
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    page.setDefaultTimeout(15_000)
    page.on('console', (message) => message.type() === 'error' && consoleErrors.push(message.text()))
    page.on('pageerror', (error) => consoleErrors.push(error.message))
    await page.goto(host.url)
  })
  afterAll(async () => {
    await browser?.close()
    await host?.close()
    folder.remove()
  })

  async function picture(name: string): Promise<void> {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await page.screenshot({ path: path.join(pictures, `${name}-${colorScheme}.png`) })
    }
    await page.emulateMedia({ colorScheme: 'light' })
  }

  const card = () => page.getByTestId('verdict-card').first()
  const sentence = () => card().getByTestId('verdict-sentence').innerText()

  it('says in one sentence what the development cases show, with both intervals against their limits', async () => {
    await page.locator('.monaco-editor').first().waitFor()
    await page.getByTestId('side-compress').click()
    await page.getByTestId('take-edits').click()
    await page.getByTestId('variant-tab-B').waitFor()
    await page.getByTestId('run').click()
    await page.getByTestId('new-run-start').click()
    if (await page.getByTestId('new-run-confirm-text').isVisible()) await page.getByTestId('new-run-start').click()
    await expect.poll(() => page.getByTestId('run-state').innerText(), { timeout: 45_000 }).toContain('complete')
    await page.getByTestId('run-tab').getByText('Verdict').click()
    expect(await sentence()).toMatch(/^Indicative: .*\(95 %, \d+ paired cases, development cases\)\.$/)
    expect(await card().getByTestId('interval-bar').count()).toBe(2)
    expect(await card().getByTestId('interval-bar').first().getAttribute('aria-label')).toMatch(
      /must lie above −3\.0 points/,
    )
    expect(await card().getByTestId('verdict-caveats').innerText()).toContain('simulation')
    await picture('verdict-dev')
  })

  it('hides the hold-out until it is asked for, and counts the look', async () => {
    await page.getByTestId('verdict-part').getByText('Hold-out').click()
    await page.getByTestId('verdict-hidden').first().waitFor()
    expect(await page.getByTestId('verdict-looks').innerText()).toBe('hold-out not looked at yet')
    await page.getByTestId('verdict-look').first().click()
    await card().waitFor()
    await expect.poll(() => page.getByTestId('verdict-looks').innerText()).toBe('hold-out used 1 time of 5')
    expect(await sentence()).toContain('hold-out')
    await picture('verdict-hold-out')
  })

  it('decides by the margin that is entered, and keeps it', async () => {
    await page.getByTestId('verdict-part').getByText('Development').click()
    await page.getByTestId('verdict-margin').fill('20')
    await page.keyboard.press('Enter')
    await expect
      .poll(() => card().getByTestId('interval-bar').first().getAttribute('aria-label'))
      .toContain('above −20.0 points')
    await page.reload()
    await card().waitFor()
    expect(await page.getByTestId('verdict-margin').inputValue()).toBe('20')
  })

  it('takes a critical assertion, and tells what no loss leaves open', async () => {
    await page.getByTestId('verdict-critical').click()
    await page.getByRole('listbox').getByRole('option').first().click()
    await card().getByTestId('verdict-critical-result').waitFor()
    expect(await card().getByTestId('verdict-critical-result').innerText()).toMatch(/no loss in \d+ cases|fails in \d+/)
    await page.keyboard.press('Escape')
  })

  it('leads from a case that came out differently to its row, where there is one', async () => {
    const links = card().getByTestId('verdict-discordant').getByRole('button')
    await page.getByTestId('verdict-part').getByText('All').click()
    await expect.poll(sentence).toContain('all cases')
    const [first] = await links.all()
    if (first === undefined) {
      expect(await card().innerText()).toContain('No case came out differently')
      return
    }
    const position = /Case ([\d,]+)/.exec(await first.innerText())?.[1]
    await first.click()
    await page.getByTestId('cell-output').waitFor()
    await expect.poll(() => page.getByTestId('cell-detail').innerText()).toContain(`Case ${position} `)
  })

  it('labels the outputs of a sandbox judge by keys, blind, and counts how far it agrees', async () => {
    await page.evaluate(addJudge)
    await page.getByRole('navigation').getByRole('button', { name: 'Prompts', exact: true }).click()
    await page.getByTestId('run').click()
    const judge = page.getByTestId('new-run-judge').first()
    await judge.waitFor()
    await picture('judge-choice')
    await judge.click()
    await page
      .getByRole('option', { name: /Sandbox medium|medium/i })
      .first()
      .click()
    await expect.poll(() => page.getByTestId('new-run-preview').innerText()).toContain('Judge: sandbox/medium')
    await picture('judge-choice')
    await page.getByTestId('new-run-start').click()
    if (await page.getByTestId('new-run-confirm-text').isVisible()) await page.getByTestId('new-run-start').click()
    await expect.poll(() => page.getByTestId('run-state').innerText(), { timeout: 45_000 }).toContain('complete')
    await page.getByTestId('run-tab').getByText('By hand').click()
    await page.getByTestId('label-output').waitFor()
    await page.getByTestId('run-cancel').waitFor({ state: 'detached' })
    for (const [key, labels] of [
      ['1', 1],
      ['2', 2],
      ['1', 3],
      ['u', 2],
    ] as const) {
      await page.keyboard.press(key)
      await expect
        .poll(() => page.getByTestId('label-standing').innerText(), { timeout: 5000 })
        .toContain(`${labels} of 50 labels`)
      await page.getByTestId('label-output').waitFor()
    }
    expect(await page.getByTestId('label-standing').innerText()).not.toContain('κ')
    await page.getByTestId('label-show').click()
    await expect.poll(() => page.getByTestId('label-standing').innerText()).toContain('κ')
    await picture('labels')
    await page.getByTestId('run-tab').getByText('Verdict').click()
    await expect.poll(() => card().getByTestId('verdict-caveats').innerText()).toContain('Judge not calibrated')
  })

  it('lets a judge compare two columns at a cost that is told before, and people review them blind by keys', async () => {
    await page.getByTestId('compare-open').first().click()
    await page.getByTestId('compare-judge').click()
    await page
      .getByRole('option', { name: /Sandbox large/ })
      .filter({ visible: true })
      .click()
    await expect.poll(() => page.getByTestId('compare-preview').innerText()).toMatch(/pairs? of answers/)
    await page.getByTestId('compare-start').click()
    await expect
      .poll(() => page.getByTestId('preference-sentence').first().innerText(), { timeout: 20_000 })
      .toMatch(/sandbox\/large prefers? .*cases, development cases\)\.$/)
    await picture('comparison')
    await page.getByTestId('review-open').first().click()
    await page.getByTestId('review-pair').waitFor()
    const [, pairs = '0'] = /of (\d+) pairs/.exec(await page.getByTestId('review-progress').innerText()) ?? []
    if (Number(pairs) === 0) return
    await page.keyboard.press('1')
    await expect.poll(() => page.getByTestId('review-progress').innerText()).toContain(`1 of ${pairs}`)
    await page.keyboard.press('u')
    await expect.poll(() => page.getByTestId('review-progress').innerText()).toContain(`0 of ${pairs}`)
    await page.keyboard.press('0')
    await expect.poll(() => page.getByTestId('review-progress').innerText()).toContain(`1 of ${pairs}`)
    await page.getByTestId('review-show').click()
    await expect.poll(() => page.getByTestId('review-agreements').innerText()).toContain('Agrees with')
    await picture('review')
  })

  it('wrote no error to the console', () => {
    expect(consoleErrors).toEqual([])
  })
})

/** In the page: gives the sample's eval set a judge. */
async function addJudge(): Promise<void> {
  const token = sessionStorage.getItem('pithy.token') ?? Object.values(sessionStorage)[0]
  const ask = async (name: string, input: unknown) => {
    const response = await fetch(`./api/call/${name}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(input),
    })
    return (await response.json()).value
  }
  const [project] = await ask('projects.list', {})
  const [evalSet] = await ask('eval-sets.list', { projectId: project.id })
  const judge = { scorer: 'llm-rubric', value: 'Says “{{expected}}”.' }
  await ask('eval-sets.set-assertions', { evalSetId: evalSet.id, assertions: [judge] })
}
