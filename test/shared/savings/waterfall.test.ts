import { describe, expect, test } from 'vitest'
import { allSteps } from '../../../shared/all-steps.ts'
import type { WaterfallOrder } from '../../../shared/domain/savings.ts'
import type { LeverOffer } from '../../../shared/savings/levers/lever.ts'
import { measureLever } from '../../../shared/savings/levers/measure-lever.ts'
import { moveCalls, type PlannedCall, todaysCalls } from '../../../shared/savings/planned-call.ts'
import { shapleyShares } from '../../../shared/savings/shapley-shares.ts'
import { type WaterfallLever, waterfall } from '../../../shared/savings/waterfall.ts'
import { seededRandom } from '../../../shared/stats/seeded-random.ts'
import { must } from '../../support/must.ts'
import { savingsWorld } from '../../support/savings-world.ts'

const OPUS = 'anthropic/claude-opus-5-5'
const HAIKU = 'anthropic/claude-haiku-5-5'

function world(seed: number) {
  const random = seededRandom(seed)
  const answer = (prompt: number, output: number) => () => ({
    input: prompt + Math.floor(random() * 300),
    output: output + Math.floor(random() * 90),
  })
  return savingsWorld({
    cases: 12,
    callsPerDay: Math.floor(random() * 50_000) + 7,
    columns: [
      { variant: 'A', model: OPUS, tokens: { markedPrefix: 1400, prompt: 1700 }, answer: answer(1500, 200) },
      { variant: 'A', model: HAIKU, tokens: { markedPrefix: 1400, prompt: 1700 }, answer: answer(1500, 260) },
      { variant: 'B', model: OPUS, tokens: { markedPrefix: 400, prompt: 700 }, answer: answer(500, 240) },
    ],
  })
}

function leversOf(input: ReturnType<typeof world>): readonly WaterfallLever[] {
  const lifetime = must(input.columns[0]?.cacheRule?.lifetimes[0])
  const changes: Readonly<Record<string, LeverOffer['change']>> = {
    model: (calls) => moveCalls(input, calls, { from: 0, to: 1 }),
    prompt: (calls) => moveCalls(input, calls, { from: 0, to: 2 }),
    caching: (calls) => calls.map((call) => ({ ...call, caching: { prefix: 'marked', lifetime } })),
    batch: (calls) =>
      calls.flatMap((call): PlannedCall[] => [
        { ...call, share: call.share * 0.7 },
        { ...call, share: call.share * 0.3, service: 'batch' },
      ]),
    cache: (calls) => calls.map((call) => ({ ...call, share: call.share * 0.63 })),
  }
  return Object.entries(changes).map(([id, change]) => ({
    id,
    label: id,
    family: null,
    offer: {
      kind: 'offer',
      choice: id,
      change,
      quality: { kind: 'unchanged', sentence: '' },
      method: '',
      notes: [],
      evidence: { runIds: [], cases: 0 },
      curves: [],
      actions: [],
    },
  }))
}

