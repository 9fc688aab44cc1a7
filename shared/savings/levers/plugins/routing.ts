import type { InputGrid } from '../../paired/grid-of-input.ts'
import { type FoundPolicies, policyFinding, policyOffer } from '../../paired/policy-lever.ts'
import { spreadCalls } from '../../paired/spread-calls.ts'
import { evaluateRouter, type RouterEvaluation } from '../../routing/evaluate-router.ts'
import { routers } from '../../routing/routers.ts'
import type { SavingsInput } from '../../savings-input.ts'
import type { Lever, LeverOffer } from '../lever.ts'
import { embeddingNotes, withEmbedding } from '../with-embedding.ts'

/**
 * Sends each case to one model by what is known before it is asked: argmax ŝ − λ·ĉ, ŝ and ĉ learnt per rule, λ chosen in inner folds
 * (RouteLLM, arXiv 2406.18665; the random-mix hull of RouterBench, arXiv 2403.12031, is what it must beat).
 */
export const plugin: Lever = {
  id: 'routing',
  label: 'Routing',
  effort: 'week',
  family: 'which-model',
  find: (input) =>
    policyFinding(input, {
      trialsOf: () => routers,
      evaluate: evaluateRouter,
      offerOf: (grid, policies) => offerOf(input, grid, policies),
    }),
}

function offerOf(input: SavingsInput, grid: InputGrid, policies: FoundPolicies<RouterEvaluation>): LeverOffer {
  const { best } = policies
  const spread = spreadCalls(input, { ...grid, shares: best.shares })
  return {
    ...policyOffer(input, grid, {
      ...policies,
      scores: scoresOf(grid, best),
      readsAnswers: false,
      label: `Routing by ${best.looksAt}`,
      nameOf: ({ label }) => label,
      titleOf: ({ label }) => `Routing by ${label.toLowerCase()}`,
      notes: [input.embedding.text, ...(needsEmbedding(best) ? embeddingNotes(input.embedding) : [])],
    }),
    choice: `${best.label}: ${sharesText(grid, best)}`,
    change: (calls) => spread(needsEmbedding(best) ? withEmbedding(input.embedding, calls) : calls),
    method: `Chooses by ${best.looksAt}; five folds twice, rule and threshold learnt without the cases that judge them (level divided by ${policies.tried} rules tried).`,
    decision: {
      kind: 'routing',
      models: grid.columnNos.flatMap((columnNo) => input.columns[columnNo] ?? []),
      rule: best.rule,
    },
  }
}

function needsEmbedding({ rule }: RouterEvaluation): boolean {
  return rule.kind === 'neighbours' && rule.needsEmbedding
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
