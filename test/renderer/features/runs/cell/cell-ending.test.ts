import { expect, it } from 'vitest'
import { cellEnding, isFlaky } from '../../../../../renderer/features/runs/cell/cell-ending.ts'
import { CaseId, ModelId, VariantId } from '../../../../../shared/domain/ids.ts'
import type { Cell } from '../../../../../shared/domain/run.ts'

const cell: Cell = {
  variantId: VariantId.parse('v'),
  modelId: ModelId.parse('m/x'),
  caseId: CaseId.parse('c'),
  repeat: 0,
  state: 'answered',
  output: 'yes',
  finishReason: 'stop',
  usage: null,
  costNanoUsd: null,
  latencyMs: null,
  firstTokenMs: null,
  isCached: false,
  service: null,
  attempts: 1,
  score: null,
  hasPassed: null,
  assertions: [],
  error: null,
  mayHaveBeenBilled: false,
  answeredBy: null,
}

it('gives each unfinished answer its own word, and none to a whole one', () => {
  const reasons = ['stop', 'length', 'refusal', 'content-filter', 'stopped-early', 'unknown'] as const
  expect(reasons.map((finishReason) => cellEnding({ ...cell, finishReason }))).toEqual([
    null,
    'cut at its limit',
    'refused',
    'filtered',
    'stopped early',
    null,
  ])
  expect(cellEnding({ ...cell, state: 'failed', finishReason: null })).toBe('partial')
  expect(cellEnding({ ...cell, state: 'failed', finishReason: null, output: '' })).toBeNull()
})

it('calls trials flaky that disagree in their verdict, and only without verdicts by their text', () => {
  const passed: Cell = { ...cell, hasPassed: true }
  expect(isFlaky([passed, { ...passed, hasPassed: false }])).toBe(true)
  expect(isFlaky([passed, { ...passed, output: 'Yes.' }])).toBe(false)
  expect(isFlaky([cell, { ...cell, output: 'no' }])).toBe(true)
  expect(isFlaky([cell, { ...cell, output: ' yes\n' }])).toBe(false)
  expect(isFlaky([cell, { ...cell, state: 'failed', output: '' }])).toBe(false)
})
