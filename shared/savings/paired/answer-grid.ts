/** One trial of one option on one case. */
export interface GridTrial {
  readonly output: string
  /** 0 to 1. */
  readonly score: number
  /** In any unit, the same throughout a grid. */
  readonly cost: number
  readonly latencyMs: number | null
  readonly outputTokens: number | null
  readonly finishReason: string | null
  /** Mean log-probability of the answer's tokens; null where the provider gave none. */
  readonly meanLogProbability: number | null
  /** What a judge said of it, 0 to 1; null where none was asked. */
  readonly judgeScore: number | null
  /** What asking the judge took, in the unit of `cost`; absent where that is unknown, and then no judge is asked. */
  readonly judgeCall?: { readonly cost: number; readonly latencyMs: number | null }
}

/** What one option made of one case: its trials averaged. */
export interface GridAnswer {
  readonly score: number
  readonly cost: number
  readonly latencyMs: number | null
  readonly trials: readonly GridTrial[]
}

export interface GridCase {
  readonly caseId: string
  /** Cases of the same cluster resemble each other: never in two folds, drawn together. */
  readonly cluster: string
  readonly tags: readonly string[]
  /** The case's variables by name: what a rule may look at before any model is asked. */
  readonly variables: Readonly<Record<string, string>>
  /** An embedding of the variables that a provider gave; absent = none stored. */
  readonly embedding?: ArrayLike<number>
  /** In the order of the options. */
  readonly answers: readonly GridAnswer[]
}

export interface GridOption {
  readonly id: string
  /** As a sentence names it. */
  readonly label: string
}

/** The same cases answered by each option (a variant on a model); cases that an option did not answer are left out. */
export interface AnswerGrid {
  readonly options: readonly GridOption[]
  readonly cases: readonly GridCase[]
}

/** What a policy, or one option, made of each case of a grid, in the grid's order. */
export interface Outcomes {
  readonly scores: readonly number[]
  readonly costs: readonly number[]
}

export function outcomesOfOption(grid: AnswerGrid, option: number): Outcomes {
  const answers = grid.cases.map((one) => answerOf(one, option))
  return { scores: answers.map(({ score }) => score), costs: answers.map(({ cost }) => cost) }
}

/** @throws RangeError for an option that the case does not have */
export function answerOf(one: GridCase, option: number): GridAnswer {
  const answer = one.answers[option]
  if (!answer) throw new RangeError(`Case ${one.caseId} has no answer of option ${option}.`)
  return answer
}

export function meanOf(values: readonly number[]): number {
  return values.length === 0 ? Number.NaN : values.reduce((sum, value) => sum + value, 0) / values.length
}

/** The option with the best mean score; of equal ones the cheaper. */
export function bestOption(grid: AnswerGrid): number {
  const means = grid.options.map((_, option) => {
    const { scores, costs } = outcomesOfOption(grid, option)
    return { option, score: meanOf(scores), cost: meanOf(costs) }
  })
  return means.toSorted((a, b) => b.score - a.score || a.cost - b.cost)[0]?.option ?? 0
}

/** What a rule reads of a case: its values, one below the other, by the order of their names. */
export function caseText(variables: Readonly<Record<string, string>>): string {
  return Object.keys(variables)
    .sort()
    .map((name) => variables[name] ?? '')
    .join('\n')
}
