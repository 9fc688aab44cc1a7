import type { SqueezeSpec } from '../domain/squeeze.ts'
import type { VerdictRule } from '../domain/verdict.ts'
import type { FlowArm } from './arms/flow-arm.ts'
import type { CostFacts } from './expected-cost.ts'
import type { SqueezePrompt } from './read-squeeze-prompt.ts'
import type { LiveView, SqueezeCase } from './squeeze-ports.ts'

/** What every search for a better prompt starts from. */
export interface FlowInput {
  readonly prompt: SqueezePrompt
  readonly spec: Pick<SqueezeSpec, 'variantId' | 'modelId' | 'seed' | 'frozenSegmentIds' | 'ledger' | 'mayChangeFormat'>
  readonly rule: VerdictRule
  readonly isSimulation: boolean
  /** Scores come from a judge that no sufficient human labels stand behind. */
  readonly hasUncalibratedJudge: boolean
  readonly cost: CostFacts
  /** Split once; the hold-out is looked at once, at the end. */
  readonly development: readonly SqueezeCase[]
  readonly holdOut: readonly SqueezeCase[]
  /** Looks at this hold-out before. */
  readonly looksBefore: number
}

export interface FlowOutcome {
  readonly view: LiveView
  /** Null = nothing is better than the original. */
  readonly winner: FlowArm | null
}
