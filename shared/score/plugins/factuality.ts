import { z } from 'zod'
import { askJudge, JudgeOptions, Reason, reasonText } from '../judge/ask-judge.ts'
import type { Scorer } from '../scorer.ts'

const Relation = z.enum(['same', 'subset', 'superset', 'harmless', 'disagrees'])
const Answer = z.object({ reason: Reason, relation: Relation })

/** Half for what leaves facts out or adds some: neither is wrong, neither is what was asked for. */
const SCORES: Readonly<Record<z.infer<typeof Relation>, number>> = {
  same: 1,
  harmless: 1,
  subset: 0.5,
  superset: 0.5,
  disagrees: 0,
}

export const plugin: Scorer = {
  id: 'factuality',
  label: 'Judge: factuality',
  description: 'A judge model compares the facts of the output with a reference answer; contradicting it fails.',
  value: { isRequired: true, hint: 'Reference answer, such as {{expected}}' },
  options: JudgeOptions,
  needsJudge: true,
  judgeCalls: 1,
  async score({ output, value, options }, { judge }) {
    const task =
      'Compare the facts of the answer with the reference, ignoring style. "relation" is "same" if they state the same facts, "subset" if the answer leaves facts of the reference out, "superset" if it adds facts, "harmless" if they differ in nothing that matters, "disagrees" if they contradict each other.'
    const parts = { reference: value ?? '', answer: output }
    const { reason, relation } = await askJudge({ judge, options, task, parts, answer: Answer })
    const score = SCORES[relation]
    return { score, hasPassed: score > 0, reason: `${relation}: ${reasonText(reason)}` }
  },
}
