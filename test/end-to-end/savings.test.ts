import { readFileSync } from 'node:fs'
import { transformWithOxc } from 'vite'
import { beforeAll, expect, it } from 'vitest'
import { defaultParameters } from '../../shared/domain/prompt.ts'
import { suggestAnswers } from '../../shared/import/suggest-answers.ts'
import { describeInBrowser } from '../support/browser.ts'
import { openHostPage } from '../support/host-page.ts'
import { look } from '../support/look.ts'
import { must } from '../support/must.ts'

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
    expect(app.consoleErrors).toEqual([])
  })
})
