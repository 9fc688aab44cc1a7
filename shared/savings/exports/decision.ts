import type { OwnRule } from '../../domain/own-rules.ts'
import type { CascadeRule } from '../cascade/run-cascade.ts'
import type { RoutingRule } from '../routing/routing-rule.ts'

/** A model as a decision names it. */
export interface DecidedModel {
  /** `openai/gpt-5.4-mini`. */
  readonly modelId: string
  /** "B": the variant that it is asked with. */
  readonly variantLabel: string
}

/** What a lever settled, as plain data: what an export writes down and what code runs are this one value. */
export type Decision =
  | { readonly kind: 'model'; readonly from: DecidedModel; readonly to: DecidedModel }
  | { readonly kind: 'routing'; readonly models: readonly DecidedModel[]; readonly rule: RoutingRule }
  | { readonly kind: 'cascade'; readonly models: readonly DecidedModel[]; readonly rule: CascadeRule }
  | {
      readonly kind: 'response-cache'
      readonly model: DecidedModel
      readonly ttlSeconds: number
      /** Variables whose answers must be fresh: calls that fill them are never cached. */
      readonly freshVariables: readonly string[]
    }
  | {
      readonly kind: 'semantic-cache'
      readonly model: DecidedModel
      readonly threshold: number
      /** Null = the variables' spelling. */
      readonly embeddingModelId: string | null
      /** The variables that are compared, in the order in which they are joined. */
      readonly variables: readonly string[]
    }
  | { readonly kind: 'output-cap'; readonly model: DecidedModel; readonly maxOutputTokens: number }
  | {
      readonly kind: 'early-stop'
      readonly model: DecidedModel
      readonly checkers: readonly string[]
    }
  | { readonly kind: 'rule-gate'; readonly model: DecidedModel; readonly rules: readonly GateRule[] }
  | { readonly kind: 'own-rules'; readonly model: DecidedModel; readonly rules: readonly OwnRule[] }

export type DecisionKind = Decision['kind']

/** Answers without asking a model where all of its words stand in the text, in any order. */
export interface GateRule {
  readonly words: readonly string[]
  readonly answer: string
}

/** Where a decision comes from and what is known of it. */
export interface DecisionEvidence {
  readonly title: string
  readonly choice: string
  readonly promptName: string
  readonly method: string
  readonly quality: string
  readonly notes: readonly string[]
  readonly savedPerMonth: string | null
  readonly runId: string
  readonly runName: string
  readonly evalSetHash: string
  readonly cases: number
  /** One line per model: where its price was read and when. */
  readonly prices: readonly string[]
  readonly exportedAt: string
  readonly appVersion: string
}
