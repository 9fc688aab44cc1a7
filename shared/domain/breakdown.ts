import { z } from 'zod'

/** Tokens of one variable's values, each value counted by itself, over all cases of an eval set. */
export const VariableTokens = z.object({
  name: z.string(),
  mean: z.number(),
  p95: z.number(),
  max: z.number(),
  /** Every case has it, with the same value. */
  isFixed: z.boolean(),
})
export type VariableTokens = z.infer<typeof VariableTokens>

/** Where the tokens of a prompt are, over the cases that were filled in. */
export const PromptCounts = z.object({
  /** Tokens of all counted prompts together, one figure per cut of shared/breakdown/cut-prompt.ts. */
  tokens: z.array(z.number().int().min(0)),
  /** Prompts counted: cases filled in, or 1 for the template as written where there was none. */
  prompts: z.number().int().min(1),
  isAsWritten: z.boolean(),
  /** Not all cases were counted, but an even sample of them. */
  isSampled: z.boolean(),
  /** Cases that could not be filled in. */
  failed: z.number().int().min(0),
  /** Empty without an eval set. */
  variables: z.array(VariableTokens),
})
export type PromptCounts = z.infer<typeof PromptCounts>
