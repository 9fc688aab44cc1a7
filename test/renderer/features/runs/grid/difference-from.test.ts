import { expect, it } from 'vitest'
import { differenceFrom } from '../../../../../renderer/features/runs/grid/difference-from.ts'
import type { ColumnSummary } from '../../../../../shared/domain/results.ts'

/** Only what differenceFrom reads. */
function column(passRate: number | null, costPer1000NanoUsd: number | null): ColumnSummary {
  return { passRate, costPer1000NanoUsd } as ColumnSummary
}

it('gives the observed differences with their sign', () => {
  expect(differenceFrom(column(0.8, 1000), column(0.775, 600))).toEqual({
    quality: '−2.5 points',
    cost: { text: '−40.0 %', tone: 'good' },
  })
})

it('says nothing where one side is unknown', () => {
  expect(differenceFrom(column(null, null), column(0.5, 10))).toEqual({ quality: null, cost: null })
})

it('calls equal costs neither better nor worse', () => {
  expect(differenceFrom(column(1, 1000), column(1, 1000))).toEqual({
    quality: '± 0.0 points',
    cost: { text: '± 0.0 %', tone: 'neutral' },
  })
})
