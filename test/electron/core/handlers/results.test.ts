import { expect, test } from 'vitest'
import { resultHandlers } from '../../../../electron/core/handlers/results.ts'
import { spendHandlers } from '../../../../electron/core/handlers/spend.ts'
import { ProviderError } from '../../../../electron/core/providers/provider-error.ts'
import { type Parsed, routes } from '../../../../shared/contract/routes.ts'
import type { ResultSort } from '../../../../shared/domain/results.ts'
import { noMark } from '../../../../shared/domain/run.ts'
import { reply, usageOf } from '../../../support/engine-bench.ts'
import { openEngineBench } from '../../../support/open-engine-bench.ts'

/** Five cases on two variants, by position: 1 both right, 2 A wrong, 3 both wrong, 4 B fails, 5 both right, other words. */
async function openResults() {
  const bench = await openEngineBench({
    cases: ['one', 'two', 'three', 'four', '100% _ÜBER_'].map((text) => ({
      variables: { text },
      expected: `right ${text}`,
    })),
    assertions: [
      { scorer: 'contains', isNegated: false, value: '{{expected}}', options: {}, transforms: [], weight: 1 },
    ],
    variants: [[{ role: 'user', template: 'A {{text}}' }], [{ role: 'user', template: 'B {{text}}' }]],
  })
  bench.answerBy(({ messages }) => {
    const [variant, ...rest] = (messages[0]?.content ?? '').split(' ')
    const text = rest.join(' ')
    if (text === 'four' && variant === 'B') {
      const failure = { billing: 'rejected', isRetryable: false, retryAfterMs: null, status: 400 } as const
      throw new ProviderError('provider-refused', 'Too long.', failure)
    }
    const isWrong = text === 'three' || (text === 'two' && variant === 'A')
    const usage = usageOf(10, text.length * (variant === 'A' ? 1 : 2))
    return reply(`${isWrong ? 'wrong' : 'right'} ${text}${text.startsWith('100') ? ` says ${variant}` : ''}`, { usage })
  })
  const { run } = await bench.run()
  const handlers = resultHandlers(bench.core)
  const call = { signal: new AbortController().signal }
  const page = async (query: Partial<Parsed<'results.page'>> = {}) => {
    const input = routes['results.page'].input.parse({ runId: run.id, ...query })
    return routes['results.page'].output.parse(await handlers['results.page'](input, call))
  }
  const positions = async (query: Partial<Parsed<'results.page'>>) => {
    const { rows, matching, total } = await page(query)
    expect(total).toBe(5)
    expect(rows).toHaveLength(matching)
    return rows.map(({ evalCase }) => evalCase.position)
  }
  return { bench, run, handlers, call, page, positions }
}

test('tells of each variant what its latest run with answers says', async () => {
  const { bench, run } = await openResults()
  const [a, b] = run.spec.variantIds
  const prompts = new Set(run.columns.map(({ promptId }) => promptId))
  const figures = [...prompts].flatMap((promptId) => bench.core.store.figures.ofPrompt(promptId))
  const modelId = run.spec.modelIds[0]
  expect(figures.map(({ variantId, runId, models }) => [variantId, runId, models[0]])).toEqual([
    [a, run.id, { modelId, answered: 5, meanScore: 0.6, callNanoUsd: expect.any(Number) }],
    [b, run.id, { modelId, answered: 4, meanScore: 0.75, callNanoUsd: expect.any(Number) }],
  ])
})

test('changes only the fields of a mark that are given', async () => {
  const { run, handlers, call, page } = await openResults()
  const caseId = (await page()).rows[0]?.evalCase.id
  const [variantId] = run.spec.variantIds
  const [modelId] = run.spec.modelIds
  const mark = async (part: object) => {
    const key = { variantId, modelId, caseId, repeat: 0 }
    const input = routes['results.mark'].input.parse({ runId: run.id, key, mark: part })
    return (await handlers['results.mark'](input, call)).mark
  }
  await mark({ thumb: true })
  expect(await mark({ comment: 'Short.' })).toMatchObject({ thumb: true, comment: 'Short.' })
  expect(await mark({ thumb: null })).toEqual({ ...noMark, comment: 'Short.' })
  expect(await mark({ comment: '' })).toBeUndefined()
})

