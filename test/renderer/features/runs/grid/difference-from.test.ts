import { expect, it } from 'vitest'
import { differenceFrom } from '../../../../../renderer/features/runs/grid/difference-from.ts'
import type { ColumnSummary } from '../../../../../shared/domain/results.ts'
import { wilsonInterval } from '../../../../../shared/stats/wilson-interval.ts'

/** Only what differenceFrom reads. */
function column(passed: number | null, costPer1000NanoUsd: number | null, rest: Partial<ColumnSummary> = {}) {
  const [low, high] = wilsonInterval(passed ?? 0, 40)
  return {
    passRate: passed === null ? null : passed / 40,
    passRateInterval: passed === null ? null : { low, high },
    costPer1000NanoUsd,
    meanPromptTokens: null,
    meanOutputTokens: null,
    latencyP50Ms: null,
    ...rest,
  } as ColumnSummary
}

it('gives the observed differences with their sign, less of a price being better', () => {
  const before = column(32, 1000, { meanPromptTokens: 90, meanOutputTokens: 10, latencyP50Ms: 200 })
  const after = column(31, 600, { meanPromptTokens: 100, meanOutputTokens: 10, latencyP50Ms: 190 })
  expect(differenceFrom(before, after)).toMatchObject({
    quality: { text: '−2.5 points', tone: 'neutral' },
    cost: { text: '−40.0 %', tone: 'good' },
    tokens: { text: '+10.0 %', tone: 'bad' },
    latency: { text: '−5.0 %', tone: 'good' },
  })
})

it('colours quality only where its interval leaves 0 out, and says the interval', () => {
  expect(differenceFrom(column(10, null), column(35, null)).quality).toMatchObject({ tone: 'good' })
  expect(differenceFrom(column(35, null), column(10, null)).quality).toMatchObject({ tone: 'bad' })
  expect(differenceFrom(column(20, null), column(22, null)).quality?.title).toMatch(
    /^95 % interval of the difference: −\d+\.\d to \+\d+\.\d points, which has 0 in it/,
  )
})

it('says nothing where one side is unknown', () => {
  const nothing = { quality: null, cost: null, tokens: null, latency: null }
  expect(differenceFrom(column(null, null), column(20, 10))).toEqual(nothing)
})

it('calls equal costs neither better nor worse', () => {
  expect(differenceFrom(column(40, 1000), column(40, 1000))).toMatchObject({
    quality: { text: '± 0.0 points', tone: 'neutral' },
    cost: { text: '± 0.0 %', tone: 'neutral' },
  })
})
