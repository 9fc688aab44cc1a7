import type { LeverFinding, LeverOffer } from '../levers/lever.ts'
import type { EvaluationOptions } from '../routing/evaluate-router.ts'
import type { SavingsInput } from '../savings-input.ts'
import { outcomesOfOption } from './answer-grid.ts'
import type { AgainstReference, PolicyPoint } from './assess-policies.ts'
import { bestPolicy } from './best-policy.ts'
import { gridMissing } from './grid-missing.ts'
import { byCase, gridOfInput, type InputGrid } from './grid-of-input.ts'
import { mixSentence, optionsSentence, percent, policyCurve } from './policy-curve.ts'
import { policyQuality } from './policy-quality.ts'

/** A router or cascade, every case judged by rules and thresholds that had not seen it. */
export interface MeasuredPolicy {
  readonly label: string
  readonly curve: readonly PolicyPoint[]
  readonly chosen: PolicyPoint
  readonly against: AgainstReference
  readonly optimism: number
}

export interface FoundPolicies<P> {
  readonly best: P
  readonly found: readonly P[]
  /** As many claims: each has its share of the level. */
  readonly tried: number
}

interface PolicyLever<T, P> {
  readonly trialsOf: (grid: InputGrid) => readonly T[]
  readonly evaluate: (grid: InputGrid, trial: T, options: EvaluationOptions) => Generator<undefined, P | null>
  readonly offerOf: (grid: InputGrid, policies: FoundPolicies<P>) => LeverOffer
  /** Why none could be evaluated, where there is more to say than that models cannot be compared. */
  readonly whyNone?: string
}

const FEWEST = 40

/** Tries every way of choosing between the models of a run, and offers the best of them. */
export function* policyFinding<T, P extends MeasuredPolicy>(
  input: SavingsInput,
  { trialsOf, evaluate, offerOf, whyNone }: PolicyLever<T, P>,
): Generator<undefined, LeverFinding> {
  const grid = gridOfInput(input)
  if (grid === null || grid.cases.length < FEWEST) return gridMissing(input, grid, FEWEST)
  const trials = trialsOf(grid)
  const found: P[] = []
  for (const trial of trials) {
    yield
    const evaluation = yield* evaluate(grid, trial, {
      reference: outcomesOfOption(grid, grid.reference),
      margin: input.rule.margin,
      alpha: input.rule.alpha / trials.length,
      seed: input.run.id,
    })
    if (evaluation !== null) found.push(evaluation)
  }
  const best = bestPolicy(found)
  if (best !== null) return offerOf(grid, { best, found, tried: trials.length })
  const missing = gridMissing(input, grid, FEWEST)
  return whyNone === undefined || trials.length === 0 ? missing : { ...missing, missing: whyNone }
}

/** What cards of routers and cascades have in common. */
export function policyOffer<P extends MeasuredPolicy>(
  input: SavingsInput,
  grid: InputGrid,
  {
    best,
    found,
    ...words
  }: FoundPolicies<P> & {
    /** By place in the grid, out-of-fold. */
    readonly scores: readonly number[]
    /** Whether what it does with a case depends on what a model answered. */
    readonly readsAnswers: boolean
    /** As a sentence about its quality begins. */
    readonly label: string
    readonly nameOf: (policy: P) => string
    readonly titleOf: (policy: P) => string
    readonly notes: readonly string[]
    /** Said of each of those that were not taken, after how it stands against chance. */
    readonly noteOf?: (policy: P) => string
  },
): Omit<LeverOffer, 'choice' | 'change' | 'method'> {
  const others = found.filter((one) => one !== best)
  const mixOf = (policy: P) => mixSentence(policy.chosen, words.nameOf(policy))
  return {
    kind: 'offer',
    quality: policyQuality(input, best.against, { label: words.label, cases: grid.cases.length }),
    served: { kind: words.readsAnswers ? 'scores' : 'routed', scores: byCase(input, grid, words.scores) },
    notes: [
      mixOf(best),
      optionsSentence(grid),
      ...others.map((one) => [mixOf(one), words.noteOf?.(one) ?? ''].join(' ').trim()),
      ...words.notes,
      `Seen on its own training cases it looks ${percent(best.optimism)} better: that part is not counted.`,
      ...(grid.leftOut > 0 ? [`${grid.leftOut} cases are left out: not every model's answer to them is scored.`] : []),
    ],
    evidence: { runIds: [input.run.id], cases: grid.cases.length },
    curves: [best, ...others].map((one) =>
      policyCurve(grid, {
        title: words.titleOf(one),
        name: one.label,
        curve: one.curve,
        chosen: one.chosen,
        note: mixOf(one),
      }),
    ),
    actions: [
      { kind: 'export', label: 'Export as TypeScript', exportId: 'typescript' },
      { kind: 'export', label: 'Export as Python', exportId: 'python' },
      { kind: 'export', label: 'Export for LiteLLM', exportId: 'litellm' },
      { kind: 'export', label: 'Export the decision', exportId: 'markdown' },
    ],
  }
}
