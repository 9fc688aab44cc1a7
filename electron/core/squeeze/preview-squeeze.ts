import { pricesFor } from '../../../shared/cost/prices-for.ts'
import type { SqueezePreview, SqueezeSpec } from '../../../shared/domain/squeeze.ts'
import { callsAllowed } from '../../../shared/optimize/calls-allowed.ts'
import { fewestProvingCases } from '../../../shared/verdict/decide-verdict.ts'
import type { CoreContext } from '../core-context.ts'
import { worstJudgeCost } from '../evaluate/forecast-judge.ts'
import { type ResolvedSqueeze, resolveSqueeze, squeezeProblems } from './squeeze-input.ts'

/** Room for a case's variables beside the prompt's own text, and for an answer. */
const CASE_TOKENS = 200
const ANSWER_TOKENS = 300
const MIN_DEVELOPMENT_CASES = 20

/** What a squeeze would work on. Costs nothing and asks nobody. */
export async function previewSqueeze(core: CoreContext, spec: SqueezeSpec): Promise<SqueezePreview> {
  const resolved = await resolveSqueeze(core, spec)
  const { read, development, holdOut } = resolved
  return {
    promptTokens: promptTokensOf(resolved),
    segments: [...read.segments],
    ledger: [...read.ledger],
    cases: { development: development.length, holdOut: holdOut.length },
    callsAllowed: callsAllowed(spec.mode).all,
    costHighNanoUsd: costHigh(resolved),
    problems: await squeezeProblems(core, resolved),
    warnings: warningsOf(resolved),
  }
}

function warningsOf({ spec, development, holdOut, model }: ResolvedSqueeze): string[] {
  if (spec.mode === 'quick') return ['Quick mode asks no case: its result is unverified.']
  const warnings: string[] = []
  if (development.length < MIN_DEVELOPMENT_CASES)
    warnings.push(
      `${development.length} development cases are few: at least ${MIN_DEVELOPMENT_CASES} make a useful race.`,
    )
  if (holdOut.length < fewestProvingCases)
    warnings.push(
      `${holdOut.length} hold-out cases are too few for a proof: at least ${fewestProvingCases} are needed.`,
    )
  if (model.isSimulation) warnings.push('Sandbox models are a simulation: the result says nothing about a real model.')
  return warnings
}

function costHigh(resolved: ResolvedSqueeze): number | null {
  const { spec, model, rewriter } = resolved
  const calls = callsAllowed(spec.mode)
  const tokens = promptTokensOf(resolved)
  const perCall = (price: typeof model.price, input: number, output: number) => {
    if (price === null) return null
    const prices = pricesFor(price, input)
    return (input * prices.input + output * prices.output) * 1000
  }
  const small = perCall(rewriter.price, tokens + 1000, tokens)
  const answer = perCall(model.price, tokens + CASE_TOKENS, ANSWER_TOKENS)
  const assertions = resolved.evalSet?.assertions ?? []
  const judging = worstJudgeCost({ ...resolved, assertions, outputTokens: ANSWER_TOKENS })
  const onCases = answer === null || judging === null ? null : answer + judging
  if (small === null || (onCases === null && spec.mode !== 'quick')) return null
  return Math.round(small * calls.small + (onCases ?? 0) * (spec.mode === 'quick' ? 0 : calls.all - calls.small))
}

function promptTokensOf({ read }: ResolvedSqueeze): number {
  return read.messages.reduce((sum, { template }) => sum + read.countTokens(template), 0)
}
