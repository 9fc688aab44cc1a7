import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { darkChart, lightChart } from '../../../shared/charts/chart-theme.ts'
import { frontierOption } from '../../../shared/charts/frontier-option.ts'
import { frontierPoints } from '../../../shared/charts/frontier-points.ts'
import { ModelId, PromptId, VariantId } from '../../../shared/domain/ids.ts'
import type { ColumnSummary } from '../../../shared/domain/results.ts'
import { VARIANT_SLOTS } from '../../../shared/domain/variant-slot.ts'

function column(change: Partial<ColumnSummary>): ColumnSummary {
  return {
    variantId: VariantId.parse('variant-a'),
    modelId: ModelId.parse('openai/gpt-5.4-mini'),
    promptId: PromptId.parse('prompt'),
    promptName: 'Prompt',
    variantLabel: 'A',
    variantName: 'As found',
    cells: 100,
    answered: 100,
    failed: 0,
    cached: 0,
    scored: 100,
    passed: 80,
    passRate: 0.8,
    passRateInterval: { low: 0.71, high: 0.87 },
    passAllRate: 0.8,
    flakyCases: 0,
    meanScore: 0.8,
    meanScoreInterval: { low: 0.71, high: 0.87 },
    costPer1000NanoUsd: 2_000_000_000,
    costPer1000Interval: { low: 1_900_000_000, high: 2_100_000_000 },
    meanPromptTokens: 100,
    meanOutputTokens: 10,
    latencyP50Ms: 100,
    latencyP95Ms: 200,
    isOnFront: true,
    isSimulation: false,
    ...change,
  }
}

/** The parts of an option that the tests read; echarts' own type allows far more shapes. */
interface Drawn {
  readonly xAxis: { readonly type: string; readonly min: number; readonly max: number; readonly name: string }
  readonly yAxis: { readonly min: number; readonly name: string }
  readonly series: readonly { readonly data: readonly unknown[] }[]
}

function draw(columns: readonly ColumnSummary[]): Drawn {
  return frontierOption(frontierPoints(columns).points, lightChart) as unknown as Drawn
}

describe('frontierOption', () => {
  it('starts a linear cost axis at zero and leaves room beyond the dearest point', () => {
    const { xAxis } = draw([column({}), column({ costPer1000NanoUsd: 4_000_000_000, costPer1000Interval: null })])
    expect(xAxis).toMatchObject({ type: 'value', min: 0, max: 4.5, name: '$ per 1,000 calls' })
  })

  it('says so when costs far apart need a logarithmic axis, with round bounds', () => {
    const { xAxis } = draw([column({}), column({ costPer1000NanoUsd: 300_000_000_000, costPer1000Interval: null })])
    expect(xAxis).toMatchObject({ type: 'log', min: 1, max: 500, name: '$ per 1,000 calls (logarithmic)' })
  })

  it('says where a quality axis starts that does not start at zero', () => {
    expect(draw([column({})]).yAxis).toMatchObject({ min: 0.6, name: 'cases passed (axis starts at 60 %)' })
  })

  it('calls the quality a mean score where partial scores make it differ from the pass rate', () => {
    expect(draw([column({ meanScore: 0.9 })]).yAxis.name).toContain('mean score')
  })

  it('draws the front from the cheapest point on and level to the edge', () => {
    const cheap = column({ costPer1000NanoUsd: 1_000_000_000, costPer1000Interval: null, meanScore: 0.6 })
    const beaten = column({ costPer1000NanoUsd: 3_000_000_000, costPer1000Interval: null, isOnFront: false })
    const { series, xAxis } = draw([column({}), beaten, cheap])
    expect(series[0]?.data).toEqual([
      [1, 0.6],
      [2, 0.8],
      [xAxis.max, 0.8],
    ])
  })

  it('draws without any point', () => {
    expect(draw([]).series).toHaveLength(3)
  })
})

describe('frontierPoints', () => {
  it('leaves out what has no price or score, and says which and why', () => {
    const { points, missing } = frontierPoints([
      column({ costPer1000NanoUsd: null }),
      column({ modelId: ModelId.parse('local/a'), meanScore: null, passRate: null }),
    ])
    expect(points).toEqual([])
    expect(missing).toEqual(['A As found · openai/gpt-5.4-mini: unpriced', 'A As found · local/a: nothing scored'])
  })

  it('names a point by variant and model where there are several models', () => {
    const { points } = frontierPoints([column({}), column({ modelId: ModelId.parse('local/a') })])
    expect(points.map(({ shortLabel }) => shortLabel)).toEqual(['A · gpt-5.4-mini', 'A · a'])
  })
})

describe('chart themes', () => {
  it('give every variant the colour that it has in the interface', () => {
    const css = readFileSync(path.join(import.meta.dirname, '../../../renderer/theme/tokens.css'), 'utf8')
    const [light = '', dark = ''] = css.split('[data-mantine-color-scheme="dark"]')
    const tokens = (text: string) =>
      Array.from({ length: VARIANT_SLOTS }, (_, slot) => new RegExp(`--variant-${slot + 1}: (#\\w+)`).exec(text)?.[1])
    expect(lightChart.palette).toEqual(tokens(light))
    expect(darkChart.palette).toEqual(tokens(dark))
  })
})
