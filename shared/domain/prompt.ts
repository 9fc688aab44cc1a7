import { z } from 'zod'
import { ProjectId, PromptId, VariantId } from './ids.ts'
import { JsonObject } from './json.ts'
import { Effort } from './model.ts'
import { NanoUsd } from './money.ts'
import { PartialTexts } from './partial.ts'
import { ToolChoice, ToolDefinitions } from './tool.ts'

export const Role = z.enum(['system', 'user', 'assistant'])
export type Role = z.infer<typeof Role>

const MAX_TEMPLATE_CHARACTERS = 4_000_000

export const Message = z.object({
  role: Role,
  template: z.string().max(MAX_TEMPLATE_CHARACTERS),
  /**
   * Texts that the user locked: wherever the template says one of them, no compressor may touch it. Never sent. Absent =
   * none; not a default, so that a variant stored without it stays the same content.
   */
  locked: z.array(z.string().min(1)).max(200).optional(),
})
export type Message = z.infer<typeof Message>

/** A message with its variables filled in: what a provider receives. */
export interface RenderedMessage {
  readonly role: Role
  readonly content: string
}

/**
 * What of the prompt the provider is asked to cache, where it must be asked (Anthropic): `prefix` = all but the last message,
 * which cases share; `auto` = all of it, which only repeats share. Writing costs more than not caching.
 */
export const CacheMode = z.enum(['none', 'prefix', 'auto'])
export type CacheMode = z.infer<typeof CacheMode>

/** How long what is cached lives between two reads, where that can be chosen (Anthropic); an hour costs more to write. */
export const CacheTtl = z.enum(['5m', '1h'])
export type CacheTtl = z.infer<typeof CacheTtl>

/** Null = not sent: the provider's default holds. */
export const Parameters = z.object({
  maxOutputTokens: z.number().int().positive().nullable().default(null),
  temperature: z.number().min(0).max(2).nullable().default(null),
  effort: Effort.nullable().default(null),
  stop: z.array(z.string().min(1)).max(8).default([]),
  responseSchema: JsonObject.nullable().default(null),
  /** Absent = none, so that a variant stored before there were tools keeps its hash. */
  tools: ToolDefinitions.optional(),
  /** Absent = auto; counts only where there are tools. */
  toolChoice: ToolChoice.optional(),
  /** Absent = none; not a default, so that a variant stored without it keeps its hash and its cached replies. */
  cache: CacheMode.optional(),
  /** Absent = 5 minutes; counts only where something is cached. */
  cacheTtl: CacheTtl.optional(),
})
export type Parameters = z.infer<typeof Parameters>

export const defaultParameters: Parameters = {
  maxOutputTokens: null,
  temperature: null,
  effort: null,
  stop: [],
  responseSchema: null,
}

export const VariantOrigin = z.enum(['written', 'compressed', 'ablated', 'optimized', 'imported'])
export type VariantOrigin = z.infer<typeof VariantOrigin>

/** What a variant says and asks for; two variants with the same content get the same answers. */
export const VariantContent = z.object({ messages: z.array(Message).min(1).max(100), parameters: Parameters })
export type VariantContent = z.infer<typeof VariantContent>

/**
 * One version of a prompt. Text changes in place until evidence hangs on it (`isFrozen`: a run used it, or another variant
 * came from it); from then on saving makes the next revision under the same letter, and the old one stays readable.
 */
export const Variant = z.object({
  id: VariantId,
  promptId: PromptId,
  /** The letter on the tab: A, B … Z, AA. */
  letter: z.string(),
  /** 1, 2 … within the letter. */
  revision: z.number().int().positive(),
  name: z.string(),
  content: VariantContent,
  parentId: VariantId.nullable(),
  origin: VariantOrigin,
  /** How it came about, in words: "Lossless edits: 14 of 15 taken". */
  note: z.string(),
  isFrozen: z.boolean(),
  /** The revision that replaced this one on its tab. */
  supersededById: VariantId.nullable(),
  archivedAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  /** What the partials that it uses said when it was frozen, until then what they say now; absent = it uses none. */
  partials: PartialTexts.optional(),
})
export type Variant = z.infer<typeof Variant>

/** "B" or, from the second revision on, "B2": what charts, columns and sentences call a variant. */
export function variantLabel(variant: Pick<Variant, 'letter' | 'revision'>): string {
  return variant.revision === 1 ? variant.letter : `${variant.letter}${variant.revision}`
}

export const Prompt = z.object({
  id: PromptId,
  projectId: ProjectId,
  name: z.string(),
  archivedAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
})
export type Prompt = z.infer<typeof Prompt>

export const Project = z.object({
  id: ProjectId,
  name: z.string(),
  description: z.string(),
  /** True for the two projects that a new library starts with. */
  isSample: z.boolean(),
  archivedAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
  /** Hard limit of what its real calls may cost in all; null = none. */
  budgetNanoUsd: NanoUsd.nullable(),
})
export type Project = z.infer<typeof Project>
