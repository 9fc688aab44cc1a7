import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ComparisonSpec } from '../../../../shared/domain/comparison.ts'
import { ModelId, type RunId } from '../../../../shared/domain/ids.ts'
import { defaultParameters } from '../../../../shared/domain/prompt.ts'
import type { ColumnRef } from '../../../../shared/domain/verdict.ts'
import { createTestApp, type TestApp } from '../../../support/temp-app.ts'
import { until } from '../../../support/until.ts'

const CASES = 40
const judgeModelId = ModelId.parse('sandbox/large')
const criteria = 'Says "positive".'
let app: TestApp
let runId: RunId
let columns: { readonly a: ColumnRef; readonly b: ColumnRef }

// Two prompts of the sandbox: A knows both labels, B only one, so that B's answers to half of the cases differ.
beforeAll(async () => {
  app = await createTestApp()
  const { client } = app
  const project = await client.call('projects.create', { name: 'Compared' })
  const contentOf = (labels: string) => ({
    messages: [
      {
        role: 'user' as const,
        template: `Classify the review as ${labels}. Answer with the label only.\n\nReview: {{review}}`,
      },
    ],
    parameters: { ...defaultParameters, maxOutputTokens: 20 },
  })
  const prompt = await client.call('prompts.create', {
    projectId: project.id,
    name: 'Prompt',
    content: contentOf('positive or negative'),
  })
  const [a] = await client.call('variants.list', { promptId: prompt.id })
  if (!a) throw new Error('no variant')
  const fork = await client.call('variants.fork', { variantId: a.id })
  const b = await client.call('variants.save', { variantId: fork.id, content: contentOf('positive or neutral') })
  const evalSet = await client.call('eval-sets.create', { projectId: project.id, name: 'Set' })
  for (let index = 0; index < CASES; index++) {
    const review = index % 2 === 0 ? `I love lamp ${index}, it is great.` : `Lamp ${index} is awful and broken.`
    const expected = index % 2 === 0 ? 'positive' : 'negative'
    await client.call('cases.add', {
      evalSetId: evalSet.id,
      content: { variables: { review }, expected, tags: [], weight: 1 },
    })
  }
  const modelIds = [ModelId.parse('sandbox/large')]
  const assertions = [
    { scorer: 'equals', isNegated: false, value: '{{expected}}', options: {}, transforms: [], weight: 1 },
  ]
  await client.call('eval-sets.set-assertions', { evalSetId: evalSet.id, assertions })
  const spec = { projectId: project.id, evalSetId: evalSet.id, variantIds: [a.id, b.id], modelIds }
  const started = await client.call('runs.start', spec)
  await until(app.client, started.jobId)
  runId = started.runId
  const run = await client.call('runs.get', { runId })
  const [first, second] = run.columns
  if (!first || !second) throw new Error('no columns')
  columns = { a: refOf(first), b: refOf(second) }
})
afterAll(() => app.close())

function refOf({ variantId, modelId }: ColumnRef): ColumnRef {
  return { variantId, modelId }
}

function wish(change: Partial<ComparisonSpec & { budgetNanoUsd: number | null }> = {}) {
  return { runId, baseline: columns.a, candidate: columns.b, part: 'dev' as const, judgeModelId, criteria, ...change }
}

function judgeCalls(): unknown {
  const library = new Database(join(app.folder, 'library.sqlite'), { readonly: true })
  const found = library.prepare(`SELECT count(*) AS n FROM ledger WHERE purpose = 'judge'`).pluck().get()
  library.close()
  return found
}

