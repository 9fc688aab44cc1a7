import type { z } from 'zod'
import type { JsonObject, JsonValue } from '../domain/json.ts'
import type { LogProbability } from '../domain/log-probability.ts'
import type { NanoUsd } from '../domain/money.ts'
import type { FinishReason } from '../domain/run.ts'
import type { Assertion } from '../domain/score.ts'
import type { ToolCall, ToolDefinition } from '../domain/tool.ts'
import type { FindMatch } from './find-match.ts'
import type { JudgePort } from './judge/judge-port.ts'

/** What is known of an answer beside its text. */
export interface AnswerFacts {
  readonly costNanoUsd: NanoUsd | null
  readonly latencyMs: number | null
  readonly finishReason: FinishReason | null
  readonly toolCalls: readonly ToolCall[]
  /** Null where the model was not asked, or does not tell. */
  readonly logProbability: LogProbability | null
  /** What the model was offered. */
  readonly tools: readonly ToolDefinition[]
}

export interface ScorerInput {
  /** After the assertion's transforms. */
  readonly output: string
  /** The assertion's value with its variables filled in; null if it has none. */
  readonly value: string | null
  /** Already parsed by the scorer's own schema. */
  readonly options: JsonObject
  /** Absent or null for a text that no model gave, as in the editor. */
  readonly answer?: AnswerFacts | null
  readonly variables?: Readonly<Record<string, JsonValue>>
}

/** Readers of languages, lent by the core: their libraries are too large for the interface. */
export interface DocumentReaders {
  /** What keeps the text from being HTML; null when nothing does. */
  readonly htmlProblem: (text: string) => Promise<string | null>
  /** What keeps the text from being one XML document with these elements (`a.b` = b within a); null when nothing does. */
  readonly xmlProblem: (text: string, elements: readonly string[]) => Promise<string | null>
  /** Whether XML with these elements stands somewhere in the text. */
  readonly hasXml: (text: string, elements: readonly string[]) => Promise<boolean>
  readonly sqlProblem: (text: string, rules: SqlRules) => Promise<string | null>
  /** Loads WordNet: which words stand for the same thing as one in lower case. */
  readonly thesaurus: () => Promise<(word: string) => readonly string[]>
}

export interface SqlRules {
  readonly dialect: string
  /** `select::null::name`, patterns of node-sql-parser; null = all. */
  readonly tables: readonly string[] | null
  readonly columns: readonly string[] | null
}

/** What a set of assertions says of the output; a score of null = none of them counts. */
export interface SetVerdict {
  readonly score: number | null
  readonly hasPassed: boolean | null
  readonly reasons: readonly string[]
}

export interface ScriptQuestion {
  readonly code: string
  readonly output: string
  readonly variables: Readonly<Record<string, JsonValue>>
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
  readonly documents?: DocumentReaders
  /** Runs JavaScript of the user's in a sandbox and gives what it returned; null = the user did not allow it. */
  readonly runScript?: ((question: ScriptQuestion) => Promise<JsonValue>) | null
  /** Asks a set's own assertions about the same output; lent by scoreOutput. */
  readonly scoreSet?: (assertions: readonly Assertion[]) => Promise<SetVerdict>
}

export interface ScorerVerdict {
  /** 0 to 1; a plain check gives 0 or 1. */
  readonly score: number
  readonly hasPassed: boolean
  readonly reason: string
  /** The score of the negated assertion; absent = 1 − score. */
  readonly negatedScore?: number
  /** Whether the negated assertion passes; absent = where this one fails. */
  readonly hasNegatedPassed?: boolean
}

export type ScorerGroup = 'text' | 'json' | 'similarity' | 'documents' | 'answer' | 'tools' | 'code'

/** A plug-in that judges an output. One file in plugins/, named after its id. */
export interface Scorer {
  readonly id: string
  readonly label: string
  /** One sentence for the interface's picker. */
  readonly description: string
  /** What the assertion's value is for: the form and the command line's help are drawn from it. */
  readonly value: { readonly isRequired: boolean; readonly hint: string }
  readonly options: z.ZodType<JsonObject>
  /** Where the picker shows it; absent = with the judges. */
  readonly group?: ScorerGroup
  /** Runs code of the user's, which must be allowed first. */
  readonly runsCode?: boolean
  /** Judges by how sure the model was of its answer, which a run must ask for. */
  readonly needsLogProbabilities?: boolean
  /** Its scores are a model's opinion, which costs money and must be calibrated before it proves anything. */
  readonly needsJudge?: boolean
  /** Asks the embedding model that its option `model` names: paid for like a judge, but no opinion. */
  readonly needsEmbedder?: boolean
  /** Questions that it puts to the judge for one output, at most, without repeated ones; absent = 1. */
  readonly judgeCalls?: number
  readonly score: (input: ScorerInput, context: ScorerContext) => ScorerVerdict | Promise<ScorerVerdict>
}
