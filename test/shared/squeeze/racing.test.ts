import { describe, expect, it } from 'vitest'
import { CaseId, ModelId, VariantId } from '../../../shared/domain/ids.ts'
import { type RaceArm, raceArms, standingOf } from '../../../shared/squeeze/arms/race-arms.ts'
import type { CaseResult } from '../../../shared/squeeze/squeeze-ports.ts'
import { seededRandom } from '../../../shared/stats/seeded-random.ts'
import { decideVerdict, type VerdictSide } from '../../../shared/verdict/decide-verdict.ts'
import recorded from '../../fixtures/squeeze/bbh-answers.json'

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

const ORDERS = 200
type Style = 'direct' | 'cot'
interface Answers {
  readonly right: string
  readonly promptCharacters: number
  readonly replyCharacters: number
}
const tasks: Readonly<Record<string, Readonly<Record<Style, Answers>>>> = recorded.tasks

/** Of a call, in quarters of a character: an output token costs four input tokens, as in standingOf. */
function costOf({ promptCharacters, replyCharacters }: Answers): number {
  return promptCharacters + 4 * replyCharacters
}

function armOf(task: string, style: Style): KnownArm {
  const answers = tasks[task]?.[style]
  if (!answers) throw new Error(`There is no task ${task}.`)
  return new KnownArm(style, scoresOf(answers), costOf(answers))
}

function scoresOf({ right }: Answers): number[] {
  return [...right].map(Number)
}

function gapOf({ direct, cot }: Readonly<Record<Style, Answers>>): number {
  return mean(scoresOf(cot)) - mean(scoresOf(direct))
}

// Recorded answers of code-davinci-002 to eight tasks of BIG-Bench-Hard, as right and wrong.
describe('racing on recorded answers of a real model', () => {
  it('decides every pair 10 points apart with half of the calls of the full grid, wrong in at most 5 % of 200 orders', async () => {
    const apart = Object.entries(tasks).filter(([, styles]) => Math.abs(gapOf(styles)) >= 0.1)
    expect(apart.map(([task]) => task)).toEqual([
      'date_understanding',
      'navigate',
      'object_counting',
      'penguins_in_a_table',
      'sports_understanding',
    ])
    for (const [task, styles] of apart) {
      const cases = styles.direct.right.length
      let [wrong, calls] = [0, 0]
      for (let number = 0; number < ORDERS; number++) {
        const arms = [armOf(task, 'direct'), armOf(task, 'cot')] as const
        const order = shuffle(cases, `${task} ${number}`)
        // Two arms on all cases are the full grid; this is half of it.
        calls += (await race(arms, order, cases)).calls
        const { difference } = standingOf(arms[0], arms[1], order)
        if (Math.sign(difference ?? 0) !== Math.sign(gapOf(styles))) wrong += 1
      }
      expect(calls / ORDERS).toBeLessThanOrEqual(cases)
      expect(wrong).toBeLessThanOrEqual(0.05 * ORDERS)
    }
  })

  it('gives up the worse of two when the dearer one is the original', async () => {
    const arms = [armOf('navigate', 'cot'), armOf('navigate', 'direct')] as const
    const { standings, calls } = await race(arms, shuffle(250, 'navigate'), 250)
    expect(standings[0]?.whyDropped).toMatch(/Worse by more than 3 points/)
    expect(calls).toBeLessThan(250)
  })

  it('the verdicts say what the table of known results says: which is better, and what it costs', () => {
    const found = Object.entries(tasks).map(([task, { direct, cot }]) => {
      const verdict = decideVerdict({
        baseline: sideOf('cot', cot),
        candidate: sideOf('direct', direct),
        rule: { margin: 0.03, alpha: 0.05, criticalAssertions: [] },
        part: 'hold-out',
        look: 1,
        isSimulation: false,
        hasUncalibratedJudge: false,
        seed: task,
      })
      const points = Math.round((verdict.difference ?? 0) * 1000) / 10
      expect(verdict.costRatio).toBeCloseTo(costOf(direct) / costOf(cot), 6)
      return [task, points, verdict.kind]
    })
    expect(found).toMatchInlineSnapshot(`
      [
        [
          "causal_judgement",
          9.6,
          "not-worse-and-cheaper",
        ],
        [
          "date_understanding",
          -23.6,
          "worse",
        ],
        [
          "disambiguation_qa",
          -8.8,
          "worse",
        ],
        [
          "movie_recommendation",
          -5.6,
          "worse",
        ],
        [
          "navigate",
          -46,
          "worse",
        ],
        [
          "object_counting",
          -48,
          "worse",
        ],
        [
          "penguins_in_a_table",
          -13,
          "worse",
        ],
        [
          "sports_understanding",
          -24.8,
          "worse",
        ],
      ]
    `)
  })
})

function sideOf(label: Style, answers: Answers): VerdictSide {
  const column = { variantId: VariantId.parse(label), modelId: ModelId.parse('openai/code-davinci-002') }
  const cases = scoresOf(answers).map((score, index) => ({
    caseId: CaseId.parse(`case-${index}`),
    position: index + 1,
    cluster: `case-${index}`,
    score,
    cost: costOf(answers),
    critical: new Map<string, boolean>(),
  }))
  return { column, label, cases }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
