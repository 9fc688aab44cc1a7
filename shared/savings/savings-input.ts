import type { CacheRule } from '../cost/cache-rules.ts'
import type { CaseId, EvalSetId, ModelId, ProjectId, PromptId, RunId, VariantId } from '../domain/ids.ts'
import type { JsonValue } from '../domain/json.ts'
import type { Capabilities, PriceRow } from '../domain/model.ts'
import type { VariantContent, VariantOrigin } from '../domain/prompt.ts'
import type { FinishReason } from '../domain/run.ts'
import type { SavingsAssumptions } from '../domain/savings.ts'
import type { Profile } from '../domain/settings.ts'
import type { Usage } from '../domain/usage.ts'
import type { CasePart, Verdict, VerdictRule } from '../domain/verdict.ts'
import type { PartOfScore } from '../score/part-of-score.ts'
import type { AppliedRules } from './replays/own-rules.ts'

/** Everything that levers are estimated from: one recorded run, with what is known about the use of its prompt. */
export interface SavingsInput {
  readonly run: {
    readonly id: RunId
    readonly name: string
    readonly projectId: ProjectId
    readonly evalSetId: EvalSetId
    readonly repeats: number
    readonly createdAt: string
  }
  readonly columns: readonly SavingsColumn[]
  /** Place in `columns` of what is in production today. */
  readonly baselineNo: number
  readonly cases: readonly SavingsCase[]
  /** Of the run; more than `cases` in a large one, of which these are an even sample. */
  readonly totalCases: number
  /** By column, case and trial; a case that was not asked has an empty list. */
  readonly answers: readonly (readonly (readonly SavingsAnswer[])[])[]
  /** With calls per day as the user's assumptions have them. */
  readonly profile: Profile
  readonly assumptions: SavingsAssumptions
  readonly rule: VerdictRule
  /** Scores came from a judge that no sufficient human labels stand behind. */
  readonly hasUncalibratedJudge: boolean
  /** What asking the judges about one answer takes; null = no assertion asks one. */
  readonly judge: JudgeFacts | null
  /** Of the answers' scores. */
  readonly sureness: PartOfScore
  /** Of the baseline's prompt, the newest first. */
  readonly squeezes: readonly SqueezeResult[]
  /** When calls came; null = only the profile's pattern is known. */
  readonly arrivals: RecordedArrivals | null
  /** Why there are none although the user asked for them; null = nobody asked, or they are there. */
  readonly arrivalsMissing: string | null
  /** The user's rules with the cases that they answer; null = there are none. */
  readonly ownRules: AppliedRules | null
  /** What tells cases apart by resemblance. */
  readonly embedding: EmbeddingUse
}

export interface EmbeddingUse {
  /** Whose vectors the cases have; null = none: their spelling is compared. */
  readonly modelId: ModelId | null
  /** As a sentence, with why where it is not what was chosen. */
  readonly text: string
  /** What embedding an average request takes; 0 where no model is asked, null = unpriced. */
  readonly requestNanoUsd: number | null
}

export interface JudgeFacts {
  /** Null = unpriced, or the run met only what judges had said before. */
  readonly answerNanoUsd: number | null
  readonly latencyMs: number | null
  /** Nothing but judges scores the answers. */
  readonly isAlone: boolean
}

export interface RecordedArrivals {
  /** As a sentence goes on after "times of": "the 4,210 calls to gpt-5.4-mini in the usage logs". */
  readonly label: string
  /** Ascending, in ms since 1970; the newest of very many. */
  readonly timesMs: readonly number[]
  /** By call: a hash of what was asked; null where the record does not tell. */
  readonly keys: readonly (number | null)[]
}

/** A variant on a model. */
export interface SavingsColumn {
  readonly promptId: PromptId
  readonly variantId: VariantId
  readonly modelId: ModelId
  /** "B on gpt-5.4-mini". */
  readonly label: string
  /** "B". */
  readonly variantLabel: string
  readonly content: VariantContent
  readonly origin: VariantOrigin
  readonly parentId: VariantId | null
  /** As the run was billed; where it was not, the catalog's or that of the model named in `pricedAs`; null = unpriced. */
  readonly price: PriceRow | null
  readonly pricedAs: ModelId | null
  readonly isSimulation: boolean
  readonly capabilities: Capabilities | null
  readonly cacheRule: CacheRule | null
  readonly tokens: PromptTokens
  /** Which look at the hold-out this column was, against the baseline; null = not looked at: use development cases only. */
  readonly look: number | null
}

/** Tokens of an average request, by the model's own count where past calls tell it, and where they come from. */
export interface PromptTokens {
  readonly prompt: number
  /** From the beginning up to the first variable that changes between cases, with tools and schema where these stand first. */
  readonly stablePrefix: number
  /** What a request marks for the cache of a provider that must be asked; 0 where that changes with every case. */
  readonly markedPrefix: number
  /** The variable that ends the stable prefix; null = nothing changes. */
  readonly prefixEndsAt: string | null
  /** The stable prefix if variables stood later, one after the other in their order. */
  readonly ifMoved: readonly { readonly variable: string; readonly tokens: number }[]
  readonly tools: number
  readonly schema: number
  /** Few-shot examples and other parts of the messages, as the breakdown has them. */
  readonly parts: readonly PromptTokenPart[]
  /** By variable, of an average case. */
  readonly variables: readonly { readonly name: string; readonly tokens: number; readonly isFixed: boolean }[]
}

export interface PromptTokenPart {
  readonly kind: string
  readonly label: string
  readonly messageIndex: number
  readonly tokens: number
}

export interface SavingsCase {
  readonly caseId: CaseId
  /** 1, 2 … as shown in the first column. */
  readonly position: number
  readonly variables: Readonly<Record<string, JsonValue>>
  readonly expected: string | null
  readonly tags: readonly string[]
  /** Which part of the split it is in, and which cases count as one with it. */
  readonly part: Exclude<CasePart, 'all'>
  readonly cluster: string
  /** A model's vector of the variables; all cases have one of the same length, or none has. */
  readonly embedding?: ArrayLike<number>
}

export interface SavingsAnswer {
  readonly trial: number
  /** Null where the answer came without usage and its tokens were not counted. */
  readonly usage: Usage | null
  /** As billed; null = unpriced. */
  readonly costNanoUsd: number | null
  readonly latencyMs: number | null
  readonly firstTokenMs: number | null
  readonly score: number | null
  readonly hasPassed: boolean | null
  readonly isUnjudged: boolean
  /** Cut after 20,000 characters. */
  readonly output: string
  readonly outputCharacters: number
  readonly finishReason: FinishReason | null
  readonly toolNames: readonly string[]
  /** How sure the model was, as the mean of its tokens' natural logarithms; null where a run did not ask, or the model does not tell. */
  readonly meanLogProbability: number | null
  /** Mean of what judges said of it, 0 to 1; null where none was asked, or one gave no word. */
  readonly judgeScore: number | null
  readonly answeredAtMs: number | null
}

/** What a squeeze or an optimization came to. */
export interface SqueezeResult {
  readonly variantId: VariantId
  readonly winnerVariantId: VariantId | null
  readonly modelId: ModelId
  readonly isFinished: boolean
  readonly promptTokensBefore: number
  readonly promptTokensAfter: number
  /** The look at the hold-out. */
  readonly verdict: Verdict | null
  /** Only examples were cut. */
  readonly isExamplesOnly: boolean
}
