import { serviceFactor } from '../../../cost/service-factor.ts'
import type { Lever } from '../lever.ts'

/** OpenAI's and Google's slower service for all calls: cost × the flex factor of the price snapshot (0.5, docs of 2026-08 to 2026-10). */
export const plugin: Lever = {
  id: 'flex',
  label: 'Flex service',
  effort: 'hour',
  family: 'service',
  find(input) {
    const column = input.columns[input.baselineNo]
    const factor = column?.price ? serviceFactor(column.price, { service: 'flex' }) : null
    if (!column || factor === null) {
      return {
        kind: 'no-data',
        missing: `${column?.modelId ?? 'The model'} has no known price for a slower service.`,
        remedy: 'OpenAI’s and Google’s models have one; others offer only batches.',
        actions: [],
      }
    }
    const { waitRatio } = input.assumptions
    if (waitRatio === null) {
      return {
        kind: 'no-data',
        missing: 'Nobody has said which share of the calls can wait some minutes.',
        remedy: 'Say it below; 0 % where a person waits for every answer.',
        actions: [{ kind: 'say', label: 'Share of calls that can wait', what: 'waitRatio' }],
      }
    }
    return {
      kind: 'offer',
      choice: `${Math.round(waitRatio * 100)} % of the calls as flex, at ${Math.round(factor * 100)} % of the price`,
      change: (calls) =>
        calls.flatMap((call) =>
          call.service === 'standard'
            ? [
                { ...call, share: call.share * (1 - waitRatio) },
                { ...call, share: call.share * waitRatio, service: 'flex' as const, extraNanoUsd: 0 },
              ]
            : [call],
        ),
      quality: {
        kind: 'unchanged',
        sentence: 'The same requests to the same model: the answers are the same, and slower.',
      },
      method: `Price of the share that can wait times ${factor}, the provider's flex factor in the run's price snapshot.`,
      notes: ['The provider may refuse a flex call when it is busy: ask again, or at the normal price.'],
      evidence: { runIds: [input.run.id], cases: input.cases.length },
      curves: [],
      actions: [{ kind: 'say', label: 'Share of calls that can wait', what: 'waitRatio' }],
    }
  },
}
