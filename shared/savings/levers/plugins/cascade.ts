import { type CascadeEvaluation, evaluateCascade } from '../../cascade/evaluate-cascade.ts'
import { validators } from '../../cascade/validators.ts'
import { bestOption, outcomesOfOption } from '../../paired/answer-grid.ts'
import { bestPolicy } from '../../paired/best-policy.ts'
import { gridMissing } from '../../paired/grid-missing.ts'
import { byCase, gridOfInput, type InputGrid } from '../../paired/grid-of-input.ts'
import { mixSentence, optionsSentence, percent, policyCurve } from '../../paired/policy-curve.ts'
import { policyQuality } from '../../paired/policy-quality.ts'
import { spreadCalls } from '../../paired/spread-calls.ts'
import type { SavingsInput } from '../../savings-input.ts'
import type { Lever, LeverFinding, LeverOffer } from '../lever.ts'

/**
 * Asks a cheap model first and keeps its answer when a check trusts it, else asks the next: cost(τ) = c̄₁ + share escalated · c̄₂
 * (FrugalGPT, arXiv 2305.05176). Saves only while the share that escalates stays below 1 − c₁ ÷ c₂.
 */
export const plugin: Lever = {
  id: 'cascade',
  label: 'Cascade',
  effort: 'week',
  family: 'which-model',
  *find(input): Generator<undefined, LeverFinding> {
    const grid = gridOfInput(input)
    if (grid === null || grid.cases.length < FEWEST) return gridMissing(input, grid, FEWEST)
    const trials = tiersOf(grid).flatMap((tiers) => validators.map((validator) => ({ tiers, validator })))
    const found: CascadeEvaluation[] = []
    for (const { tiers, validator } of trials) {
      yield
      const evaluation = yield* evaluateCascade(grid, tiers, validator, {
        reference: outcomesOfOption(grid, grid.reference),
        margin: input.rule.margin,
        alpha: input.rule.alpha / trials.length,
        seed: input.run.id,
      })
      if (evaluation !== null) found.push(evaluation)
    }
    const best = bestPolicy(found)
    if (best === null) return { ...gridMissing(input, grid, FEWEST), missing: unusable(found).join(' ') }
    return offerOf(input, grid, { best, found, tried: trials.length })
  },
}

const FEWEST = 40

/** Each cheaper option before the best one, and three tiers where there are three: the dearest check of all is the last model. */
function tiersOf(grid: InputGrid): readonly (readonly number[])[] {
  const last = bestOption(grid)
  const first = grid.options.map((_, option) => option).filter((option) => option < last)
  const pairs = first.slice(0, 2).map((option) => [option, last])
  return first.length >= 2 ? [...pairs, [first[0] ?? 0, first.at(-1) ?? 0, last]] : pairs
}

function offerOf(
  input: SavingsInput,
  grid: InputGrid,
  {
    best,
    found,
    tried,
  }: { readonly best: CascadeEvaluation; readonly found: readonly CascadeEvaluation[]; readonly tried: number },
): LeverOffer {
  const names = best.tiers.map((option) => grid.options[option]?.label ?? '')
  const name = (one: CascadeEvaluation) => `${one.label}, ${one.tiers.length} tiers`
  const { latency } = best
  return {
    kind: 'offer',
    choice: `${names.join(' → ')}, kept by ${best.label.toLowerCase()}; ${Math.round(best.escalation * 100)} % go on`,
    change: spreadCalls(input, {
      columnNos: best.tiers.map((option) => grid.columnNos[option] ?? 0),
      caseNos: grid.caseNos,
      shares: best.asked.map((ofCases, tier) => ofCases.map((share) => share * trialsOf(best, tier))),
      checkNanoUsd: best.rule.steps.map(({ check }) =>
        check.kind === 'judge' ? (input.judge?.answerNanoUsd ?? 0) : 0,
      ),
    }),
    quality: policyQuality(input, best.against, {
      label: `The cascade ${names.join(' → ')}`,
      cases: grid.cases.length,
    }),
    served: { kind: 'scores', scores: byCase(input, grid, best.scores) },
    method: `Keeps an answer by ${best.looksAt}; thresholds chosen in inner folds, judged on the outer ones (five folds twice, level divided by ${tried} cascades tried).`,
    notes: [
      mixSentence(best.chosen, name(best)),
      optionsSentence(grid),
      `${percent(best.escalation)} of the cases go on to a further tier; above ${percent(best.escalationLimit)} it would cost more than the last tier alone.`,
      latency === null
        ? 'Its latency is unknown: an answer came without one.'
        : `Latencies add up: ${latencyText(latency)}.`,
      ...(best.validatorId === 'judge'
        ? ['The score holds the judge’s own word beside other assertions: that flatters it.']
        : []),
      ...found
        .filter((one) => one !== best)
        .map((one) => `${mixSentence(one.chosen, name(one))}${one.latency ? ` ${latencyText(one.latency)}.` : ''}`),
      ...unusable(found),
      `Seen on its own training cases it looks ${percent(best.optimism)} better: that part is not counted.`,
    ],
    evidence: { runIds: [input.run.id], cases: grid.cases.length },
    curves: [best, ...found.filter((one) => one !== best)].map((one) =>
      policyCurve(grid, {
        title: `Cascade ${one.tiers.map((option) => grid.options[option]?.label ?? '').join(' → ')}`,
        name: one.label,
        curve: one.curve,
        chosen: one.chosen,
        note: mixSentence(one.chosen, name(one)),
      }),
    ),
    actions: [
      { kind: 'export', label: 'Export as TypeScript', exportId: 'typescript' },
      { kind: 'export', label: 'Export as Python', exportId: 'python' },
      { kind: 'export', label: 'Export for LiteLLM', exportId: 'litellm' },
      { kind: 'export', label: 'Export the decision', exportId: 'markdown' },
    ],
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
