import type { AnswerGrid, GridCase } from '../../shared/savings/paired/answer-grid.ts'
import { seededRandom } from '../../shared/stats/seeded-random.ts'

export interface GridPlan {
  readonly seed: string
  readonly cases: number
  /** By option, cheapest first: its cost, and how often it is right on easy and on hard cases. */
  readonly options: readonly { readonly cost: number; readonly easy: number; readonly hard: number }[]
  readonly trials?: number
  /** Whether tag and text tell easy from hard. */
  readonly isTold?: boolean
}

/** A grid of made-up answers: half of the cases are hard, and whether that shows is the plan's choice. */
export function madeGrid({ seed, cases, options, trials = 1, isTold = false }: GridPlan): AnswerGrid {
  const random = seededRandom(seed)
  const made = Array.from({ length: cases }, (_, index): GridCase => {
    const isHard = random() < 0.5
    const isShown = isTold ? isHard : random() < 0.5
    return {
      caseId: `case-${index}`,
      cluster: `cluster-${Math.floor(index / 2)}`,
      tags: [isShown ? 'contract' : 'chat'],
      variables: {
        text: isShown
          ? `Calculate why clause ${index} of the contract, 12 pages long, binds both parties; compare it with 3.4 and explain.`
          : `Hello number ${index}, thanks`,
      },
      answers: options.map(({ cost, easy, hard }) => {
        const read = Array.from({ length: trials }, () => {
          const isRight = random() < (isHard ? hard : easy)
          return {
            output: isRight ? 'yes' : `no, but perhaps ${Math.floor(random() * 1000)}`,
            score: isRight ? 1 : 0,
            cost,
            latencyMs: 100 * cost,
            outputTokens: 3,
            finishReason: 'stop',
            meanLogProbability: null,
            judgeScore: null,
          }
        })
        return {
          score: read.reduce((sum, one) => sum + one.score, 0) / trials,
          cost,
          latencyMs: 100 * cost,
          trials: read,
        }
      }),
    }
  })
  return { options: options.map((_, option) => ({ id: `recorded/${option}`, label: `model ${option}` })), cases: made }
}