it('says what it would ask and cost, stops at its limit, goes on without paying twice, and turns with the baseline', async () => {
  const { client } = app
  const preview = await client.call('comparisons.preview', wish())
  const { pairs, same, calls, costHighNanoUsd, problems } = preview
  expect({ known: preview.known, problems }).toEqual({ known: 0, problems: [] })
  expect(pairs).toBe(24)
  expect(calls).toBe(2 * (pairs - same))
  expect(same).toBeGreaterThan(0)
  // A token has at least one byte, and a letter may have more.
  const [accented, plain] = ['ß'.repeat(25), 's'.repeat(50)].map((text) =>
    client.call('comparisons.preview', wish({ criteria: text })),
  )
  expect((await accented)?.costHighNanoUsd).toBe((await plain)?.costHighNanoUsd)
  const whole = costHighNanoUsd ?? 0
  const poor = await client.call('comparisons.start', wish({ budgetNanoUsd: Math.floor(whole / 30) }))
  expect(await until(app.client, poor.jobId)).toMatchObject({ state: 'failed', error: { code: 'budget-exceeded' } })
  const [partly] = await client.call('comparisons.list', { runId, part: 'dev' })
  expect(partly?.costNanoUsd).toBeLessThanOrEqual(whole / 30)

  const { jobId } = await client.call('comparisons.start', wish({ budgetNanoUsd: whole }))
  expect(await until(app.client, jobId)).toMatchObject({ state: 'succeeded', kind: 'comparison', failed: 0 })
  const [found] = await client.call('comparisons.list', { runId, part: 'dev' })
  if (!found) throw new Error('nothing was compared')
  const { wins, losses, ties, cases, open, consistency } = found.preference
  expect({ cases, open, consistency }).toEqual({ cases: pairs, open: 0, consistency: 1 })
  // The criteria want "positive": it is there in A and B alike where the review is good, in neither where it is not.
  expect(wins + losses + ties).toBe(pairs)
  expect(found.costNanoUsd).toBeGreaterThan(0)
  expect(found.costNanoUsd).toBeLessThanOrEqual(whole)
  expect(found.preference.caveats).toEqual(['not-hold-out', 'few-cases', 'judge-not-calibrated', 'simulation'])

  const before = judgeCalls()
  expect(await client.call('comparisons.preview', wish())).toMatchObject({ known: pairs, calls: 0, costHighNanoUsd: 0 })
  const again = await client.call('comparisons.start', wish())
  expect(await until(app.client, again.jobId)).toMatchObject({ state: 'succeeded', spentNanoUsd: 0 })
  expect(judgeCalls()).toBe(before)
  const [turned] = await client.call('comparisons.list', { runId, baseline: columns.b, part: 'dev' })
  expect(turned?.preference).toMatchObject({ wins: losses, losses: wins, ties })
})

it('keeps the hold-out hidden until it is looked at for these two', async () => {
  const { client } = app
  await expect(client.call('comparisons.start', wish({ part: 'hold-out' }))).rejects.toThrow('not looked at')
  await expect(
    client.call('reviews.next', { runId, baseline: columns.a, candidate: columns.b, part: 'all' }),
  ).rejects.toThrow('not looked at')
  expect(await client.call('comparisons.list', { runId, part: 'hold-out' })).toEqual([])
  expect((await client.call('comparisons.preview', wish({ part: 'hold-out' }))).problems).toHaveLength(1)
})

it('shows two answers blind, in an order by chance, and tells afterwards how far people, scores and judges agree', async () => {
  const { client } = app
  const pair = { runId, baseline: columns.a, candidate: columns.b, part: 'dev' as const }
  const orders = new Set<string>()
  async function reviewAll(reviewer: string): Promise<number> {
    for (let count = 0; ; count++) {
      const { item, done, total } = await client.call('reviews.next', { ...pair, reviewer })
      expect(done).toBe(count)
      if (item === null) return total
      expect(Object.keys(item).sort()).toEqual(['caseId', 'expected', 'first', 'second', 'variables'])
      orders.add(item.first)
      const choice = item.first === item.expected ? 'first' : item.second === item.expected ? 'second' : 'tie'
      await client.call('reviews.choose', { ...pair, reviewer, caseId: item.caseId, choice })
    }
  }
  const total = await reviewAll('Ann')
  expect(orders.size).toBeGreaterThan(1)
  const alone = await client.call('reviews.standing', pair)
  expect(alone.reviewers).toEqual(['Ann'])
  // Only A can say "negative", which is what those reviews are.
  expect(alone.preference).toMatchObject({ cases: total, losses: total, wins: 0, ties: 0, consistency: null })
  expect(alone.preference.sentence).toMatch(/^Indicative: You prefer A to B: 0 wins, \d+ losses, 0 ties of B/)
  expect(alone.agreements).toMatchObject([
    { kind: 'scores', pairs: total, agreed: total },
    { kind: 'judge', with: 'sandbox/large', pairs: total },
  ])
  await reviewAll('Bo')
  await client.call('reviews.undo', { ...pair, reviewer: 'Bo' })
  const both = await client.call('reviews.standing', { ...pair, baseline: columns.b, candidate: columns.a })
  expect(both.preference).toMatchObject({ cases: total, wins: total })
  expect(both.agreements.at(-1)).toMatchObject({
    with: 'Ann and Bo',
    kind: 'person',
    pairs: total - 1,
    agreed: total - 1,
  })
})
