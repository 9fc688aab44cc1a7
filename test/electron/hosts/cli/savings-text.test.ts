import { expect, it } from 'vitest'
import { savingsText } from '../../../../electron/hosts/cli/savings-text.ts'
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
  const text = savingsText({ imported: [], logs, runs: null, alerts: [], report: null, waterfall: null })
  expect(text).toContain('Usage logs: unpriced, 2 rows')
})
