import { expect, it } from 'vitest'
import { savingsText } from '../../../../electron/hosts/cli/savings-text.ts'
import { SavingsReport } from '../../../../shared/domain/savings.ts'
import { SpendBreakdown } from '../../../../shared/domain/spend-breakdown.ts'

it('says of a log without a price that it is unpriced, not that it cost nothing', () => {
  const tokens = {
    inputTokens: 10,
    cacheReadTokens: 0,
    cacheWrite5mTokens: 0,
    cacheWrite1hTokens: 0,
    outputTokens: 1,
    reasoningTokens: 0,
  }
  const logs = SpendBreakdown.parse({
    total: { rows: 2, calls: 2, nanoUsd: 0, unpricedRows: 2, estimatedRows: 0, errorRows: 0, tokens },
    firstAtMs: null,
    lastAtMs: null,
    undatedRows: 2,
    byModel: [],
    byTag: [],
    byClass: [],
    unsplitNanoUsd: 0,
    unit: 'day',
    overTime: [],
    cost: null,
    promptTokens: null,
    outputTokens: null,
    outliers: [],
    worstCase: [],
    isSimulation: false,
  })
  const text = savingsText({
    imported: [],
    logs,
    runs: null,
    segments: null,
    buckets: null,
    alerts: [],
    report: null,
    waterfall: null,
  })
  expect(text).toContain('Usage logs: unpriced, 2 rows')
})

it('names what told cases apart, for the levers that go by it, and whose variants can be made', () => {
  const card = (id: string, label: string) => ({
    id,
    label,
    effort: 'day',
    family: null,
    isTaken: false,
    finding: { kind: 'no-data', missing: 'Nothing.', remedy: 'Run it.', actions: [] },
  })
  const effort = card('effort', 'Lower effort')
  const action = {
    kind: 'make-variants',
    label: 'Make variants by effort…',
    promptId: 'prompt',
    evalSetId: 'set',
    variantId: 'v',
    modelId: 'lab/one',
    versions: { of: 'efforts', efforts: ['low'] },
  }
  const report = SavingsReport.parse({
    run: { id: 'run', name: 'Run', createdAt: '', promptId: 'prompt', evalSetId: 'set' },
    columns: [],
    baseline: { variantId: 'v', modelId: 'lab/one' },
    cases: 2,
    totalCases: 2,
    callsPerDay: 10,
    arrivals: 'steady',
    arrivalsText: '',
    embedding: { modelId: 'lab/embed', text: 'Cases are told apart by embeddings of lab/embed.' },
    todayNanoUsd: null,
    levers: [
      card('routing', 'Routing'),
      card('batch', 'Batch'),
      card('semantic-cache', 'Semantic cache'),
      { ...effort, finding: { ...effort.finding, actions: [action] } },
    ],
    advice: [],
  })
  const text = savingsText({
    imported: [],
    logs: null,
    runs: null,
    segments: null,
    buckets: null,
    alerts: [],
    report,
    waterfall: null,
  })
  expect(text).toContain('\n  Routing, Semantic cache: Cases are told apart by embeddings of lab/embed.')
  expect(text).toContain('\n  The Savings page makes the variants that would measure: Lower effort.\n')
})
