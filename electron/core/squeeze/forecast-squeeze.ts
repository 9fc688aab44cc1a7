import { pricesFor } from '../../../shared/cost/prices-for.ts'
import type { CatalogModel } from '../../../shared/domain/model.ts'
import { isOptimizeMode, type SearchMode, type SqueezePreview } from '../../../shared/domain/squeeze.ts'
import { callsAllowed } from '../../../shared/optimize/calls-allowed.ts'
import { optimizePlan } from '../../../shared/optimize/optimize-modes.ts'
import { modePlan } from '../../../shared/squeeze/squeeze-modes.ts'
import { quantile } from '../../../shared/stats/quantile.ts'
import { withOutputCap } from '../evaluate/calls/output-cap.ts'
import { type LongestOf, worstJudgeCost } from '../evaluate/forecast/forecast-judge.ts'
import type { Store } from '../store/open-store.ts'
import type { ResolvedSqueeze } from './squeeze-input.ts'

/** Room for the frame of a request to the small model. */
const FRAME_TOKENS = 1000
/** Where too few earlier answers tell how long the next ones are. */
const ANSWER_TOKENS = 300
const MIN_HISTORY = 20
/** Cases whose variables are measured. */
const SAMPLED_CASES = 100

type Forecast = Pick<SqueezePreview, 'callsAllowed' | 'callsExpected' | 'costExpected' | 'costHighNanoUsd'>

/** What a squeeze may take, and will likely take. Costs nothing and asks nobody. */
export function forecastSqueeze(
  store: Pick<Store, 'results'>,
  resolved: ResolvedSqueeze,
  longestOf: LongestOf,
): Forecast {
  const { spec, model, rewriter, variant, prompt, read } = resolved
  const isOnCases = spec.mode !== 'quick'
  const allowed = callsAllowed(spec.mode)
  const few = fewestCalls(resolved)
  const tokens = read.messages.reduce((sum, { template }) => sum + read.countTokens(template), 0)
  const lengths = store.results.outputTokensOf(prompt.id, model.id)
  const { maxOutputTokens } = withOutputCap(variant.content.parameters, model)
  const known = lengths.length < MIN_HISTORY ? [] : lengths
  const usual = Math.min(quantile(known, 0.5) ?? ANSWER_TOKENS / 2, maxOutputTokens)
  const shortest = Math.min(quantile(known, 0.1) ?? 1, usual)
  const input = tokens + caseTokens(resolved)
  const assertions = resolved.evalSet?.assertions ?? []
  const judging = worstJudgeCost({ ...resolved, assertions, outputTokens: maxOutputTokens, longestOf })
  const small = { input: tokens + FRAME_TOKENS, output: tokens }
  function costOf(calls: Calls, output: number, judgings: number): number | null {
    const onSmall = perCall(rewriter, small.input, small.output)
    const onCase = isOnCases ? perCall(model, input, output) : 0
    if (onSmall === null || onCase === null || judging === null) return null
    return Math.round(onSmall * calls.small + (onCase + judging * judgings) * calls.onCases)
  }
  const most = { small: allowed.small, onCases: isOnCases ? allowed.all - allowed.small : 0 }
  // A judge is asked once more only where it gave no readable word.
  const low = costOf(few, shortest, 0.5)
  const high = costOf(most, usual, 0.5)
  return {
    callsAllowed: allowed.all,
    callsExpected: { low: Math.min(allowed.all, few.small + few.onCases), high: allowed.all },
    costExpected: low === null || high === null ? null : { lowNanoUsd: Math.min(low, high), highNanoUsd: high },
    costHighNanoUsd: costOf(most, maxOutputTokens, 1),
  }
}

interface Calls {
  readonly small: number
  readonly onCases: number
}

/** Without these no candidate can be found and confirmed: the parts reworded and measured, it and the original on all cases. */
function fewestCalls({ spec, development, holdOut, read }: ResolvedSqueeze): Calls {
  const { mode } = spec
  const plan = planOf(mode)
  const open = read.segments.filter(({ keptBecause }) => keptBecause === null).length
  const small = Math.min(callsAllowed(mode).small, 1 + Math.min(open, plan.maxRewriteCalls))
  const cases = Math.min(development.length, plan.developmentCases)
  const onCases = 2 * (cases + Math.min(holdOut.length, plan.holdOutCases)) + plan.maskCalls
  return { small, onCases: Math.min(callsAllowed(mode).all - small, onCases) }
}

function planOf(mode: SearchMode) {
  if (isOptimizeMode(mode)) return { ...optimizePlan(mode), maskCalls: 0 }
  const plan = modePlan(mode)
  const { masks, cases } = plan.attribution ?? { masks: 0, cases: 0 }
  return { ...plan, maskCalls: masks * cases }
}

/** Mean length of what a case puts into the prompt. */
function caseTokens({ cases, read }: ResolvedSqueeze): number {
  const step = Math.max(1, Math.floor(cases.length / SAMPLED_CASES))
  const some = cases.filter((_, index) => index % step === 0)
  const counts = some.map(({ variables }) =>
    Object.values(variables).reduce<number>(
      (sum, value) => sum + read.countTokens(typeof value === 'string' ? value : JSON.stringify(value)),
      0,
    ),
  )
  return counts.length === 0 ? 0 : counts.reduce((sum, count) => sum + count, 0) / counts.length
}

function perCall({ price }: CatalogModel, input: number, output: number): number | null {
  if (price === null) return null
  const prices = pricesFor(price, input)
  return (input * prices.input + output * prices.output) * 1000
}
