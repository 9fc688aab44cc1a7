import { z } from 'zod'
import { ModelId } from '../domain/ids.ts'
import { GateLimits, GateRule } from './gate-config.ts'

/** What one column made of one case, its trials together. */
export const SnapshotCase = z.object({
  /** Hash of the variables and the expected text; cases that say the same are numbered. The same in every library. */
  key: z.string().min(1).max(200),
  /** 1, 2 … in its eval set. */
  position: z.number().int().positive(),
  /** Cases that say the same are no independent evidence. */
  cluster: z.string().max(200),
  trials: z.number().int().min(0),
  /** Trials without an answer. */
  failed: z.number().int().min(0),
  /** Null when a trial failed or nothing was scored. */
  score: z.number().min(0).max(1).nullable(),
  passed: z.number().int().min(0),
  scored: z.number().int().min(0),
  /** Mean of a call, in nano-dollars; null = unpriced or not answered. */
  costNanoUsd: z.number().min(0).nullable(),
  latenciesMs: z.array(z.number().min(0)),
  /** By place in the run's assertions: which failed in any trial, and which no judge could be asked about. */
  failedAssertions: z.array(z.number().int().min(0)).optional(),
  openAssertions: z.array(z.number().int().min(0)).optional(),
})
export type SnapshotCase = z.infer<typeof SnapshotCase>

export const SnapshotColumn = z.object({
  prompt: z.string(),
  modelId: ModelId,
  isSimulation: z.boolean(),
  /** Of messages, partials and parameters: with a case and the model, all that a request says. Absent in older snapshots. */
  promptHash: z.string().max(200).optional(),
  cases: z.array(SnapshotCase).max(1_000_000),
})
export type SnapshotColumn = z.infer<typeof SnapshotColumn>

/** An assertion that may fail in no case. */
export const CriticalAssertion = z.object({ index: z.number().int().min(0), name: z.string() })
export type CriticalAssertion = z.infer<typeof CriticalAssertion>

/** Tokens that every call of a prompt carries, on one model. */
export const PromptTokens = z.object({
  prompt: z.string(),
  modelId: ModelId,
  tokens: z.number().min(0),
  isExact: z.boolean(),
  limits: GateLimits,
})
export type PromptTokens = z.infer<typeof PromptTokens>

/** Which share of the cases it holds: the cases whose number leaves index − 1 when divided by count. */
export const Shard = z.object({ index: z.number().int().positive(), count: z.number().int().positive() })
export type Shard = z.infer<typeof Shard>

/** The golden file: a run's results by case, without a text of prompt, case or answer. */
export const Snapshot = z.object({
  format: z.literal('pithy-snapshot'),
  version: z.literal(1),
  name: z.string(),
  createdAt: z.iso.datetime(),
  /** Hash of prompts, models, cases and assertions; parts of one gate have the same. */
  planHash: z.string(),
  isComplete: z.boolean(),
  columns: z.array(SnapshotColumn).max(2500),
  /** Of a part: what `pithy merge` needs to judge the whole. */
  part: z
    .object({
      shard: Shard,
      prompts: z.array(PromptTokens),
      rule: GateRule,
      critical: z.array(CriticalAssertion).default([]),
    })
    .optional(),
})
export type Snapshot = z.infer<typeof Snapshot>
