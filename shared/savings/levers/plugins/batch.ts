import { serviceFactor } from '../../../cost/service-factor.ts'
import type { Lever } from '../lever.ts'

/**
 * Calls that can wait go over the provider's batch interface: cost × (1 − w + w · factor), w the share that can wait, factor the
 * provider's batch price as a share of the normal one (0.5 at OpenAI, Anthropic and Google, docs of 2026-08 to 2026-10).
 */
export const plugin: Lever = {
  id: 'batch',
  label: 'Batch interface',
  effort: 'day',
  family: 'service',
  find(input) {
    const column = input.columns[input.baselineNo]
    const factor = column?.price ? serviceFactor(column.price, { service: 'batch' }) : null
    if (!column || factor === null) {
      return {
        kind: 'no-data',
        missing: `${column?.modelId ?? 'The model'} has no known batch price.`,
        remedy: 'Enter it on the Models page, or choose a provider with a batch interface (OpenAI, Anthropic).',
        actions: [],
      }
    }
    const { waitRatio } = input.assumptions
    if (waitRatio === null) {
      return {
        kind: 'no-data',
        missing: 'Nobody has said which share of the calls can wait up to a day.',
        remedy: 'Say it below; 0 % where a person waits for every answer.',
        actions: [{ kind: 'say', label: 'Share of calls that can wait', what: 'waitRatio' }],
      }
    }
    return {
      kind: 'offer',
      choice: `${percent(waitRatio)} of the calls by batch, at ${percent(factor)} of the price`,
      change: (calls) =>
        calls.flatMap((call) =>
          call.service !== 'standard'
            ? [call]
            : [
                { ...call, share: call.share * (1 - waitRatio) },
                { ...call, share: call.share * waitRatio, service: 'batch' as const, extraNanoUsd: 0 },
              ],
        ),
      quality: { kind: 'unchanged', sentence: 'The same requests to the same model: the answers are the same.' },
      method: `Price of the share that can wait times ${factor}, the provider's batch factor in the run's price snapshot.`,
      notes: ['Most batches come back within the hour; they may take a day.'],
      evidence: { runIds: [input.run.id], cases: input.cases.length },
      curves: [],
      actions: [
        {
          kind: 'export-batch',
          label: 'Export a batch file',
          variantId: column.variantId,
          modelId: column.modelId,
          runId: input.run.id,
        },
        { kind: 'say', label: 'Share of calls that can wait', what: 'waitRatio' },
      ],
    }
  },
}

function percent(ratio: number): string {
  return `${Math.round(ratio * 100)} %`
}
