import { expect, it } from 'vitest'
import { cellFigures } from '../../../../../renderer/features/runs/grid/cell-figures.ts'
import type { Cell } from '../../../../../shared/domain/run.ts'

const usage = {
  inputTokens: 505,
  cacheReadTokens: 0,
  cacheWrite5mTokens: 0,
  cacheWrite1hTokens: 0,
  outputTokens: 10,
  reasoningTokens: null,
}

/** Only what cellFigures reads. */
function cell(part: object): Cell {
  return { state: 'answered', costNanoUsd: 12_345, score: 1, usage, latencyMs: 840, attempts: 1, ...part } as Cell
}

it('begins with the cost in one small unit, at three digits, and leaves the rest to a title', () => {
  expect(cellFigures(cell({ score: 0.5 }))).toEqual({
    short: '12.3 µ$ · 0.50 · 515 tok · 840 ms',
    full: 'cost $0.0000123 · score 0.500 · 505 tokens in, 10 out · 840 ms',
  })
  const cost = (costNanoUsd: number | null) => cellFigures(cell({ costNanoUsd })).short.split(' · ')[0]
  expect([0, 400, 99_960, 1_234_567, 9_994_000, 12_345_678, null].map(cost)).toEqual([
    '$0',
    '0.400 µ$',
    '100 µ$',
    '1,230 µ$',
    '9,990 µ$',
    '$0.0123',
    'unpriced',
  ])
})

it('tells no time of an answer from the cache, and the attempts of one that took several', () => {
  expect(cellFigures(cell({ isCached: true, attempts: 2 }))).toEqual({
    short: '12.3 µ$ · 515 tok · cached',
    full: 'cost $0.0000123 · score 1.000 · 505 tokens in, 10 out · from the cache · 2 attempts',
  })
})
