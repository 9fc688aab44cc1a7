import type { z } from 'zod'
import type { JsonObject } from '../domain/json.ts'
import type { FindMatch } from './find-match.ts'
import type { JudgePort } from './judge/judge-port.ts'

export interface ScorerInput {
  /** After the assertion's transforms. */
  readonly output: string
  /** The assertion's value with its variables filled in; null if it has none. */
  readonly value: string | null
  /** Already parsed by the scorer's own schema. */
  readonly options: JsonObject
}

export interface ScorerContext {
  /**
   * Checks a value against a JSON Schema; lent by the core because the validator compiles code, which the renderer's
   * content policy forbids. Gives the first few messages, or none when the value is valid.
   *
   * @throws AppError `bad-input` when the schema itself is not valid
   */
  readonly validateJson: (schema: unknown, value: unknown) => readonly string[]
  /** Looks for a user's pattern, and gives up on one that takes too long; absent = in this thread, without a limit. */
  readonly findMatch?: FindMatch
  /** Asks the judge model; absent or null where there is none, as in the editor. */
  readonly judge?: JudgePort | null
}

export interface ScorerVerdict {
  /** 0 to 1; a plain check gives 0 or 1. */
  readonly score: number
  readonly hasPassed: boolean
  readonly reason: string
}

/** A plug-in that judges an output. One file in plugins/, named after its id. */
export interface Scorer {
  readonly id: string
  readonly label: string
  /** One sentence for the interface's picker. */
  readonly description: string
  /** What the assertion's value is for: the form and the command line's help are drawn from it. */
  readonly value: { readonly isRequired: boolean; readonly hint: string }
  readonly options: z.ZodType<JsonObject>
  /** Its scores are a model's opinion, which costs money and must be calibrated before it proves anything. */
  readonly needsJudge?: boolean
  /** Questions that it puts to the judge for one output, at most, without repeated ones; absent = 1. */
  readonly judgeCalls?: number
  readonly score: (input: ScorerInput, context: ScorerContext) => ScorerVerdict | Promise<ScorerVerdict>
}