describe('the waterfall', () => {
  const orders: readonly WaterfallOrder[] = ['chosen', 'best', 'shapley']
  test.each(orders)('adds up to the difference exactly, in whole nano-dollars, in the order "%s"', (order) => {
    for (let seed = 1; seed <= 25; seed++) {
      const input = world(seed)
      const random = seededRandom(`order ${seed}`)
      const levers = leversOf(input).toSorted(() => random() - 0.5)
      const result = must(allSteps(waterfall(input, todaysCalls(input), { levers, order })))
      const saved = result.steps.map(({ savedNanoUsd }) => savedNanoUsd)
      expect(saved.every(Number.isInteger)).toBe(true)
      expect(saved.reduce((sum, one) => sum + one, 0)).toBe(result.todayNanoUsd - result.restNanoUsd)
      expect(result.steps.at(-1)?.afterNanoUsd).toBe(result.restNanoUsd)
    }
  })

  test('counts what two levers both save once', () => {
    const input = world(3)
    const today = todaysCalls(input)
    const levers = leversOf(input).filter(({ id }) => id === 'model' || id === 'cache')
    const alone = levers.map(({ offer }) => must(measureLever(input, today, offer)).savedNanoUsd)
    const { todayNanoUsd, restNanoUsd } = must(allSteps(waterfall(input, today, { levers, order: 'chosen' })))
    expect(todayNanoUsd - restNanoUsd).toBeLessThan(alone.reduce((sum, one) => sum + one, 0))
  })

  test('ends at the same rest in whatever order levers are chosen that only scale', () => {
    const input = world(5)
    const levers = leversOf(input).filter(({ id }) => id === 'batch' || id === 'cache')
    const restOf = (list: readonly WaterfallLever[]) =>
      must(allSteps(waterfall(input, todaysCalls(input), { levers: list, order: 'chosen' }))).restNanoUsd
    expect(Math.abs(restOf(levers) - restOf(levers.toReversed()))).toBeLessThanOrEqual(1)
  })

  test('takes one lever of a family and says why the other is left out', () => {
    const input = world(4)
    const [model, prompt] = leversOf(input)
    const levers = [must(model), must(prompt)].map((lever) => ({ ...lever, family: 'which-model' }))
    const result = must(allSteps(waterfall(input, todaysCalls(input), { levers, order: 'chosen' })))
    expect(result.leftOut).toEqual([{ leverId: 'prompt', reason: 'model is taken in its place.' }])
  })

  test('says nothing where a call is unpriced', () => {
    const input = savingsWorld({
      cases: 2,
      columns: [{ variant: 'A', model: 'recorded/unknown', answer: () => ({ input: 10, output: 10 }) }],
    })
    expect(allSteps(waterfall(input, todaysCalls(input), { levers: [], order: 'best' }))).toBeNull()
  })
})

test('a call that no run answered is reckoned from the ratio of the measured pair, and said to be so', () => {
  const input = world(6)
  const levers = leversOf(input).filter(({ id }) => id === 'model' || id === 'prompt')
  const result = must(allSteps(waterfall(input, todaysCalls(input), { levers, order: 'chosen' })))
  expect(result.inferredRatio).toBe(1)
})

test('a compression below the cache’s minimum costs money, as L′ < L · m says', () => {
  const price = { cases: 4, callsPerDay: 100_000 }
  const column = (variant: string, tokens: number) => ({
    variant,
    model: OPUS,
    parameters: { cache: 'prefix' as const },
    tokens: { markedPrefix: tokens, prompt: tokens + 20 },
    answer: () => ({ input: tokens + 20, output: 10 }),
  })
  const input = savingsWorld({ ...price, columns: [column('A', 1500), column('B', 500)] })
  const change: LeverOffer['change'] = (calls) => moveCalls(input, calls, { from: 0, to: 1 })
  expect(must(measureLever(input, todaysCalls(input), { change })).savedNanoUsd).toBeLessThan(0)
})

describe('Shapley’s shares', () => {
  test('are the mean of each player’s part over every order', () => {
    const random = seededRandom('game')
    const worths = Array.from({ length: 16 }, (_, mask) => (mask === 0 ? 0 : Math.floor(random() * 1000)))
    const worth = (members: readonly number[]) => worths[members.reduce((mask, each) => mask | (1 << each), 0)] ?? 0
    const sums = [0, 0, 0, 0]
    for (const order of permutations([0, 1, 2, 3]))
      for (const [at, player] of order.entries())
        sums[player] = (sums[player] ?? 0) + worth(order.slice(0, at + 1)) - worth(order.slice(0, at))
    const shares = allSteps(shapleyShares(4, { worth, sampled: null }))
    for (const [player, share] of shares.entries()) expect(Math.abs(share - (sums[player] ?? 0) / 24)).toBeLessThan(1)
  })

  test('drawn from orders still add up exactly, and come near the exact ones', () => {
    const worth = (members: readonly number[]) => members.reduce((sum, each) => sum + (each + 1) * 1000, 0)
    const shares = allSteps(shapleyShares(10, { worth, sampled: { orders: 50, random: seededRandom(1) } }))
    expect(shares).toEqual(Array.from({ length: 10 }, (_, player) => (player + 1) * 1000))
  })
})

function permutations(list: readonly number[]): number[][] {
  if (list.length === 0) return [[]]
  return list.flatMap((each, at) =>
    permutations([...list.slice(0, at), ...list.slice(at + 1)]).map((rest) => [each, ...rest]),
  )
}
