import { expect, it } from 'vitest'
import { candidateGroups, parentsText } from '../../../../renderer/features/squeeze/live/candidate-groups.ts'
import { looksOf } from '../../../../renderer/features/squeeze/looks-of.ts'
import { editStep } from '../../../../renderer/features/squeeze/result/edit-step.ts'
import { finalistsOf } from '../../../../renderer/features/squeeze/result/finalists.ts'
import { ModelId, VariantId } from '../../../../shared/domain/ids.ts'
import { type SqueezeSnapshot, SqueezeSpec } from '../../../../shared/domain/squeeze.ts'
import { squeezeArm as arm } from '../../../support/squeeze-arm.ts'

type Verdict = NonNullable<SqueezeSnapshot['verdict']>

const spec = SqueezeSpec.parse({
  variantId: VariantId.parse('00000000-0000-4000-8000-000000000001'),
  mode: 'medium',
  modelId: ModelId.parse('sandbox/large'),
  rewriterId: ModelId.parse('sandbox/large'),
  budgetNanoUsd: 1,
})
const original = arm('original', [0.8, 1])
const none = { spec, bestArmId: null, winnerVariantId: null, verdict: null, confirmations: [] }
// Only what these functions read.
const snapshot = (part: object) => ({ ...none, ...part }) as unknown as SqueezeSnapshot
const look = (armId: string) => ({ armId, verdict: { kind: 'cheaper-undecided' } as Verdict })

it('names the ends of the front, the winner first, and leaves out what is worse than the margin allows or was given up', () => {
  const arms = [
    original,
    arm('cheap', [0.79, 0.4]),
    arm('middle', [0.8, 0.6]),
    arm('good', [0.9, 0.9]),
    arm('poor', [0.5, 0.2]),
    arm('screened', [1, 0.1], { isAlive: false, n: 8 }),
  ]
  const found = finalistsOf(
    snapshot({ arms, bestArmId: 'good', winnerVariantId: 'x', confirmations: [look('good'), look('cheap')] }),
  )
  expect(found.map(({ arm: { id }, roles, verdict, isWinner }) => [id, roles, verdict !== null, isWinner])).toEqual([
    ['good', ['best'], true, true],
    ['cheap', ['knee', 'cheapest'], true, false],
  ])
  expect(found.map(({ number }) => number)).toEqual([3, 1])
})

it('shows the ends of the front also where nothing was confirmed, and none where nothing is better', () => {
  const found = finalistsOf(snapshot({ arms: [original, arm('cheap', [0.8, 0.4])] }))
  expect(found.map(({ arm: { id }, roles, verdict }) => [id, roles, verdict])).toEqual([
    ['cheap', ['knee', 'cheapest', 'best'], null],
  ])
  expect(finalistsOf(snapshot({ arms: [original, arm('dear', [0.8, 1.2])] }))).toEqual([])
})

it('takes the verdict of a squeeze that confirmed one candidate for that candidate’s look', () => {
  const { verdict } = look('a')
  expect(looksOf({ confirmations: [], verdict, bestArmId: 'a' })).toEqual([look('a')])
  expect(looksOf({ confirmations: [look('b')], verdict, bestArmId: 'a' })).toEqual([look('b')])
  expect(looksOf({ confirmations: [], verdict, bestArmId: null })).toEqual([])
})

it('lists an optimization’s pool from the cheapest on and who was given up apart; a squeeze’s candidates in their order', () => {
  const arms = [
    original,
    arm('1', [0.8, 0.9]),
    arm('2', [0.1, 0.3], { isAlive: false, n: 8 }),
    arm('3', [0.8, 0.5]),
    arm('4', [0.2, 0.3], { isAlive: false, n: 8 }),
  ]
  const ids = (rows: ReturnType<typeof candidateGroups>['main']) => rows.map(({ arm: { id }, number }) => [id, number])
  const { main, givenUp } = candidateGroups({ arms, spec, bestArmId: null })
  expect(ids(main)).toEqual([
    ['original', 0],
    ['3', 3],
    ['1', 1],
  ])
  expect(ids(givenUp)).toEqual([
    ['4', 4],
    ['2', 2],
  ])
  expect(candidateGroups({ arms, spec: { ...spec, mode: 'standard' }, bestArmId: null }).main).toHaveLength(5)
})

it('says whom a candidate was made of', () => {
  const merged = arm('c', [0.8, 0.5], { parentIds: ['original', 'b'] })
  expect(parentsText(merged, [original, arm('a', [0, 1]), arm('b', [0, 1]), merged])).toBe('from the original and 2')
  expect(parentsText(original, [original])).toBe(null)
})

it('goes back to the step that brought an edit, and says what changed with it', () => {
  const first = arm('first', [0.7, 0.5], { editIds: ['a', 'b'] })
  const second = arm('second', [0.85, 0.4], { editIds: ['a', 'b', 'c'], parentIds: ['first'] })
  const arms = [original, first, second]
  expect(editStep('c', second, arms)).toEqual({
    number: 2,
    parentNumber: 1,
    companions: 0,
    difference: expect.closeTo(0.15),
    costRatio: expect.closeTo(0.8),
    cases: 40,
  })
  expect(editStep('a', second, arms)).toMatchObject({ number: 1, parentNumber: 0, companions: 1 })
  expect(editStep('z', second, arms)).toBe(null)
})

it('follows the parent of two that has the edit, and compares only what answered the same number of cases', () => {
  const left = arm('left', [0.7, 0.5], { editIds: ['a'] })
  const right = arm('right', [0.7, 0.5], { editIds: ['b'], n: 20 })
  const merged = arm('merged', [0.8, 0.4], { editIds: ['a', 'b', 'c'], parentIds: ['left', 'right'] })
  const arms = [original, left, right, merged]
  expect(editStep('b', merged, arms)).toMatchObject({ number: 2, parentNumber: 0, difference: null, costRatio: null })
  expect(editStep('c', merged, arms)).toMatchObject({ number: 3, parentNumber: 1 })
})
