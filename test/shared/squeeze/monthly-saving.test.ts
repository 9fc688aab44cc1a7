import { expect, test } from 'vitest'
import type { SqueezeSnapshot } from '../../../shared/domain/squeeze.ts'
import { monthlySaving, monthlySavingText, type SqueezeChoice } from '../../../shared/squeeze/monthly-saving.ts'
import { squeezeArm } from '../../support/squeeze-arm.ts'
import { testModel } from '../../support/test-model.ts'

/** $2 for 1,000 calls of the original; a month of 1,000 calls a day has 30,437.5. */
const arms = [squeezeArm('original', [0.8, 1], { costPer1000NanoUsd: 2_000_000_000 }), squeezeArm('short', [0.8, 0.75])]
const measured = { arms, verdict: null, bestArmId: 'short', confirmations: [] }
const choice: SqueezeChoice = { armId: 'short', promptTokens: 900, savedTokens: 100 }

function saved(changes: Partial<SqueezeChoice> = {}, squeeze: object = measured, model = testModel()) {
  // Only the fields that it reads.
  return monthlySaving(squeeze as SqueezeSnapshot, { ...choice, ...changes }, { model, callsPerDay: 1000 })
}

test('a measured candidate saves by what its answers cost, on the hold-out where that was looked at', () => {
  expect(saved()).toMatchObject({ nanoUsd: 15_218_750_000, basis: 'measured' })
  const verdict = { costRatio: 0.5 }
  expect(saved({}, { ...measured, verdict })?.nanoUsd).toBe(30_437_500_000)
  const confirmations = [{ armId: 'short', verdict: { costRatio: 1.5 } }]
  expect(saved({}, { ...measured, verdict, confirmations })?.nanoUsd).toBe(-30_437_500_000)
})

test('a choice that no case was asked about saves by its tokens at the input price', () => {
  expect(saved({ armId: null })).toMatchObject({ nanoUsd: 3_043_750_000, basis: 'input' })
  expect(saved({ armId: null, savedTokens: -100 })?.nanoUsd).toBe(-3_043_750_000)
  expect(saved({}, { ...measured, arms: [] })?.basis).toBe('input')
})

test('without a price nothing is told of an unmeasured choice', () => {
  expect(saved({ armId: null }, measured, testModel({ price: null }))).toBeNull()
})

test('says the month in one sentence, and whether it is more or less', () => {
  const texts = [saved(), saved({ armId: null, savedTokens: -100 })].map((one) => one && monthlySavingText(one))
  expect(texts).toEqual([
    '≈ $15.2 less per month at 1,000 calls a day, as measured on the cases',
    '≈ $3.04 more per month at 1,000 calls a day, by the input price alone',
  ])
})
