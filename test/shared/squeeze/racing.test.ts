import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { type RaceArm, raceArms, standingOf } from '../../../shared/squeeze/race/race-arms.ts'
import type { CaseResult } from '../../../shared/squeeze/squeeze-ports.ts'
import { seededRandom } from '../../../shared/stats/seeded-random.ts'

/** Answers that are known before; the race asks for them case by case. */
class KnownArm implements RaceArm {
  readonly id: string
  readonly results = new Map<number, CaseResult | null>()
  readonly #scores: readonly number[]
  readonly #costNanoUsd: number

  constructor(id: string, scores: readonly number[], costNanoUsd: number) {
    this.id = id
    this.#scores = scores
    this.#costNanoUsd = costNanoUsd
  }

  ask(index: number): void {
    const cost = { costNanoUsd: this.#costNanoUsd, promptTokens: 1, outputTokens: 1 }
    this.results.set(index, { score: this.#scores[index] ?? 0, ...cost, output: '', critical: new Map() })
  }
}

async function race(arms: readonly [KnownArm, ...KnownArm[]], caseOrder: readonly number[], maxCalls: number) {
  const [baseline, ...others] = arms
  const standings = await raceArms({
    baseline,
    arms: others,
    caseOrder,
    maxCalls,
    margin: 0.03,
    evaluate: async (some, indexes) => {
      for (const { id } of some) for (const index of indexes) arms.find((arm) => arm.id === id)?.ask(index)
      return true
    },
    onRound: () => undefined,
  })
  return { standings, calls: arms.reduce((sum, { results }) => sum + results.size, 0) }
}

function shuffle(count: number, seed: string): number[] {
  const random = seededRandom(seed)
  return Array.from({ length: count }, (_, index) => ({ index, key: random() }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ index }) => index)
}

describe('racing', () => {
  const order = shuffle(120, 'cases')
  const right = (rate: number, seed: string) => {
    const random = seededRandom(seed)
    return Array.from({ length: 120 }, () => (random() < rate ? 1 : 0))
  }

  it('keeps the cheaper half of the arms that are as good, and says why each other one went', async () => {
    const good = right(0.9, 'good')
    const arms = [
      new KnownArm('original', good, 100),
      new KnownArm('cheap', good, 50),
      new KnownArm('cheaper and bad', right(0.3, 'bad'), 20),
      new KnownArm('less cheap', good, 80),
      new KnownArm('hardly cheaper', good, 95),
    ] as const
    const { standings, calls } = await race(arms, order, 300)
    expect(standings.filter(({ whyDropped }) => whyDropped === null).map(({ id }) => id)).toEqual([
      'cheap',
      'less cheap',
    ])
    expect(standings.find(({ id }) => id === 'cheaper and bad')?.whyDropped).not.toBe(null)
    expect(calls).toBeLessThanOrEqual(300)
  })

  it('gives up an arm that fails a critical assertion where the original passes', async () => {
    const arms = [new KnownArm('original', right(1, 'a'), 100), new KnownArm('arm', right(1, 'b'), 50)] as const
    const standings = await raceArms({
      baseline: arms[0],
      arms: [arms[1]],
      caseOrder: order,
      maxCalls: 100,
      margin: 0.03,
      evaluate: async (some, indexes) => {
        for (const arm of arms) for (const index of some.some(({ id }) => id === arm.id) ? indexes : []) arm.ask(index)
        for (const [arm, hasPassed] of [
          [arms[0], true],
          [arms[1], false],
        ] as const)
          for (const [index, result] of arm.results)
            if (result) arm.results.set(index, { ...result, critical: new Map([['no personal data', hasPassed]]) })
        return true
      },
      onRound: () => undefined,
    })
    expect(standings[0]?.whyDropped).toBe('Fails the critical assertion "no personal data" where the original passes.')
  })
})

const data = path.join(import.meta.dirname, '../../../../shared/data/bbh')
const ORDERS = 200

// The data are no part of the repository; where they lie beside it, racing must decide the real pairs.
describe.skipIf(!existsSync(data))('racing on recorded answers of a real model', () => {
  it('decides pairs 10 points apart with half of the calls of the full grid, wrong in at most 5 % of 200 orders', async () => {
    const tasks = ['sports_understanding', 'date_understanding', 'penguins_in_a_table', 'navigate', 'object_counting']
    for (const task of tasks) {
      const { direct, cot } = scoresOf(task)
      const truth = mean(cot) - mean(direct)
      expect(Math.abs(truth)).toBeGreaterThanOrEqual(0.1)
      let wrong = 0
      let calls = 0
      for (let number = 0; number < ORDERS; number++) {
        const arms = [new KnownArm('direct', direct, 1), new KnownArm('cot', cot, 3)] as const
        const order = shuffle(direct.length, `${task} ${number}`)
        const raced = await race(arms, order, direct.length)
        calls += raced.calls
        const { difference } = standingOf(arms[0], arms[1], order)
        if (Math.sign(difference ?? 0) !== Math.sign(truth)) wrong += 1
      }
      expect(calls / ORDERS).toBeLessThanOrEqual(direct.length)
      expect(wrong).toBeLessThanOrEqual(0.05 * ORDERS)
    }
  })

  it('gives up the worse of two when the dearer one is the original', async () => {
    const { direct, cot } = scoresOf('navigate')
    const arms = [new KnownArm('cot', cot, 3), new KnownArm('direct', direct, 1)] as const
    const { standings, calls } = await race(arms, shuffle(direct.length, 'navigate'), direct.length)
    expect(standings[0]?.whyDropped).toMatch(/Worse by more than 3 points/)
    expect(calls).toBeLessThan(direct.length)
  })
})

function scoresOf(task: string): { readonly direct: readonly number[]; readonly cot: readonly number[] } {
  const rows = (name: string) =>
    readFileSync(path.join(data, task, name), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, string>)
  const targets = rows('cases.jsonl').map(({ target = '' }) => target)
  const replies = rows('replies.jsonl')
  const scores = (style: string) =>
    replies.map((row, index) => (isRight(row[style] ?? '', targets[index] ?? '') ? 1 : 0))
  return { direct: scores('direct'), cot: scores('cot') }
}

function isRight(reply: string, target: string): boolean {
  const answer = /the answer is (.*)$/is.exec(reply)?.[1] ?? reply
  return answer.trim().replace(/\.$/, '') === target.trim()
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
