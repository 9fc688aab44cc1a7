import { z } from 'zod'
import { JsonObject } from './json.ts'

/** What is done to an output before a scorer sees it; a list is applied from first to last. */
export const OutputTransform = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('trim') }),
  z.object({ kind: z.literal('lower-case') }),
  z.object({
    kind: z.literal('regex-extract'),
    /** JavaScript syntax, no delimiters. */
    pattern: z.string().min(1).max(2000),
    flags: z
      .string()
      .regex(/^[imsu]*$/, 'Flags may be i, m, s and u.')
      .default(''),
    /** 0 = the whole match. */
    group: z.number().int().min(0).max(99).default(1),
    /** Which match counts where there are several. */
    pick: z.enum(['first', 'last']).default('first'),
    /** What stands for the output when nothing matches: the output itself, or an empty text. */
    otherwise: z.enum(['keep', 'empty']).default('empty'),
  }),
  /** `$.queue`, `$.items[0].name`: the value there, as text (JSON for objects and arrays). */
  z.object({ kind: z.literal('json-path'), path: z.string().min(1).max(500) }),
])
export type OutputTransform = z.infer<typeof OutputTransform>

/** Asks a scorer about an output. `value` is a template: `{{expected}}` and every case variable may stand in it. */
export const Assertion = z.object({
  /** Id of a scorer plug-in: `equals`, `contains` … */
  scorer: z.string().min(1).max(60),
  /** `not-equals` and so on: passes when the scorer does not. */
  isNegated: z.boolean().default(false),
  value: z.string().max(100_000).nullable().default(null),
  /** The scorer's own options, checked by its schema. */
  options: JsonObject.default({}),
  transforms: z.array(OutputTransform).max(10).default([]),
  weight: z.number().min(0).max(1000).default(1),
  /** Assertions of one name are shown together; absent = none. */
  metric: z.string().min(1).max(200).optional(),
  /** Asked only of cases that have this variable (or an expected answer, for `expected`); absent = of all. */
  when: z.string().min(1).max(200).optional(),
})
export type Assertion = z.infer<typeof Assertion>

/** A scorer's word on one output. */
export const AssertionResult = z.object({
  scorer: z.string(),
  isNegated: z.boolean(),
  /** 0 to 1; null = not judged: its judge could not be asked, or gave no answer that could be read. */
  score: z.number().min(0).max(1).nullable(),
  /** Null with the score. */
  hasPassed: z.boolean().nullable(),
  reason: z.string(),
  weight: z.number(),
  metric: z.string().optional(),
})
export type AssertionResult = z.infer<typeof AssertionResult>
