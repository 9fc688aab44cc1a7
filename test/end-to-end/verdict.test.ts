import { expect, it } from 'vitest'
import { describeInBrowser } from '../support/browser.ts'
import { openHostPage } from '../support/host-page.ts'
import { must } from '../support/must.ts'

describeInBrowser('the verdict on a run of the sample, in a browser', () => {
  const app = openHostPage()

  const card = () => app.page.getByTestId('verdict-card').first()
  const sentence = () => card().getByTestId('verdict-sentence').innerText()

  it('says in one sentence what the development cases show, with both intervals against their limits', async () => {
    await app.page.locator('.monaco-editor').first().waitFor()
    await app.page.getByTestId('side-compress').click()
    await app.page.getByTestId('take-edits').click()
    await app.page.getByTestId('variant-tab-B').waitFor()
    await app.page.getByTestId('run').click()
    await app.page.getByTestId('new-run-start').click()
    if (await app.page.getByTestId('new-run-confirm-text').isVisible())
      await app.page.getByTestId('new-run-start').click()
    await expect.poll(() => app.page.getByTestId('run-state').innerText(), { timeout: 45_000 }).toContain('complete')
    await app.page.getByTestId('run-tab').getByText('Verdict').click()
    expect(await sentence()).toMatch(/^Indicative: .*\(95 %, \d+ paired cases, development cases\)\.$/)
    expect(await card().getByTestId('interval-bar').count()).toBe(2)
    expect(await card().getByTestId('interval-bar').first().getAttribute('aria-label')).toMatch(
      /must lie above −3\.0 points/,
    )
    expect(await card().getByTestId('verdict-caveats').innerText()).toContain('simulation')
    await app.pictures('verdict-dev')
  })

  it('hides the hold-out until it is asked for, and counts the look', async () => {
    await app.page.getByTestId('verdict-part').getByText('Hold-out').click()
    await app.page.getByTestId('verdict-hidden').first().waitFor()
    expect(await app.page.getByTestId('verdict-looks').innerText()).toBe('hold-out not looked at yet')
    await app.page.getByTestId('verdict-look').first().click()
    await card().waitFor()
    await expect.poll(() => app.page.getByTestId('verdict-looks').innerText()).toBe('hold-out used 1 time of 5')
    expect(await sentence()).toContain('hold-out')
    await app.pictures('verdict-hold-out')
  })

  it('decides by the margin that is entered, and keeps it', async () => {
    await app.page.getByTestId('verdict-part').getByText('Development').click()
    await app.page.getByTestId('verdict-margin').fill('20')
    await app.page.keyboard.press('Enter')
    await expect
      .poll(() => card().getByTestId('interval-bar').first().getAttribute('aria-label'))
      .toContain('above −20.0 points')
    await app.page.reload()
    await card().waitFor()
    expect(await app.page.getByTestId('verdict-margin').inputValue()).toBe('20')
  })

  it('takes a critical assertion, and tells what no loss leaves open', async () => {
    await app.page.getByTestId('verdict-critical').click()
    await app.page.getByRole('listbox').getByRole('option').first().click()
    await card().getByTestId('verdict-critical-result').waitFor()
    expect(await card().getByTestId('verdict-critical-result').innerText()).toMatch(/no loss in \d+ cases|fails in \d+/)
    await app.page.keyboard.press('Escape')
  })

  it('leads from a case that came out differently to its row, where there is one', async () => {
    const links = card().getByTestId('verdict-discordant').getByRole('button')
    await app.page.getByTestId('verdict-part').getByText('All').click()
    await expect.poll(sentence).toContain('all cases')
    const [first] = await links.all()
    if (first === undefined) {
      expect(await card().innerText()).toContain('No case came out differently')
      return
    }
    const position = /Case ([\d,]+)/.exec(await first.innerText())?.[1]
    await first.click()
    await app.page.getByTestId('cell-output').waitFor()
    await expect.poll(() => app.page.getByTestId('cell-detail').innerText()).toContain(`Case ${position}\n`)
  })

  it('labels the outputs of a sandbox judge by keys, blind, and counts how far it agrees', async () => {
    const project = must((await app.call('projects.list', {}))[0])
    const evalSet = must((await app.call('eval-sets.list', { projectId: project.id }))[0])
    const assertions = [{ scorer: 'llm-rubric', value: 'Says “{{expected}}”.' }]
    await app.call('eval-sets.set-assertions', { evalSetId: evalSet.id, assertions })
    await app.page.getByRole('navigation').getByRole('button', { name: 'Prompts', exact: true }).click()
    await app.page.getByTestId('run').click()
    const judge = app.page.getByTestId('new-run-judge').first()
    await judge.waitFor()
    await app.pictures('judge-choice')
    await judge.click()
    await app.page
      .getByRole('option', { name: /Sandbox medium|medium/i })
      .first()
      .click()
    await expect.poll(() => app.page.getByTestId('new-run-preview').innerText()).toContain('Judge: sandbox/medium')
    await app.pictures('judge-choice')
    await app.page.getByTestId('new-run-start').click()
    if (await app.page.getByTestId('new-run-confirm-text').isVisible())
      await app.page.getByTestId('new-run-start').click()
    await expect.poll(() => app.page.getByTestId('run-state').innerText(), { timeout: 45_000 }).toContain('complete')
    await app.page.getByTestId('run-tab').getByText('By hand').click()
    await app.page.getByTestId('label-output').waitFor()
    await app.page.getByTestId('run-cancel').waitFor({ state: 'detached' })
    for (const [key, labels] of [
      ['1', 1],
      ['2', 2],
      ['1', 3],
      ['u', 2],
    ] as const) {
      await app.page.keyboard.press(key)
      await expect
        .poll(() => app.page.getByTestId('label-standing').innerText(), { timeout: 5000 })
        .toContain(`${labels} of 50 labels`)
      await app.page.getByTestId('label-output').waitFor()
    }
    expect(await app.page.getByTestId('label-standing').innerText()).not.toContain('κ')
    await app.page.getByTestId('label-show').click()
    await expect.poll(() => app.page.getByTestId('label-standing').innerText()).toContain('κ')
    await app.pictures('labels')
    await app.page.getByTestId('run-tab').getByText('Verdict').click()
    await expect.poll(() => card().getByTestId('verdict-caveats').innerText()).toContain('Judge not calibrated')
  })

  it('lets a judge compare two columns at a cost that is told before, and people review them blind by keys', async () => {
    await app.page.getByTestId('compare-open').first().click()
    await app.page.getByTestId('compare-judge').click()
    await app.page
      .getByRole('option', { name: /Sandbox large/ })
      .filter({ visible: true })
      .click()
    await expect.poll(() => app.page.getByTestId('compare-preview').innerText()).toMatch(/pairs? of answers/)
    await app.page.getByTestId('compare-start').click()
    await expect
      .poll(() => app.page.getByTestId('preference-sentence').first().innerText(), { timeout: 20_000 })
      .toMatch(/sandbox\/large prefers? .*cases, development cases/)
    await app.pictures('comparison')
    await app.page.getByTestId('review-open').first().click()
    await app.page.getByTestId('review-pair').waitFor()
    const [, pairs = '0'] = /of (\d+) pairs/.exec(await app.page.getByTestId('review-progress').innerText()) ?? []
    if (Number(pairs) === 0) return
    await app.page.keyboard.press('1')
    await expect.poll(() => app.page.getByTestId('review-progress').innerText()).toContain(`1 of ${pairs}`)
    await app.page.keyboard.press('u')
    await expect.poll(() => app.page.getByTestId('review-progress').innerText()).toContain(`0 of ${pairs}`)
    await app.page.keyboard.press('0')
    await expect.poll(() => app.page.getByTestId('review-progress').innerText()).toContain(`1 of ${pairs}`)
    await app.page.getByTestId('review-show').click()
    await expect.poll(() => app.page.getByTestId('review-agreements').innerText()).toContain('Agrees with')
    await app.pictures('review')
  })

  it('wrote no error to the console', () => {
    expect(app.consoleErrors).toEqual([])
  })
})
