import { prefixRatioWithout } from '../../plan-cost.ts'
import { scaleUsage } from '../../planned-call.ts'
import type { SavingsInput } from '../../savings-input.ts'
import { answersSaveMost } from '../answers-save-most.ts'
import { cachedBreakEven } from '../cached-break-even.ts'
import { columnLever } from '../column-lever.ts'
import type { Lever, LeverFinding } from '../lever.ts'
import { variantChange } from '../variant-change.ts'

/**
 * Another wording of the prompt on the same model, measured on the same cases: Σ billed $ of each, all token classes, caching counted by
 * the provider's rule, so that a prompt that falls below the cache's minimum is seen to cost money (L′ < L · m, science.md section 4.2). Without such a column the
 * result of a squeeze stands in, by the tokens that it took off.
 */
export const plugin: Lever = {
  id: 'prompt-compression',
  label: 'Shorter prompt',
  effort: 'hour',
  family: 'prompt-text',
  *find(input): Generator<undefined, LeverFinding> {
    const baseline = input.columns[input.baselineNo]
    const candidates = input.columns.flatMap((column, columnNo) =>
      baseline &&
      column.modelId === baseline.modelId &&
      columnNo !== input.baselineNo &&
      ['text', 'several'].includes(variantChange(baseline, column)) &&
      !answersSaveMost(input, columnNo)
        ? [columnNo]
        : [],
    )
    const found = yield* columnLever(input, {
      candidates,
      choiceOf: (column) => `${column.variantLabel} instead of ${baseline?.variantLabel ?? 'today’s prompt'}`,
      method:
        'Billed cost of the same cases with the other prompt: all token classes, caching as the provider does it.',
      notesOf: (column) => (baseline ? cachedBreakEven(input, baseline, column) : []),
      missing: 'No other wording of this prompt was run on these cases with this model.',
      remedy: 'Squeeze the prompt: it proposes shorter ones and measures them.',
      remedyActions: baseline
        ? [{ kind: 'squeeze', label: 'Squeeze', promptId: baseline.promptId, variantId: baseline.variantId }]
        : [],
    })
    return found.kind === 'no-data' ? (fromSqueeze(input) ?? found) : found
  },
}

function fromSqueeze(input: SavingsInput): LeverFinding | null {
  const baseline = input.columns[input.baselineNo]
  const squeeze = input.squeezes.find(
    ({ isFinished, modelId, isExamplesOnly, variantId }) =>
      isFinished && modelId === baseline?.modelId && variantId === baseline.variantId && !isExamplesOnly,
  )
  if (!baseline || !squeeze || squeeze.promptTokensBefore === 0) return null
  const { promptTokensBefore, promptTokensAfter, verdict, winnerVariantId } = squeeze
  // The squeeze counts templates: variables and tools, which a prompt has beside them, stay as long as they are.
  const removed = promptTokensBefore - promptTokensAfter
  const whole = baseline.tokens.prompt
  const prompt = whole === 0 ? 1 : Math.max(0, 1 - removed / whole)
  return {
    kind: 'offer',
    choice: `The squeezed prompt: ${Math.round(promptTokensAfter)} instead of ${Math.round(promptTokensBefore)} tokens`,
    change: (calls) =>
      calls.map((call) => ({
        ...call,
        usage: call.usage && scaleUsage(call.usage, { prompt, output: 1 }),
        prefixRatio: prefixRatioWithout(baseline, call, removed),
        isInferred: true,
      })),
    quality:
      verdict && verdict.kind !== 'unknown'
        ? {
            kind: 'verdict',
            verdict: verdict.kind,
            isProven: verdict.isProven,
            caveats: verdict.caveats,
            sentence: verdict.sentence,
          }
        : { kind: 'not-measured', sentence: 'The squeeze had no look at hold-out cases.' },
    sawCritical: verdict !== null && verdict.critical.length > 0,
    method: `Input tokens less the ${Math.round(removed).toLocaleString('en-US')} tokens that the squeeze took off each prompt; answers taken to stay as long.`,
    notes: ['Run the squeezed variant on these cases to see what its answers cost.'],
    evidence: { runIds: [input.run.id], cases: verdict?.cases ?? 0 },
    curves: [],
    actions: [
      winnerVariantId === null
        ? { kind: 'squeeze', label: 'Open Squeeze', promptId: baseline.promptId, variantId: baseline.variantId }
        : {
            kind: 'open-variant',
            label: 'Open the squeezed variant',
            promptId: baseline.promptId,
            variantId: winnerVariantId,
          },
    ],
  }
}
