import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { darkChart, lightChart } from '../../../shared/charts/chart-theme.ts'
import { kneeSentence } from '../../../shared/charts/describe-frontier.ts'
import { frontierAxes } from '../../../shared/charts/frontier-axis.ts'
import { frontierOption } from '../../../shared/charts/frontier-option.ts'
import { frontierPoints, frontierRegion } from '../../../shared/charts/frontier-points.ts'
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
    cut: 0,
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
    meanTokensInterval: { low: 108, high: 112 },
    latencyP50Ms: 100,
    latencyP50Interval: { low: 95, high: 110 },
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

  it('starts beside points that lie close together, and says where', () => {
    const near = column({ costPer1000NanoUsd: 2_500_000_000, costPer1000Interval: null })
    expect(draw([column({}), near]).xAxis).toMatchObject({ min: 1.6, max: 2.8 })
    expect(draw([column({}), near]).xAxis.name).toBe('$ per 1,000 calls (axis starts at $1.60)')
    const point = column({ costPer1000Interval: null })
    expect(draw([point, point]).xAxis.min).toBe(0)
  })

  it('says so when costs far apart need a logarithmic axis, with round bounds', () => {
    const { xAxis } = draw([column({}), column({ costPer1000NanoUsd: 300_000_000_000, costPer1000Interval: null })])
    expect(xAxis).toMatchObject({ type: 'log', min: 1, max: 500, name: '$ per 1,000 calls (logarithmic)' })
  })

  it('stays linear where a point costs nothing, which a logarithmic axis could not show', () => {
    const free = column({ costPer1000NanoUsd: 0, costPer1000Interval: null })
    const dear = column({ costPer1000NanoUsd: 300_000_000_000, costPer1000Interval: null })
    expect(draw([free, column({}), dear]).xAxis).toMatchObject({ type: 'value', min: 0 })
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

  it('dims what another point beats', () => {
    const beaten = column({ costPer1000NanoUsd: 3_000_000_000, costPer1000Interval: null })
    const { series } = draw([column({}), beaten])
    const marks = series.at(-1)?.data as readonly { readonly itemStyle: { readonly opacity: number } }[]
    expect(marks[0]?.itemStyle.opacity).toBe(1)
    expect(marks[1]?.itemStyle.opacity).toBeLessThan(0.5)
  })

  it('rings and names the knee, where the front bends', () => {
    const at = (usd: number, meanScore: number, variantLabel: string) =>
      column({ costPer1000NanoUsd: usd * 1e9, costPer1000Interval: null, meanScore, variantLabel, variantName: '' })
    const three = [at(1, 0.5, 'A'), at(2, 0.85, 'B'), at(8, 0.9, 'C')]
    expect(draw(three).series.map(({ data }) => data.length)).toEqual([4, 3, 1, 3])
    expect(draw(three).series[2]?.data).toEqual([[2, 0.85]])
    expect(kneeSentence(frontierPoints(three, frontierAxes.cost).points, frontierAxes.cost)).toBe(
      'The knee of the front is B: below its $2.00 quality falls fast, above it little is gained.',
    )
    expect(draw(three.slice(0, 2)).series).toHaveLength(3)
    expect(kneeSentence(frontierPoints(three.slice(0, 2), frontierAxes.cost).points, frontierAxes.cost)).toBeNull()
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

  it('holds quality against latency or tokens as well, with the front of that axis', () => {
    const slow = column({ latencyP50Ms: 900, latencyP50Interval: null, costPer1000NanoUsd: null })
    const { points, missing } = frontierPoints([slow, column({})], frontierAxes.latency)
    expect(missing).toEqual([])
    expect(points.map(({ x, xLow, xHigh, isOnFront }) => [x, xLow, xHigh, isOnFront])).toEqual([
      [900, 900, 900, false],
      [100, 95, 110, true],
    ])
    expect(frontierPoints([column({})], frontierAxes.tokens).points[0]).toMatchObject({ x: 110, xLow: 108, xHigh: 112 })
  })

  it('says what an axis has no figure of', () => {
    const { missing } = frontierPoints([column({ meanOutputTokens: null })], frontierAxes.tokens)
    expect(missing).toEqual(['A As found: no usage reported'])
  })

  it('names a point by variant and model where there are several models', () => {
    const { points } = frontierPoints([column({}), column({ modelId: ModelId.parse('local/a') })])
    expect(points.map(({ shortLabel }) => shortLabel)).toEqual(['A · gpt-5.4-mini', 'A · a'])
  })
})

describe('frontierRegion', () => {
  it('reaches from the baseline down by the margin, and is none without baseline, margin or company', () => {
    const baseline = { variantId: VariantId.parse('variant-a'), modelId: ModelId.parse('openai/gpt-5.4-mini') }
    const { points } = frontierPoints([column({}), column({ modelId: ModelId.parse('local/a') })])
    const region = frontierRegion(points, { baseline, margin: 0.03 })
    expect(region?.x).toBe(2)
    expect(region?.leastQuality).toBeCloseTo(0.77, 12)
    expect(frontierRegion(points, { baseline, margin: null })).toBeNull()
    expect(frontierRegion(points, { baseline: undefined, margin: 0.03 })).toBeNull()
    expect(frontierRegion(points.slice(0, 1), { baseline, margin: 0.03 })).toBeNull()
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
