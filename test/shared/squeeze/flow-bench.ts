import { CaseId, ModelId, VariantId } from '../../../shared/domain/ids.ts'
import type { Message } from '../../../shared/domain/prompt.ts'
import type { CaseResult, SqueezeCase, SqueezePorts } from '../../../shared/squeeze/squeeze-ports.ts'
import { readRough, roughTokens } from './squeeze-bench.ts'

/** What a made-up world answers to a prompt's whole text on a case. */
export type WorldAnswer = (text: string, caseIndex: number) => { readonly score: number; readonly costNanoUsd: number }

/** What a search is told of a prompt, with 60 development cases and 100 on the hold-out; the rest of its spec is the test's. */
export function flowInput<Spec extends object>(messages: readonly Message[], spec: Spec) {
  return {
    prompt: readRough(messages),
    spec: {
      variantId: VariantId.parse('v'),
      modelId: ModelId.parse('test/model'),
      frozenSegmentIds: [],
      ledger: null,
      mayChangeFormat: true,
      ...spec,
    },
    rule: { margin: 0.03, alpha: 0.05, criticalAssertions: [] },
    isSimulation: false,
    hasUncalibratedJudge: false,
    cost: { price: null, cacheProfile: null },
    development: casesOf(60, 0),
    holdOut: casesOf(100, 60),
    looksBefore: 0,
  }
}

/** Ports to a made-up world; the small model has no answer unless `complete` gives one. */
export function flowPorts(answer: WorldAnswer, complete: SqueezePorts['complete'] = async () => null): SqueezePorts {
  return {
    complete,
    evaluate: async (calls) =>
      calls.map(({ messages, caseIndex }): CaseResult => {
        const text = messages.map(({ template }) => template).join('\n')
        const promptTokens = roughTokens(text)
        return { ...answer(text, caseIndex), promptTokens, outputTokens: 1, output: '', critical: new Map() }
      }),
    report: () => undefined,
    isStopAsked: () => false,
    signal: new AbortController().signal,
  }
}

function casesOf(count: number, from: number): SqueezeCase[] {
  return Array.from({ length: count }, (_, index) => ({
    index: from + index,
    caseId: CaseId.parse(`case-${from + index}`),
    position: from + index + 1,
    expected: null,
    cluster: `case-${from + index}`,
    text: '',
  }))
}