test('filters rows by what became of their cells', async () => {
  const { positions } = await openResults()
  expect(await positions({ filter: 'all' })).toEqual([1, 2, 3, 4, 5])
  expect(await positions({ filter: 'failed' })).toEqual([2, 3])
  expect(await positions({ filter: 'passed' })).toEqual([1, 5])
  expect(await positions({ filter: 'errors' })).toEqual([4])
  // Case 5 has two wordings that pass alike, which is no difference.
  expect(await positions({ filter: 'different' })).toEqual([2, 4])
})

test('searches outputs and variables, whatever the case, and takes no character for a wildcard', async () => {
  const { positions } = await openResults()
  expect(await positions({ search: 'THREE' })).toEqual([3])
  expect(await positions({ search: 'wrong' })).toEqual([2, 3])
  expect(await positions({ search: '% _über_' })).toEqual([5])
  expect(await positions({ search: 'says b' })).toEqual([5])
  expect(await positions({ search: '%' })).toEqual([5])
  expect(await positions({ search: 'wrong', filter: 'passed' })).toEqual([])
})

test('sorts by a column, with cells that have no value last in both directions', async () => {
  const { positions, run } = await openResults()
  const [, b] = run.columns
  if (!b) throw new Error('no column B')
  const column = { variantId: b.variantId, modelId: b.modelId }
  const by = (name: ResultSort['by'], isDescending: boolean) => positions({ sort: { by: name, column, isDescending } })
  expect(await by('cost', false)).toEqual([1, 2, 3, 5, 4])
  expect(await by('cost', true)).toEqual([5, 3, 1, 2, 4])
  expect(await by('score', true)).toEqual([1, 2, 5, 3, 4])
  expect(await by('position', true)).toEqual([5, 4, 3, 2, 1])
})

test('gives rows by page with their cells by column, and long outputs cut', async () => {
  const { page } = await openResults()
  const { rows, matching } = await page({ offset: 3, limit: 1, outputLimit: 50 })
  expect(matching).toBe(5)
  expect(rows).toHaveLength(1)
  const [a, b] = rows[0]?.cells ?? []
  expect(a?.[0]).toMatchObject({ state: 'answered', output: 'right four', hasPassed: true, score: 1, isCached: false })
  expect(b?.[0]).toMatchObject({ state: 'failed', output: '', error: { code: 'provider-refused' }, costNanoUsd: null })
})

test('gives one cell in full with its raw reply, and not-found for one that is not there', async () => {
  const { run, handlers, call, page } = await openResults()
  const [row] = (await page({ limit: 1 })).rows
  const cell = row?.cells[0]?.[0]
  if (!cell) throw new Error('no cell')
  const { variantId, modelId, caseId, repeat } = cell
  const key = { variantId, modelId, caseId, repeat }
  expect(await handlers['results.cell']({ runId: run.id, key }, call)).toEqual({
    ...cell,
    raw: { output: 'right one' },
  })
  const missing = async () => handlers['results.cell']({ runId: run.id, key: { ...key, repeat: 1 } }, call)
  await expect(missing()).rejects.toMatchObject({ code: 'not-found' })
})

test('sums up the columns with intervals and the front', async () => {
  const { run, handlers, call } = await openResults()
  const summary = routes['results.summary'].output.parse(await handlers['results.summary']({ runId: run.id }, call))
  expect(summary).toMatchObject([
    { cells: 5, answered: 5, failed: 0, scored: 5, passed: 3, passRate: 0.6, isOnFront: true },
    { cells: 5, answered: 4, failed: 1, scored: 4, passed: 3, passRate: 0.75, isOnFront: true },
  ])
  expect(summary[0]?.passRateInterval?.low).toBeCloseTo(0.2307, 3)
})

test('tells what was spent since midnight', async () => {
  const { bench, run, call } = await openResults()
  const today = () => spendHandlers(bench.core)['spend.today']({}, call)
  expect(await today()).toEqual({ nanoUsd: run.costNanoUsd, hasUnpriced: false, heldNanoUsd: 0 })
})
