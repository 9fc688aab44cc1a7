import { z } from 'zod'
import { ModelId, PromptId, VariantId } from './ids.ts'
import { NanoUsd } from './money.ts'
import { SavingsWish } from './savings.ts'
import { VerdictKind } from './verdict.ts'

/** Something of a prompt that does not go with a new model. */
export const AuditFinding = z.object({
  ruleId: z.string(),
  /** breaks: the request is refused or does something else; costs: it is paid for without use; check: only a run tells. */
  weight: z.enum(['breaks', 'costs', 'check']),
  message: z.string(),
  /** Null = of the parameters, or of the prompt as a whole. */
  place: z.object({ messageIndex: z.number().int(), start: z.number().int(), end: z.number().int() }).nullable(),
  /** The words at the place; empty without one. */
  quote: z.string(),
})
export type AuditFinding = z.infer<typeof AuditFinding>

export const UpgradeWish = SavingsWish.extend({ modelId: ModelId })
export type UpgradeWish = z.infer<typeof UpgradeWish>

/** One of the two models, measured or reckoned. */
export const UpgradeSide = z.object({
  modelId: ModelId,
  label: z.string(),
  score: z.number().nullable(),
  /** Null = unpriced. */
  monthNanoUsd: NanoUsd.nullable(),
  latencyP50Ms: z.number().nullable(),
  latencyP95Ms: z.number().nullable(),
  /** USD per million tokens; null = unpriced. */
  inputUsd: z.number().nullable(),
  outputUsd: z.number().nullable(),
})
export type UpgradeSide = z.infer<typeof UpgradeSide>

/** Whether to move a prompt to another model: what would break, what it costs, and what a run has shown. */
export const UpgradeReport = z.object({
  promptId: PromptId,
  variantId: VariantId,
  variantLabel: z.string(),
  from: UpgradeSide,
  to: UpgradeSide,
  /** False: the run has no answers of the new model, and its cost is today's tokens at the new prices. */
  isMeasured: z.boolean(),
  verdict: z.object({ kind: VerdictKind, isProven: z.boolean(), sentence: z.string() }).nullable(),
  findings: z.array(AuditFinding),
})
export type UpgradeReport = z.infer<typeof UpgradeReport>
