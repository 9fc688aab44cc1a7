import { z } from 'zod'
import { CaseId, ModelId, VariantId } from './ids.ts'
import { JsonValue } from './json.ts'
import { Interval } from './results.ts'

/** How well a judge agrees with human labels. */
export const JudgeCalibration = z.object({
  labels: z.number().int().min(0),
  /** Share of labels that the judge agrees with; null without any. */
  accuracy: z.number().nullable(),
  /** Cohen's; null where humans or judge knew one answer only. */
  kappa: z.number().nullable(),
  /** 95 % */
  kappaInterval: Interval.nullable(),
  /** Gwet's, where more than four fifths of the labels are the same and kappa says little; else null. */
  ac1: z.number().nullable(),
  /** At least 50 labels, kappa of 0.6 and more, its lower bound 0.4 and more. */
  isCalibrated: z.boolean(),
})
export type JudgeCalibration = z.infer<typeof JudgeCalibration>

/** How far two people agree on the outputs that both labelled. */
export const LabelAgreement = z.object({
  /** Names; empty = nobody named. */
  one: z.string(),
  other: z.string(),
  labels: z.number().int().min(0),
  agreed: z.number().int().min(0),
  kappa: z.number().nullable(),
  /** 95 % */
  kappaInterval: Interval.nullable(),
})
export type LabelAgreement = z.infer<typeof LabelAgreement>

/** What a judge let pass of one column, and what humans would have by their labels. */
export const JudgedRate = z.object({
  variantId: VariantId,
  modelId: ModelId,
  judged: z.number().int().min(0),
  /** Share that meets the rubric by the judge's word; null when nothing was judged. */
  judgeRate: z.number().nullable(),
  /** The same as humans would have found it; null while the labels are too few to tell. */
  correctedRate: z.number().nullable(),
  /** 95 % */
  correctedInterval: Interval.nullable(),
})
export type JudgedRate = z.infer<typeof JudgedRate>

/** A judge assertion of a run, and how its judge stands. */
export const JudgeStatus = z.object({
  /** Its place among the run's assertions, from 0. */
  assertionIndex: z.number().int().min(0),
  label: z.string(),
  judgeModelId: z.string().nullable(),
  calibration: JudgeCalibration,
  /** Outputs of which as many people say yes as no; they count for nothing until one more decides. */
  split: z.number().int().min(0),
  /** Labels by person, in the order of their first. */
  labellers: z.array(z.object({ name: z.string(), labels: z.number().int().min(0) })),
  agreements: z.array(LabelAgreement),
  /** By column of the run. */
  rates: z.array(JudgedRate),
  /** Models of the run that are of the judge's family, and so may please it more. */
  kinModelIds: z.array(ModelId),
})
export type JudgeStatus = z.infer<typeof JudgeStatus>

/** An output to label: nothing tells which variant or model wrote it, or what the judge said. */
export const LabelItem = z.object({
  caseId: CaseId,
  /** Hexadecimal. */
  outputHash: z.string().regex(/^[0-9a-f]{8,64}$/),
  rubric: z.string(),
  variables: z.record(z.string(), JsonValue),
  output: z.string(),
})
export type LabelItem = z.infer<typeof LabelItem>
