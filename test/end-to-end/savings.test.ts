import { readFileSync } from 'node:fs'
import { transformWithOxc } from 'vite'
import { beforeAll, expect, it } from 'vitest'
import { formatUsd } from '../../shared/cost/format-usd.ts'
import { defaultParameters } from '../../shared/domain/prompt.ts'
import { suggestAnswers } from '../../shared/import/suggest-answers.ts'
import { describeInBrowser } from '../support/browser.ts'
import { openHostPage } from '../support/host-page.ts'
import { look } from '../support/look.ts'
import { must } from '../support/must.ts'
import { runCli } from '../support/run-cli.ts'

const CASES = 240

function questionOf(at: number): string {
  return at % 4 === 0
    ? `Explain why clause ${at} of the contract binds both parties; compare it with the one before and calculate what each pays.`
    : `Is it so that ${at} is a number?`
}

/** A small and a large model, side by side, as tables of recorded answers have them: the small one fails what is long. */
function table(): string {
  const rows = Array.from({ length: CASES }, (_, at) => {
    const isLargeRight = at % 40 !== 7
    return `"${questionOf(at)}",${isLargeRight && at % 4 !== 0},${isLargeRight},"However, perhaps.","It is so."`
  })
  return ['question,small,large,small_response,large_response', ...rows].join('\n')
}

