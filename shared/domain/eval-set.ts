import { z } from 'zod'
import { CaseId, EvalSetId, ProjectId } from './ids.ts'
import { JsonValue } from './json.ts'
import { Assertion } from './score.ts'

export const CaseContent = z.object({
  variables: z.record(z.string(), JsonValue),
  expected: z.string().nullable(),
  tags: z.array(z.string().min(1).max(200)).max(50),
  weight: z.number().min(0).max(1000),
})
export type CaseContent = z.infer<typeof CaseContent>

export const EvalCase = CaseContent.extend({
  id: CaseId,
  /** 1, 2 … as shown in the first column. */
  position: z.number().int().positive(),
})
export type EvalCase = z.infer<typeof EvalCase>

export const EvalSet = z.object({
  id: EvalSetId,
  projectId: ProjectId,
  name: z.string(),
  /** Names of the case variables, in the order of the columns. */
  variableNames: z.array(z.string()),
  caseCount: z.number().int().min(0),
  /** Asked of every case's output. */
  assertions: z.array(Assertion),
  /** Whether the user allowed JavaScript assertions of this set to run; imported code is off until then. */
  mayRunCode: z.boolean(),
  /** SHA-256 of cases and assertions; a run keeps the hash that it ran with. */
  contentHash: z.string(),
  archivedAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
})
export type EvalSet = z.infer<typeof EvalSet>
