import type { RunId } from '../../domain/ids.ts'
import type { LeverAction, LeverCurve, LeverEffort, LeverNoData, LeverQuality } from '../../domain/savings.ts'
import type { Plugin } from '../../plugin-registry.ts'
import type { Decision } from '../exports/decision.ts'
import type { PlannedCall } from '../planned-call.ts'
import type { SavingsInput } from '../savings-input.ts'

/**
 * One way to save. To add one: a file `levers/plugins/<id>.ts` with `export const plugin: Lever`; its docstring names the formula and
 * its source. Page, `pithy savings`, waterfall and advisor find it there. What money it saves is never worked out by the lever:
 * `change` says what becomes of the calls, and measure-lever.ts reckons what that costs, alone and after other levers.
 */
export interface Lever extends Plugin {
  readonly effort: LeverEffort
  /**
   * Of a family at most one lever is taken into the sum: `which-model` (smaller model, router, cascade), `prompt-text`, `answer-cache`,
   * `service` (batch, flex), `rules` (learnt, the user's own). Null = goes together with every other.
   */
  readonly family: 'which-model' | 'prompt-text' | 'answer-cache' | 'service' | 'rules' | null
  /** Pure and deterministic; pauses (`yield`) between pieces of work of more than some 10 ms. */
  find(input: SavingsInput): LeverFinding | Generator<undefined, LeverFinding>
}

/** Where what it needs is not there, a lever says so and how to get it: it never guesses. */
export type LeverFinding = LeverNoData | LeverOffer

export interface LeverOffer {
  readonly kind: 'offer'
  /** What exactly it would do: "Haiku 5.5 instead of Opus 5.5". */
  readonly choice: string
  /** What becomes of the calls as earlier levers left them; never adds or drops a case. */
  readonly change: (calls: readonly PlannedCall[]) => readonly PlannedCall[]
  readonly quality: LeverQuality
  /** Its verdict is one that held the critical assertions of the project's rule against it. */
  readonly sawCritical?: boolean
  readonly method: string
  readonly notes: readonly string[]
  readonly evidence: { readonly runIds: readonly RunId[]; readonly cases: number }
  readonly curves: readonly LeverCurve[]
  readonly actions: readonly LeverAction[]
  /** How its answers can be composed with other levers' (joint-quality.ts); absent = they cannot be told. */
  readonly served?: Served
  /** What the exports in exports/plugins/ write down; absent = there is nothing to write. */
  readonly decision?: Decision
}

/** Whose answers are served, case by case. */
export type Served =
  /** Those of the columns that the calls end up in. */
  | { readonly kind: 'columns' }
  /** Scores by case instead of today's, of a policy that was judged out-of-fold; null = not looked at. */
  | { readonly kind: 'scores'; readonly scores: readonly (number | null)[] }
  /** The same of one that reads no answer: whatever earlier levers made of the prompt, it sends each case to the same models. */
  | { readonly kind: 'routed'; readonly scores: readonly (number | null)[] }
  /** Some cases are answered before a model is asked, or cut: what becomes of the scores of all that stands behind. */
  | { readonly kind: 'rescored'; readonly rescore: (scores: readonly (number | null)[]) => readonly (number | null)[] }
