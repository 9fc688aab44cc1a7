import { z } from 'zod'
import { NanoUsd } from './money.ts'

/** Answers before the model: where the pattern is found, or the question is asked, in the values of the variables. */
export const OwnRule = z.object({
  kind: z.enum(['pattern', 'question']),
  /** A regular expression that ignores case, or a question that is compared without case, space and punctuation. */
  text: z.string().max(2000),
  answer: z.string().max(20_000),
})
export type OwnRule = z.infer<typeof OwnRule>

/** Of a project. */
export const MAX_OWN_RULES = 200

/** In their order: the first that holds answers. */
export const OwnRules = z.array(OwnRule).max(MAX_OWN_RULES)

const Judged = z.object({
  /** Cases that it answers; the rules before it have answered theirs. */
  hits: z.number().int().min(0),
  right: z.number().int().min(0),
  wrong: z.number().int().min(0),
  /** Neither an expected answer nor a scored answer that says the same. */
  unjudged: z.number().int().min(0),
  /** Today's mean score on the hits that can be judged; null = not scored. */
  todayScore: z.number().nullable(),
})

/** What rules would have done to the cases of a run. */
export const OwnRulesReport = z.object({
  cases: z.number().int().min(0),
  total: Judged,
  /** Lowest share of right answers that the judged ones leave open (Clopper–Pearson, one-sided); null = none judged. */
  precisionBound: z.number().nullable(),
  /** Per month; null = unpriced, or nothing is answered. */
  savedNanoUsd: NanoUsd.nullable(),
  /** By rule. A rule with a problem answers nothing. */
  rows: z.array(Judged.extend({ problem: z.string().nullable(), isHarmful: z.boolean() })),
})
export type OwnRulesReport = z.infer<typeof OwnRulesReport>
