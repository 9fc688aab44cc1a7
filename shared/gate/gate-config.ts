import { z } from 'zod'

const Usd = z.number().min(0)
const Rate = z.number().min(0).max(1)

/** What a prompt may take and must reach; a limit that is not given is not checked. */
export const GateLimits = z.strictObject({
  /** Tokens that every call carries: the prompt with its partials, its schema and tools, and its variables empty. */
  maxTokensPerPrompt: z.number().int().positive().optional(),
  /** Of the dearest case: the mean of its calls. */
  maxCostPerCallUsd: Usd.optional(),
  /** Of the mean call, times 1,000. */
  maxCostPer1000Usd: Usd.optional(),
  minScore: Rate.optional(),
  minPassRate: Rate.optional(),
  maxLatencyP50Ms: z.number().positive().optional(),
  maxLatencyP95Ms: z.number().positive().optional(),
})
export type GateLimits = z.infer<typeof GateLimits>

/** How a prompt is held against the baseline. */
export const GateRule = z.strictObject({
  /** How much worse is still acceptable, as a fraction: 0.03 is 3 points. */
  margin: z.number().gt(0).max(0.5).default(0.03),
  alpha: z.number().min(0.001).max(0.2).default(0.05),
  /** What becomes of a comparison that too few cases leave open. */
  undecided: z.enum(['fail', 'pass']).default('fail'),
})
export type GateRule = z.infer<typeof GateRule>

/** `pithy.yaml`, beside the prompts. */
export const GateConfig = z.strictObject({
  /** For every prompt. */
  limits: GateLimits.default({}),
  /** By label: what holds for one prompt instead. */
  prompts: z.record(z.string(), GateLimits).default({}),
  /** Assertions that may not fail in a single case, whatever the mean: by their metric, their type or both as the interface has them. */
  critical: z.array(z.string().min(1).max(300)).max(100).default([]),
  baseline: GateRule.default({ margin: 0.03, alpha: 0.05, undecided: 'fail' }),
})
export type GateConfig = z.infer<typeof GateConfig>

/** Whether a limit can only be checked on answers. */
export function needsRun(limits: GateLimits): boolean {
  return Object.entries(limits).some(([name, value]) => name !== 'maxTokensPerPrompt' && value !== undefined)
}
