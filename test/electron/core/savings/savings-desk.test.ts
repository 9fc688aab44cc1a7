import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { judgeFacts } from '../../../../electron/core/savings/judge-facts.ts'
import { SavingsDesk } from '../../../../electron/core/savings/savings-desk.ts'
import { ModelId } from '../../../../shared/domain/ids.ts'
import { defaultParameters } from '../../../../shared/domain/prompt.ts'
import { SavingsWish } from '../../../../shared/domain/savings.ts'
import { Assertion } from '../../../../shared/domain/score.ts'
import { suggestAnswers } from '../../../../shared/import/suggest-answers.ts'
import { must } from '../../../support/must.ts'
import { openEngineBench } from '../../../support/open-engine-bench.ts'
import { createTestApp } from '../../../support/temp-app.ts'

const CASES = 60

/** Answers of two models, without usage and without a price. */
function table(): string {
  const rows = Array.from(
    { length: CASES },
    (_, at) => `What is ${at} + ${at}?,${at * 2},${at % 3 > 0},It is ${at * 2}.,true`,
  )
  return ['question,small_response,small_score,large_response,large_score', ...rows].join('\n')
}

test('answers recorded elsewhere become savings: unpriced until a price is named, then counted by ourselves', async () => {
  const { client, close, folder } = await createTestApp()
  onTestFinished(close)
  const { id: projectId } = await client.call('projects.create', { name: 'Sums' })
  expect(await client.call('savings.report', { projectId })).toBeNull()

  const messages = [{ role: 'user' as const, template: '{{question}}' }]
  const content = { messages, parameters: defaultParameters }
  const { id: promptId } = await client.call('prompts.create', { projectId, name: 'Sum', content })
  const variantId = must((await client.call('variants.list', { promptId }))[0]).id
  const source = { text: table(), format: null, delimiter: null }
  const { columns } = await client.call('imports.preview', source)
  const answers = [...suggestAnswers(columns)]
  const mapping = [{ column: 'question', use: 'variable' as const, variableName: 'question' }]
  await client.call('imports.answers', { ...source, projectId, name: 'Recorded', mapping, variantId, answers })

  const unpriced = must(await client.call('savings.report', { projectId }))
  expect(unpriced).toMatchObject({ todayNanoUsd: null, cases: CASES, totalCases: CASES, advice: [] })
  expect(unpriced.columns.map(({ score }) => score)).toEqual([2 / 3, 1])
  expect(await client.call('savings.waterfall', { projectId })).toBeNull()

  const small = ModelId.parse('recorded/small')
  const large = ModelId.parse('recorded/large')
  const assumptions = {
    callsPerDay: 1000,
    waitRatio: 0.5,
    pricedAs: {
      [small]: ModelId.parse('anthropic/claude-haiku-5-5'),
      [large]: ModelId.parse('anthropic/claude-opus-5-5'),
    },
  }
  const report = must(await client.call('savings.report', { projectId, assumptions }))
  expect(report.baseline).toEqual({ variantId, modelId: large })
  expect(report.columns.map(({ isEstimated, pricedAs }) => [isEstimated, pricedAs])).toEqual([
    [true, 'anthropic/claude-haiku-5-5'],
    [true, 'anthropic/claude-opus-5-5'],
  ])
  const today = must(report.todayNanoUsd)
  const batch = must(report.levers.find(({ id }) => id === 'batch'))
  expect(batch).toMatchObject({ isTaken: true, finding: { kind: 'estimate', quality: { kind: 'unchanged' } } })
  expect(Math.abs((batch.finding.kind === 'estimate' ? batch.finding.savedNanoUsd : 0) - today / 4)).toBeLessThan(
    today / 1000,
  )

  const waterfall = must(
    await client.call('savings.waterfall', { projectId, assumptions, leverIds: ['batch'], order: 'chosen' }),
  )
  expect(waterfall.steps.map(({ leverId }) => leverId)).toEqual(['batch'])
  expect(waterfall.restNanoUsd).toBe(today - must(waterfall.steps[0]).savedNanoUsd)

  // Too few calls of the log are to the run's model: only on demand are those to another one taken for its own.
  const preview = await client.call('usage.preview', { fileName: 'calls.csv', text: calls(), isWhole: true })
  const log = await client.call('usage.begin', { projectId, name: 'calls', reading: preview.reading })
  await client.call('usage.append', { ...log, text: calls(), isLast: true })
  // As a catalog that knows the model by the log's name has it; one call of its own must not hide the others from who asked for all.
  const library = new Database(join(folder, 'library.sqlite'))
  library.prepare('UPDATE usage_model SET model_id = ? WHERE name = ?').run(large, 'gpt-5.4')
  library.close()
  const textWith = async (more: object) =>
    must(await client.call('savings.report', { projectId, assumptions: { ...assumptions, ...more } })).arrivalsText
  expect(await textWith({})).toContain('1,000 calls a day at random')
  expect(await textWith({ arrivalsFrom: 'logs' })).toContain(
    'the 240 calls in the usage logs, replayed one by one. They come at 2,880 calls a day',
  )
  const arrivalTag = { name: 'feature', value: 'chat' }
  const tagged = await textWith({ arrivalsFrom: 'logs', arrivalTag })
  expect(tagged).toContain('the 120 calls in the usage logs, feature = chat, replayed')
  // Without a tag that goes without saying; a chosen one is not dropped in silence.
  expect(await textWith({ arrivalTag })).toContain(
    '0 single answered calls to recorded/large with a time, feature = chat',
  )
  const few = await textWith({ arrivalsFrom: 'run' })
  expect(few).toContain('The run has 60 answers with a time; below 100')
})

/** Every half minute a call, every other of a chat, the first to another model; the last ten failed. */
function calls(): string {
  const rows = Array.from(
    { length: 250 },
    (_, at) =>
      `${new Date(1_790_000_000_000 + at * 30_000).toISOString()},${at === 0 ? 'gpt-5.4' : 'gpt-5.4-mini'},100,10,${at % 2 ? 'chat' : 'mail'},${at < 240 ? 200 : 500}`,
  )
  return ['time,model,prompt_tokens,completion_tokens,feature,status', ...rows].join('\n')
}

test('a report is made once while nothing changes, and judges within a set are known to be all that scores', async () => {
  const bench = await openEngineBench({ cases: [{ variables: { text: 'a' } }] })
  const { run } = await bench.run()
  const desk = new SavingsDesk(bench.core)
  const wish = SavingsWish.parse({ projectId: run.projectId })
  // The first look at a run writes down which of its cases are held out.
  await desk.report(wish)
  const report = must(await desk.report(wish))
  expect(await desk.report(wish)).toBe(report)

  const stored = bench.store.runs.get(run.id)
  const isAlone = (...assert: string[]) => {
    const assertions = [{ scorer: 'assert-set', options: { assert: assert.map((scorer) => ({ scorer })) } }]
    return judgeFacts(bench.core, { ...stored, assertions: Assertion.array().parse(assertions) })?.isAlone
  }
  expect([isAlone('llm-rubric'), isAlone('llm-rubric', 'equals')]).toEqual([true, false])
})
