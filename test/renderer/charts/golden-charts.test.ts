import path from 'node:path'
import type { EChartsOption } from 'echarts'
import { expect, it } from 'vitest'
import { chartSvgText } from '../../../renderer/charts/chart-image.ts'
import { type ChartTheme, darkChart, lightChart } from '../../../shared/charts/chart-theme.ts'
import { pairedChart, trendChart } from '../../../shared/charts/compare-charts.ts'
import { frontierOption } from '../../../shared/charts/frontier-option.ts'
import { frontierPoints } from '../../../shared/charts/frontier-points.ts'
import {
  concentrationChart,
  costByClassChart,
  latencyChart,
  scoreChart,
  spendChart,
} from '../../../shared/charts/spread-charts.ts'
import { ModelId, PromptId, RunId, VariantId } from '../../../shared/domain/ids.ts'
import type { PairedCases, RunSpread, SpendMinute, TrendRun } from '../../../shared/domain/result-charts.ts'
import type { ColumnSummary } from '../../../shared/domain/results.ts'
import { seededRandom } from '../../../shared/stats/seeded-random.ts'

const random = seededRandom('golden charts')
const whole = (max: number) => Math.floor(random() * max)
const places = ['A', 'B', 'C'].flatMap((variantLabel, index) =>
  ['openai/gpt-5.4-mini', 'anthropic/claude-haiku-4-5'].map((model) => ({
    variantId: VariantId.parse(`variant-${index}`),
    modelId: ModelId.parse(model),
    variantLabel,
  })),
)
const columns: readonly ColumnSummary[] = places.map((place, index) => {
  // The third is beaten: dearer than the second, and worse.
  const passRate = 0.6 + index * 0.06 - (index === 2 ? 0.1 : 0)
  const costPer1000NanoUsd = (index + 1) ** 2 * 100_000_000
  const interval = { low: passRate - 0.05, high: passRate + 0.05 }
  return {
    ...place,
    promptId: PromptId.parse('prompt'),
    promptName: 'Prompt',
    variantName: ['As found', 'Shorter', 'Label only'][index >> 1] ?? '',
    cells: 200,
    answered: 200,
    failed: 0,
    cached: 0,
    cut: 0,
    scored: 200,
    passed: Math.round(passRate * 200),
    passRate,
    passRateInterval: interval,
    passAllRate: passRate,
    flakyCases: 0,
    meanScore: passRate,
    meanScoreInterval: interval,
    costPer1000NanoUsd,
    costPer1000Interval: { low: costPer1000NanoUsd * 0.9, high: costPer1000NanoUsd * 1.1 },
    meanPromptTokens: 100,
    meanOutputTokens: 10,
    meanTokensInterval: null,
    latencyP50Ms: 300 + index * 80,
    latencyP50Interval: null,
    latencyP95Ms: 900 + index * 80,
    isOnFront: index !== 2,
    isSimulation: false,
  }
})
const spread: RunSpread = {
  latencyEdgesMs: Array.from({ length: 21 }, (_, index) => Math.round(10 ** (1 + index / 5))),
  columns: places.slice(0, 4).map((place, index) => ({
    ...place,
    scores: Array.from({ length: 10 }, () => whole(60)),
    latencies: Array.from({ length: 21 }, (_, bin) => (bin > 5 && bin < 13 ? whole(90) : 0)),
    costShares: Array.from({ length: 21 }, (_, share) => 1 - (1 - share / 20) ** (2 + index)),
    costByClass: {
      input: 400_000_000 * (index + 1),
      cacheRead: 50_000_000 * index,
      cacheWrite: 0,
      output: 300_000_000,
      reasoning: 100_000_000,
    },
    pricedCells: 20_000,
    isSampled: true,
  })),
}
const pairs: PairedCases = {
  ...{ cases: 60, wins: 21, losses: 12, ties: 27 },
  byTag: [{ tag: 'billing', wins: 3, losses: 2, ties: 5 }],
  points: Array.from({ length: 60 }, (_, row) => ({
    row,
    baselineScore: whole(11) / 10,
    candidateScore: whole(11) / 10,
    baselineNanoUsd: 1_000_000 + whole(1_000_000),
    candidateNanoUsd: 600_000 + whole(1_000_000),
  })),
}
const minutes: readonly SpendMinute[] = Array.from({ length: 12 }, (_, minute) => ({
  minute: new Date(Date.UTC(2026, 10, 21, 12, minute)).toISOString(),
  nanoUsd: 10_000_000 + whole(90_000_000),
  calls: 20 + whole(80),
}))
const runs: readonly TrendRun[] = [0, 1, 2, 3].map((at) => ({
  runId: RunId.parse(`run-${at}`),
  name: `Run ${at + 1}`,
  createdAt: new Date(Date.UTC(2026, 10, 1 + at * 5)).toISOString(),
  hasSameCases: at !== 1,
  columns: columns.slice(0, 2).map((column) => ({ ...column, passRate: 0.6 + at * 0.05, meanScore: 0.6 + at * 0.05 })),
}))

const names = { baseline: 'A · gpt-5.4-mini', candidate: 'B · gpt-5.4-mini' }
const chartsIn = (theme: ChartTheme): Readonly<Record<string, EChartsOption>> => ({
  frontier: frontierOption(frontierPoints(columns).points, theme, { region: { x: 0.9, leastQuality: 0.57 } }),
  classes: costByClassChart(spread, theme).option,
  concentration: concentrationChart(spread, theme).option,
  scores: scoreChart(spread, theme).option,
  latency: latencyChart(spread, theme).option,
  'pairs-score': pairedChart(pairs, 'score', names, theme).option,
  'pairs-cost': pairedChart(pairs, 'cost', names, theme).option,
  spend: spendChart(minutes, theme).option,
  'trend-score': trendChart(runs, 'score', theme).option,
  'trend-cost': trendChart(runs, 'cost', theme).option,
})
const pictures = [
  ...Object.entries(chartsIn(lightChart)),
  ...Object.entries(chartsIn(darkChart)).map(([id, option]) => [`${id}-dark`, option] as const),
]

// Look at a picture before it is taken anew (`-u`): each of these was looked at.
it.each(pictures)('draws the chart "%s" as the picture that was looked at', async (id, option) => {
  const svg = chartSvgText(option, { width: 900, height: 520 }, id).replaceAll(/zr\d+-(cls-\d+)?/g, 'zr-')
  const file = path.join(import.meta.dirname, `../../fixtures/charts/${id}.svg`)
  await expect(`${svg.replaceAll(/></g, '>\n<')}\n`).toMatchFileSnapshot(file)
})
