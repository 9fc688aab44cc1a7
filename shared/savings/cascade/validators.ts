import { type AnswerGrid, answerOf, bestOption, type GridTrial } from '../paired/answer-grid.ts'
import { ridgeFit } from '../routing/ridge-fit.ts'
import { type AnswerCheck, answerCounts, formatOf, trustOf } from './answer-check.ts'

export interface Validator {
  readonly id: string
  readonly label: string
  /** As a sentence goes on after "Keeps an answer by". */
  readonly looksAt: string
  readonly fewestCases: number
  /**
   * Looks at the answers of one option, then learns from some of the cases.
   *
   * @returns null where the answers lack what it looks at
   */
  readonly prepare: (grid: AnswerGrid, option: number) => ((train: readonly number[]) => AnswerCheck) | null
  /** Where it has nothing to look at: why, and how to get it. Two full sentences. */
  readonly missing: string
}

/** Every way to tell whether an answer of a small model may be kept. */
export const validators: readonly Validator[] = [
  {
    id: 'format',
    label: 'Format',
    looksAt: 'its format: JSON with its members, a known label, or an answer that came to its end',
    fewestCases: 40,
    prepare: (grid, option) => {
      const best = bestOption(grid)
      const formats = (train: readonly number[]): AnswerCheck => ({
        kind: 'format',
        format: formatOf(firstTrials(grid, best, train)),
      })
      const all = placesOf(grid)
      const check = formats(all)
      const trusts = firstTrials(grid, option, all).map((trial) => trustOf(check, [trial]))
      // Where every answer has the format, or none has, it tells nothing.
      return new Set(trusts).size < 2 ? null : formats
    },
    missing:
      'All of the first model’s answers have the format, or none has. Ask for JSON or a label to have one that can be broken.',
  },
  {
    id: 'agreement',
    label: 'Agreement of trials',
    looksAt: 'whether its other trials say the same (they are paid for)',
    fewestCases: 40,
    prepare: (grid, option) => {
      const trials = Math.min(...grid.cases.map((one) => answerOf(one, option).trials.length))
      return trials < 2 ? null : () => ({ kind: 'agreement', trials })
    },
    missing: 'Each case was answered once. Run with 2 or more repeats, at a temperature above 0.',
  },
  {
    id: 'log-probability',
    label: 'Log-probability',
    looksAt: 'the mean log-probability of its tokens',
    fewestCases: 40,
    prepare: (grid, option) =>
      hasAll(grid, option, { kind: 'log-probability' }) ? () => ({ kind: 'log-probability' }) : null,
    missing:
      'Not every answer of the first model came with log-probabilities, or nothing else gives the score. Attach a perplexity assertion of weight 0, which asks for them, beside one that weighs, and run on a model that tells them.',
  },
  {
    id: 'judge',
    label: 'Judge',
    looksAt: 'what the judge said of it',
    fewestCases: 40,
    prepare: (grid, option) =>
      hasAll(grid, option, { kind: 'judge' }) &&
      firstTrials(grid, option, placesOf(grid)).every(({ judgeCall }) => judgeCall)
        ? () => ({ kind: 'judge' })
        : null,
    missing:
      'There is no judge’s word on every answer beside another score, with what it costs. Attach a judge (model-graded) assertion beside one that is not, and run again with a priced judge.',
  },
  {
    id: 'counts',
    label: 'Counts in the answer',
    looksAt: 'its length, numbers, lines, sentences and words of doubt, weighted',
    fewestCases: 100,
    prepare: (grid, option) => (train) => {
      const trials = firstTrials(grid, option, train)
      const fit = ridgeFit(
        trials.map(({ output }) => answerCounts(output)),
        trials.map(({ score }) => score),
      )
      return { kind: 'counts', ...fit }
    },
    missing: 'It is learnt from 100 cases or more. Run more cases.',
  },
]

function firstTrials(grid: AnswerGrid, option: number, members: readonly number[]): readonly GridTrial[] {
  return members.flatMap((index) => grid.cases[index]?.answers[option]?.trials.slice(0, 1) ?? [])
}

function placesOf({ cases }: AnswerGrid): readonly number[] {
  return cases.map((_, index) => index)
}

function hasAll(grid: AnswerGrid, option: number, check: AnswerCheck): boolean {
  return grid.cases.every((one) => trustOf(check, answerOf(one, option).trials) !== null)
}
