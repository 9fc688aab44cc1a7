import type { Decision } from '../../exports/decision.ts'
import { outcomesOfOption } from '../../paired/answer-grid.ts'
import { bestPolicy } from '../../paired/best-policy.ts'
import { gridMissing } from '../../paired/grid-missing.ts'
import { byCase, gridOfInput, type InputGrid } from '../../paired/grid-of-input.ts'
import { mixSentence, optionsSentence, percent, policyCurve } from '../../paired/policy-curve.ts'
import { policyQuality } from '../../paired/policy-quality.ts'
import { spreadCalls } from '../../paired/spread-calls.ts'
import { evaluateRouter, type RouterEvaluation } from '../../routing/evaluate-router.ts'
import { routers } from '../../routing/routers.ts'
import type { SavingsInput } from '../../savings-input.ts'
import type { Lever, LeverFinding, LeverOffer } from '../lever.ts'

/**
 * Sends each case to one model by what is known before it is asked: argmax ŝ − λ·ĉ, ŝ and ĉ learnt per rule, λ chosen in inner folds
 * (RouteLLM, arXiv 2406.18665; the random-mix hull of RouterBench, arXiv 2403.12031, is what it must beat).
 */
export const plugin: Lever = {
  id: 'routing',
  label: 'Routing',
  effort: 'week',
  family: 'which-model',
  *find(input): Generator<undefined, LeverFinding> {
    const grid = gridOfInput(input)
    if (grid === null || grid.cases.length < FEWEST) return gridMissing(input, grid, FEWEST)
    const found: RouterEvaluation[] = []
    for (const router of routers) {
      yield
      const evaluation = yield* evaluateRouter(grid, router, {
        reference: outcomesOfOption(grid, grid.reference),
        margin: input.rule.margin,
        // As many claims as rules: each at its share of the level (Bonferroni).
        alpha: input.rule.alpha / routers.length,
        seed: input.run.id,
      })
      if (evaluation !== null) found.push(evaluation)
    }
    const best = bestPolicy(found)
    if (best === null) return gridMissing(input, grid, FEWEST)
    return offerOf(input, grid, { best, found })
  },
}

const FEWEST = 40

function offerOf(
  input: SavingsInput,
  grid: InputGrid,
  { best, found }: { readonly best: RouterEvaluation; readonly found: readonly RouterEvaluation[] },
): LeverOffer {
  const others = found.filter((one) => one !== best)
  return {
    kind: 'offer',
    choice: `${best.label}: ${sharesText(grid, best)}`,
    change: spreadCalls(input, { ...grid, shares: best.shares }),
    quality: policyQuality(input, best.against, { label: `Routing by ${best.looksAt}`, cases: grid.cases.length }),
    served: { kind: 'scores', scores: byCase(input, grid, scoresOf(grid, best)) },
    method: `Chooses by ${best.looksAt}; five folds twice, rule and threshold learnt without the cases that judge them (level divided by ${routers.length} rules tried).`,
    notes: [
      mixSentence(best.chosen, best.label),
      optionsSentence(grid),
      ...others.map(({ chosen, label }) => mixSentence(chosen, label)),
      `Seen on its own training cases it looks ${percent(best.optimism)} better: that part is not counted.`,
      ...(grid.leftOut > 0 ? [`${grid.leftOut} cases are left out: not every model's answer to them is scored.`] : []),
    ],
    evidence: { runIds: [input.run.id], cases: grid.cases.length },
    curves: [best, ...found.filter((one) => one !== best)].map((one) =>
      policyCurve(grid, {
        title: `Routing by ${one.label.toLowerCase()}`,
        name: one.label,
        curve: one.curve,
        chosen: one.chosen,
        note: mixSentence(one.chosen, one.label),
      }),
    ),
    actions: [
      { kind: 'export', label: 'Export as TypeScript', exportId: 'typescript' },
      { kind: 'export', label: 'Export as Python', exportId: 'python' },
      { kind: 'export', label: 'Export for LiteLLM', exportId: 'litellm' },
      { kind: 'export', label: 'Export the decision', exportId: 'markdown' },
    ],
    decision: decisionOf(input, grid, best),
  }
}

/** By case of the grid, out-of-fold: the scores of the options by how often each is chosen. */
function scoresOf(grid: InputGrid, { shares }: RouterEvaluation): readonly number[] {
  return grid.cases.map(({ answers }, place) =>
    answers.reduce((sum, { score }, option) => sum + score * (shares[option]?.[place] ?? 0), 0),
  )
}

function sharesText(grid: InputGrid, { shares }: RouterEvaluation): string {
  const count = Math.max(1, grid.cases.length)
  return grid.options
    .map(({ label }, option) => ({ label, share: (shares[option]?.reduce((sum, one) => sum + one, 0) ?? 0) / count }))
    .filter(({ share }) => share > 0)
    .map(({ label, share }) => `${Math.round(share * 100)} % to ${label}`)
    .join(', ')
}

function decisionOf(input: SavingsInput, grid: InputGrid, { rule }: RouterEvaluation): Decision {
  return {
    kind: 'routing',
    models: grid.columnNos.flatMap((columnNo) => input.columns[columnNo] ?? []),
    rule,
  }
}