describeInBrowser('savings, from a table of recorded answers to an exported routing rule', () => {
  const app = openHostPage()

  beforeAll(async () => {
    const { page } = app
    // Before any run has an answer.
    await page.getByTestId('rail-savings').click()
    await page.getByText('Calculators', { exact: true }).click()
    const scenario = page.getByTestId('calculator-scenario')
    const before = await scenario.locator('p').nth(1).innerText()
    expect(before).toContain('10,000 calls a day of 1,500 + 300 tokens come to $')
    const price = scenario.getByLabel(/^Output price/)
    await price.fill('2.05')
    await price.press('Backspace')
    await price.press('7')
    expect(await price.inputValue()).toBe('$2.07')
    await page.getByTestId('calculator-scenario-model').click()
    await page.getByRole('option', { name: 'GPT-5.4 nano', exact: true }).click()
    await scenario.locator('p').nth(1).filter({ hasNotText: before }).waitFor()
    await look(app, 'savings-calculators')
    await page.getByText('Levers', { exact: true }).click()
    await page.getByText('Nothing has been measured yet').waitFor()
    const project = must((await app.call('projects.list', {}))[0])
    const messages = [{ role: 'user' as const, template: 'Answer yes or no. Think step by step. {{question}}' }]
    const { id: promptId } = await app.call('prompts.create', {
      projectId: project.id,
      name: 'Clause checker',
      content: { messages, parameters: defaultParameters },
    })
    const variantId = must((await app.call('variants.list', { promptId }))[0]).id
    const source = { text: table(), format: null, delimiter: null }
    const { columns } = await app.call('imports.preview', source)
    await app.call('imports.answers', {
      ...source,
      projectId: project.id,
      name: 'Recorded',
      mapping: [{ column: 'question', use: 'variable', variableName: 'question' }],
      variantId,
      answers: [...suggestAnswers(columns)],
    })
    await app.page.getByTestId('rail-savings').click()
  })

  it('asks whose prices hold, and then shows what each lever saves', async () => {
    const { page } = app
    await page.getByTestId('savings-unpriced').waitFor()
    for (const [model, price] of [
      ['small', 'GPT-5.4 nano'],
      ['large', 'GPT-5.5 '],
    ] as const) {
      await page.getByTestId(`priced-as-recorded/${model}`).click()
      await page.getByRole('option').filter({ hasText: price }).first().click()
    }
    const card = page.getByTestId('lever-routing')
    await card.waitFor()
    await expect.poll(() => card.innerText()).toContain('✓ not worse')
    await card.getByRole('button', { name: 'Curve and method' }).click()
    await card.getByText('Random mix').or(card.locator('canvas, svg').first()).first().waitFor()
    expect(await card.innerText()).toContain('small 72.5 %, large 97.5 %; at least one of them right: 97.5 %')
    await look(app, 'savings-routing')
  })

  it('makes the versions that are ticked, and sets up a run of them beside the original', async () => {
    const { page, call } = app
    await page.getByTestId('action-shorter-answers-make-variants').click()
    const oneLine = page.getByTestId('version-one-line')
    await expect.poll(() => oneLine.innerText()).toContain('prompt tokens / call')
    expect(await oneLine.innerText()).toContain('Answer in one line.')
    await page.getByTestId('version-json').getByRole('checkbox').check()
    await look(app, 'savings-make-variants')
    await page.getByTestId('make-variants').click()
    const dialog = page.getByRole('dialog', { name: 'New run' })
    await dialog.waitFor()
    const prompts = await call('prompts.list', { projectId: must((await call('projects.list', {}))[0]).id })
    const promptId = must(prompts.find(({ name }) => name === 'Clause checker')).id
    const variants = await call('variants.list', { promptId })
    expect(variants.map(({ letter, name }) => `${letter} ${name}`.trim())).toEqual(['A', 'B One line', 'C JSON'])
    for (const letter of ['A', 'B', 'C']) {
      expect(await page.getByTestId(`new-run-variant-${letter}`).isChecked()).toBe(true)
    }
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(async () => (await call('variants.list', { promptId })).length).toBe(1)
    await page.keyboard.press('Escape')
    await page.getByTestId('rail-savings').click()
  })

  it('exports a rule that sends the hard questions to the large model, and runs', async () => {
    const { page } = app
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByTestId('lever-routing').getByRole('button', { name: 'Export as TypeScript' }).click(),
    ])
    const source = readFileSync(await download.path(), 'utf8')
    expect(download.suggestedFilename()).toBe('clause-checker.routing.ts')
    expect(source).toContain('// Routing for Clause checker')
    const { code } = await transformWithOxc(source, 'route.ts', {})
    const { route } = await import(
      /* @vite-ignore */ `data:text/javascript;base64,${Buffer.from(code).toString('base64')}`
    )
    const sentTo = (at: number): string => route({ variables: { question: questionOf(at) } }).id
    const hard = [20, 104, 108, 212].map(sentTo)
    const easy = [21, 102, 103, 205].map(sentTo)
    expect([new Set(hard), new Set(easy)]).toEqual([new Set(['recorded/large']), new Set(['recorded/small'])])
  })

  it('tries the user’s own rules on the cases, tells a bad one at its row, and keeps them', async () => {
    const { page } = app
    await page.getByTestId('own-rules-open').click()
    await page.getByTestId('own-rules-none').waitFor()
    await page.getByRole('button', { name: 'Paste CSV…' }).click()
    await page.getByLabel('Rows of kind').fill('/is a number/,It is so.\n"Explain, please",Never\n/(/,It is so.')
    await page.getByRole('button', { name: 'Add 3 rules' }).click()
    await page.getByRole('button', { name: 'Try on the cases' }).click()
    const total = page.getByTestId('own-rules-total')
    await expect.poll(() => total.innerText()).toContain('180 of 240 cases answered (75.0 %). 174 right, 6 wrong')
    const rows = await page.getByTestId('own-rule').allInnerTexts()
    expect(rows.map((row) => row.split('\t').at(-2)?.trim())).toEqual([
      '174 right, 6 wrong',
      'no hits',
      expect.stringContaining('of rule 3 is not valid'),
    ])
    await page.getByTestId('own-rules-save').click()
    const card = page.getByTestId('lever-own-rules')
    await expect.poll(() => card.innerText()).toContain('2 rules answer 75.0 % of the cases before the model')
  })

  it('audits the prompt for another model, and writes the decision down', async () => {
    const { page } = app
    await page.getByText('Model upgrade', { exact: true }).click()
    await page.getByTestId('upgrade-model').click()
    await page.getByRole('option').filter({ hasText: 'GPT-6 Sol' }).first().click()
    await page.getByTestId('upgrade-findings').getByText('step by step', { exact: false }).first().waitFor()
    expect(await page.getByTestId('upgrade-verdict').innerText()).toContain('Not measured')
    await look(app, 'savings-upgrade')
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByTestId('upgrade-export').click()])
    expect(readFileSync(await download.path(), 'utf8')).toContain('to GPT-6 Sol')
  })

  it('shows where the money of a log goes, page by page, as `pithy savings` says it', async () => {
    const { page, call } = app
    const { id: projectId, name } = must((await call('projects.list', {}))[0])
    const rows = Array.from(
      { length: 130 },
      (_, at) => `2026-11-${10 + (at % 10)}T10:00:00Z,gpt-5.4,u${at},900,40,${at + 1}`,
    )
    const text = ['time,model,user,prompt_tokens,completion_tokens,cost_usd', ...rows, ''].join('\n')
    const { reading } = await call('usage.preview', { fileName: 'calls.csv', text, isWhole: true })
    const { logId } = await call('usage.begin', { projectId, name: 'Calls', reading })
    await call('usage.append', { logId, text, isLast: true })
    await page.getByText('Where it goes', { exact: true }).click()
    await page.getByTestId('limit-usd').fill('860')
    await page.getByTestId('limit-usd').press('Enter')
    await page.getByTestId('spend-alerts').getByText('$860 a day for all logs').waitFor()
    const users = page.getByTestId('spend-by-user')
    await users.getByText('u129', { exact: true }).waitFor()
    await users.getByTestId('spend-next-values').click()
    await users.getByText('u79', { exact: true }).waitFor()
    expect(await users.innerText()).toContain('51 to 100 of 130')
    const { libraryPath } = await call('app.hello', {})
    const args = ['--library', libraryPath, 'savings', '--project', name]
    const [said, json] = await Promise.all([runCli(args), runCli(['--json', ...args])])
    // A limit is broken.
    expect([said.code, json.code]).toEqual([1, 1])
    const { logs, alerts, report } = JSON.parse(json.stdout)
    const figures = await page.getByTestId('spend-figures').innerText()
    for (const usd of [logs.total.nanoUsd, logs.cost.p50, logs.cost.p95, logs.cost.max].map(formatUsd)) {
      expect(figures).toContain(usd)
      expect(said.stdout).toContain(usd)
    }
    const shown = page.getByTestId('spend-alerts')
    for (const { sentence } of alerts) {
      await expect.poll(() => shown.innerText()).toContain(sentence)
      expect(said.stdout).toContain(sentence)
    }
    // Unpriced there, but the same rules.
    expect(JSON.stringify(report.levers)).toContain('2 rules answer 75.0 %')
    expect(alerts).not.toEqual([])
    expect(said.stdout).toContain(report.embedding.text)
    expect(report).toEqual(await call('savings.report', { projectId, runId: null }))
    const spared = page.getByTestId('spend-buckets')
    await expect.poll(() => spared.innerText()).toContain('No cheaper model of the run is as good.')
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByTestId('report-md').click()])
    expect(file.suggestedFilename()).toBe('spend-usage-logs.md')
    expect(readFileSync(await file.path(), 'utf8')).toContain(`| gpt-5.4 | \\${formatUsd(logs.total.nanoUsd)} |`)
    const saving = page.getByTestId('spend-chart-files').getByTestId('chart-png').click()
    const [picture] = await Promise.all([page.waitForEvent('download'), saving])
    expect(picture.suggestedFilename()).toBe('usage-logs-spend-over-time.png')
    expect(
      readFileSync(await picture.path())
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG')
    await look(app, 'savings-where')
  })

  it('reckons with the calls of a tag once the tag has a value, and not before', async () => {
    const { page } = app
    const asked: string[] = []
    page.on('request', (request) => {
      if (request.url().endsWith('savings.report'))
        asked.push(/"arrivalTag":(?:null|\{.*?\})/.exec(`${request.postData()}`)?.[0] ?? '')
    })
    await page.getByTestId('savings-profile').click()
    await page.getByTestId('arrival-tag').click()
    await page.getByRole('option', { name: 'user', exact: true }).click()
    await page.getByLabel('Value of user').fill('u1')
    await page.keyboard.press('Enter')
    await expect.poll(() => page.getByTestId('arrivals-text').innerText()).toContain('user = u1')
    expect(asked).toEqual(['"arrivalTag":{"name":"user","value":"u1"}'])
    expect(app.consoleErrors).toEqual([])
  })
})
