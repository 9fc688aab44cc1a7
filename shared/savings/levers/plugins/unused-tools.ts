import { prefixRatioWithout } from '../../plan-cost.ts'
import { scaleUsage } from '../../planned-call.ts'
import type { Lever } from '../lever.ts'

/** Tools that no recorded answer called: their definitions' tokens × input price × calls. What a case not yet seen would call is unknown: the bound says so (rule of three, 3 / n). */
export const plugin: Lever = {
  id: 'unused-tools',
  label: 'Unused tools',
  effort: 'hour',
  family: null,
  find(input) {
    const baseline = input.columns[input.baselineNo]
    const tools = baseline?.content.parameters.tools ?? []
    if (!baseline || tools.length === 0) {
      return {
        kind: 'no-data',
        missing: 'Today’s variant offers the model no tools.',
        remedy: 'There is nothing to take away.',
        actions: [],
      }
    }
    const answers = (input.answers[input.baselineNo] ?? []).flat()
    const called = new Set(answers.flatMap(({ toolNames }) => toolNames))
    const unused = tools.filter(({ name }) => !called.has(name))
    if (unused.length === 0 || answers.length === 0) {
      return {
        kind: 'no-data',
        missing: `Each of its ${tools.length} tools was called in some of the ${answers.length} answers.`,
        remedy: 'Nothing can be left out without losing answers.',
        actions: [],
      }
    }
    const size = (list: readonly object[]) => list.reduce((sum, tool) => sum + JSON.stringify(tool).length, 0)
    const dropped = (baseline.tokens.tools * size(unused)) / size(tools)
    const ratio = baseline.tokens.prompt === 0 ? 1 : 1 - dropped / baseline.tokens.prompt
    const names = unused.map(({ name }) => name)
    return {
      kind: 'offer',
      choice: `Without ${names.join(', ')}: about ${Math.round(dropped)} tokens less per call`,
      change: (calls) =>
        calls.map((call) => ({
          ...call,
          usage: call.usage && scaleUsage(call.usage, { prompt: ratio, output: 1 }),
          prefixRatio: prefixRatioWithout(baseline, call, baseline.cacheRule?.cachesExtras ? dropped : 0),
          isInferred: true,
        })),
      quality: {
        kind: 'not-measured',
        sentence: `None of ${answers.length} answers called them; with 95 % certainty fewer than ${(300 / answers.length).toFixed(1)} % of such calls would. A model without a tool may answer otherwise: run it without them.`,
      },
      method:
        'Tokens of their definitions, by their share of the text of all tools, at the price that they are billed at in every call: where the cache holds them, at its price.',
      notes: [],
      evidence: { runIds: [input.run.id], cases: input.cases.length },
      curves: [],
      actions: [
        { kind: 'drop-tools', label: 'Make a variant without them', variantId: baseline.variantId, tools: names },
      ],
    }
  },
}
