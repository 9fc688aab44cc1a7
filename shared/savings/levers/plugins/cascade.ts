import { type CascadeEvaluation, evaluateCascade } from '../../cascade/evaluate-cascade.ts'
import { validators } from '../../cascade/validators.ts'
import { bestOption } from '../../paired/answer-grid.ts'
import type { InputGrid } from '../../paired/grid-of-input.ts'
import { percent } from '../../paired/policy-curve.ts'
import { type FoundPolicies, policyFinding, policyOffer } from '../../paired/policy-lever.ts'
import { spreadCalls } from '../../paired/spread-calls.ts'
import type { SavingsInput } from '../../savings-input.ts'
import type { Lever, LeverOffer } from '../lever.ts'

/**
 * Asks a cheap model first and keeps its answer when a check trusts it, else asks the next: cost(τ) = c̄₁ + share escalated · c̄₂
 * (FrugalGPT, arXiv 2305.05176). Saves only while the share that escalates stays below 1 − c₁ ÷ c₂.
 */
export const plugin: Lever = {
  id: 'cascade',
  label: 'Cascade',
  effort: 'week',
  family: 'which-model',
  find: (input) =>
    policyFinding(input, {
      trialsOf: (grid) => tiersOf(grid).flatMap((tiers) => validators.map((validator) => ({ tiers, validator }))),
      evaluate: (grid, { tiers, validator }, options) => evaluateCascade(grid, tiers, validator, options),
      offerOf: (grid, policies) => offerOf(input, grid, policies),
      whyNone: unusable([]).join(' '),
    }),
}

/** Each cheaper option before the best one, and three tiers where there are three: the dearest check of all is the last model. */
function tiersOf(grid: InputGrid): readonly (readonly number[])[] {
  const last = bestOption(grid)
  const first = grid.options.map((_, option) => option).filter((option) => option < last)
  const pairs = first.slice(0, 2).map((option) => [option, last])
  return first.length >= 2 ? [...pairs, [first[0] ?? 0, first.at(-1) ?? 0, last]] : pairs
}

function offerOf(input: SavingsInput, grid: InputGrid, policies: FoundPolicies<CascadeEvaluation>): LeverOffer {
  const { best, found, tried } = policies
  const namesOf = ({ tiers }: CascadeEvaluation) => tiers.map((option) => grid.options[option]?.label ?? '').join(' → ')
  const { latency } = best
  return {
    ...policyOffer(input, grid, {
      ...policies,
      scores: best.scores,
      readsAnswers: true,
      label: `The cascade ${namesOf(best)}`,
      nameOf: ({ label, tiers }) => `${label}, ${tiers.length} tiers`,
      titleOf: (one) => `Cascade ${namesOf(one)}, kept by ${one.label.toLowerCase()}`,
      noteOf: (one) => (one.latency ? `${latencyText(one.latency)}.` : ''),
      notes: [
        `${percent(best.escalation)} of the cases go on to a further tier; above ${percent(best.escalationLimit)} it would cost more than the last tier alone.`,
        latency === null
          ? 'Its latency is unknown: an answer came without one.'
          : `Latencies add up: ${latencyText(latency)}.`,
        ...(best.validatorId === 'judge'
          ? ['The score holds the judge’s own word beside other assertions: that flatters it.']
          : []),
        ...(best.validatorId === 'log-probability' && input.sureness === 'part'
          ? [
              'The score holds the log-probability itself beside other assertions: that flatters it. Give perplexity weight 0.',
            ]
          : []),
        ...unusable(found),
      ],
    }),
    choice: `${namesOf(best)}, kept by ${best.label.toLowerCase()}; ${Math.round(best.escalation * 100)} % go on`,
    change: spreadCalls(input, {
      columnNos: best.tiers.map((option) => grid.columnNos[option] ?? 0),
      caseNos: grid.caseNos,
      shares: best.asked.map((ofCases, tier) => ofCases.map((share) => share * trialsOf(best, tier))),
      checkNanoUsd: best.rule.steps.map(({ check }) =>
        check.kind === 'judge' ? (input.judge?.answerNanoUsd ?? 0) : 0,
      ),
    }),
    method: `Keeps an answer by ${best.looksAt}; thresholds chosen in inner folds, judged on the outer ones (five folds twice, level divided by ${tried} cascades tried).`,
    decision: {
      kind: 'cascade',
      models: grid.columnNos.flatMap((columnNo) => input.columns[columnNo] ?? []),
      rule: best.rule,
    },
  }
}

/** Answers that are asked for in a tier: agreement needs several. */
function trialsOf({ rule }: CascadeEvaluation, tier: number): number {
  const check = rule.steps[tier]?.check
  return check?.kind === 'agreement' ? check.trials : 1
}

/** Checks that had nothing to look at, and how they would have. */
function unusable(found: readonly CascadeEvaluation[]): readonly string[] {
  const used = new Set(found.map(({ validatorId }) => validatorId))
  return validators.filter(({ id }) => !used.has(id)).map(({ label, missing }) => `${label}, no data: ${missing}`)
}

function latencyText({ p50Ms, p95Ms }: NonNullable<CascadeEvaluation['latency']>): string {
  return `${seconds(p50Ms)} in the middle, ${seconds(p95Ms)} at the 95th percentile`
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}
