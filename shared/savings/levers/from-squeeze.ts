import { prefixRatioWithout } from '../plan-cost.ts'
import { scaleUsage } from '../planned-call.ts'
import type { SavingsInput } from '../savings-input.ts'
import type { LeverFinding } from './lever.ts'

/**
 * What the newest squeeze of today's prompt on its model stands for, by the tokens that it took off, until its result is run on
 * the cases; null = there is none of the kind.
 *
 * @param isExamplesOnly whether it is to have cut examples and nothing else
 */
export function fromSqueeze(
  input: SavingsInput,
  { isExamplesOnly }: { readonly isExamplesOnly: boolean },
): LeverFinding | null {
  const baseline = input.columns[input.baselineNo]
  const squeeze = input.squeezes.find(
    (one) =>
      one.isFinished &&
      one.modelId === baseline?.modelId &&
      one.variantId === baseline.variantId &&
      one.isExamplesOnly === isExamplesOnly,
  )
  if (!baseline || !squeeze || squeeze.promptTokensBefore === 0) return null
  const { promptTokensBefore, promptTokensAfter, verdict, winnerVariantId } = squeeze
  // The squeeze counts templates: variables and tools, which a prompt has beside them, stay as long as they are.
  const removed = promptTokensBefore - promptTokensAfter
  const whole = baseline.tokens.prompt
  const prompt = whole === 0 ? 1 : Math.max(0, 1 - removed / whole)
  const name = isExamplesOnly ? 'The prompt squeezed to fewer examples' : 'The squeezed prompt'
  return {
    kind: 'offer',
    choice: `${name}: ${Math.round(promptTokensAfter)} instead of ${Math.round(promptTokensBefore)} tokens`,
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
