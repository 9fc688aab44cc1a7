import type { JsonObject } from '../../domain/json.ts'

/** One question to a judge model. It holds what was answered and what is asked of it: no names, models or costs. */
export interface JudgeQuestion {
  /** The model that the assertion names; null = the run's. */
  readonly modelId: string | null
  readonly system: string
  readonly user: string
  readonly schema: JsonObject
  readonly maxOutputTokens: number
}

export interface EmbeddingQuestion {
  /** `provider/model`. */
  readonly modelId: string
  readonly text: string
}

/** Lent by the core to scorers that need a model's opinion; every question is paid for and kept like any other call. */
export interface JudgePort {
  /**
   * @param isUsable what the judge may have said to the same question before is given only if it is
   * @returns what the judge wrote
   * @throws AppError when it cannot be asked; `budget-exceeded` and `cancelled` end the scoring, all else leaves the output unjudged
   */
  readonly ask: (question: JudgeQuestion, isUsable: (answer: string) => boolean) => Promise<string>
  /** The vector of a text by an embedding model, paid and kept alike; throws the same. */
  readonly embed: (question: EmbeddingQuestion) => Promise<readonly number[]>
}
