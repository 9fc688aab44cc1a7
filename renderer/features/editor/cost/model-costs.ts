import type { Overhead } from '../../../../shared/breakdown/part-amounts.ts'
import { costOf } from '../../../../shared/cost/cost-of.ts'
import { monthlyCost } from '../../../../shared/cost/monthly-cost.ts'
import type { ExactCount } from '../../../../shared/domain/calibration.ts'
import { splitModelId } from '../../../../shared/domain/ids.ts'
import type { CatalogModel } from '../../../../shared/domain/model.ts'
import type { NanoUsd } from '../../../../shared/domain/money.ts'
import type { Parameters, Role } from '../../../../shared/domain/prompt.ts'
import type { ProviderInfo } from '../../../../shared/domain/provider.ts'
import type { Profile } from '../../../../shared/domain/settings.ts'
import { countRequest, type RequestCount } from '../../../../shared/tokens/count-tokens.ts'
import type { EncodingId } from '../../../../shared/tokens/encodings.ts'
import type { EstimatorState } from '../../../../shared/tokens/estimator.ts'
import { type RequestExtras, requestParts } from '../../../../shared/tokens/request-parts.ts'
import { type TokenProfile, tokenProfile } from '../../../../shared/tokens/token-profile.ts'
import type { LiveCount } from '../../../tokens/text-counts.ts'
import type { CountExtra } from '../tokens/use-extra-counts.ts'

/** What stands around the texts of a request. */
export const FRAMING = 'Framing of the messages'

export interface CountedMessage {
  readonly role: Role
  readonly count: LiveCount
}

/** What one call of the prompt takes and costs on a model. */
export interface ModelCost {
  readonly model: CatalogModel
  readonly profile: TokenProfile
  readonly inputTokens: number
  /** Half width of the 90 % band as a fraction; null where the count is exact. */
  readonly bandRatio: number | null
  /** The provider's own count of this very text; then `inputTokens` is it. */
  readonly exact: ExactCount | null
  /** How the count was made, for a tooltip. */
  readonly basis: string
  /** Tokens of the model per token of its encoding in these texts; where the provider counted them, by its count. */
  readonly tokenRatio: number
  /** What of `inputTokens` is not text of the messages. */
  readonly overheads: readonly Overhead[]
  readonly outputTokens: number
  /** All null = unpriced. */
  readonly inputNanoUsd: NanoUsd | null
  readonly callNanoUsd: NanoUsd | null
  readonly monthNanoUsd: NanoUsd | null
  /** The prompt and its answer do not fit into the model's context. */
  readonly isTooLong: boolean
}

export function profileOf(model: CatalogModel, providers: readonly ProviderInfo[]): TokenProfile {
  const { providerId, modelName } = splitModelId(model.id)
  const kind = providers.find(({ id }) => id === providerId)?.kind ?? providerId
  return tokenProfile({ providerKind: kind, modelName })
}

/** Null while a text is not counted in the model's encoding yet. */
export function modelCost(
  model: CatalogModel,
  given: {
    readonly tokenProfile: TokenProfile
    readonly messages: readonly CountedMessage[]
    readonly profile: Profile
    readonly parameters: Pick<Parameters, 'maxOutputTokens'>
    /** Schema and tools with the worker's counts of their texts; none if not given. */
    readonly extras?: { readonly content: RequestExtras; readonly count: CountExtra }
    readonly exact?: ExactCount | null
    /** What usage has taught of this model; without it the family's prior holds. */
    readonly calibration?: EstimatorState | null
  },
): ModelCost | null {
  const { tokenProfile: how, messages, profile } = given
  if (messages.some(({ count }) => count.counts[how.encoding] === undefined)) return null
  if (how.ratioPrior && messages.some(({ count }) => count.features === null)) return null
  const extras = given.extras
  if (extras && isCounting(how, extras)) return null
  const byText = new Map(messages.map(({ count }) => [count.text, count]))
  const request = countRequest({
    messages: messages.map(({ role, count }) => ({ role, content: count.text })),
    profile: how,
    ...(extras ? { extras: extras.content } : {}),
    ...(given.calibration ? { calibration: given.calibration } : {}),
    // The worker has counted the texts; what else is asked for is a role, one token in every vocabulary here.
    encoder: {
      count: (text) => byText.get(text)?.counts[how.encoding] ?? extras?.count(how.encoding, text) ?? 1,
      features: (text) => byText.get(text)?.features ?? new Float64Array(),
    },
  })
  const exact = given.exact ?? null
  const inputTokens = exact?.tokens ?? Math.round(request.tokens)
  const outputTokens = Math.min(Math.round(profile.outputTokens), given.parameters.maxOutputTokens ?? Infinity)
  const none = { cacheReadTokens: 0, cacheWrite5mTokens: 0, cacheWrite1hTokens: 0, reasoningTokens: null }
  const usage = { ...none, inputTokens, outputTokens, isEstimated: true }
  const cost = costOf({ usage, price: model.price })
  return {
    model,
    profile: how,
    inputTokens,
    bandRatio: exact ? null : request.bandRatio,
    exact,
    basis: exact ? `Counted by the provider on ${exact.countedAt.slice(0, 10)}.` : basisText(how, request),
    tokenRatio: tokenRatio(request, messages, { encoding: how.encoding, exact }),
    overheads: [
      { label: FRAMING, tokens: request.framingTokens, note: sourceText(request.rule) },
      ...request.parts.map((part) => ({
        label: part.label,
        tokens: part.tokens,
        isPrefix: true,
        note: sourceText(part),
      })),
    ],
    outputTokens,
    inputNanoUsd: cost?.byClass.input ?? null,
    callNanoUsd: cost?.nanoUsd ?? null,
    monthNanoUsd: monthlyCost(cost?.nanoUsd ?? null, profile.callsPerDay),
    isTooLong: model.contextTokens !== null && inputTokens + outputTokens > model.contextTokens,
  }
}

function tokenRatio(
  { perMessage, parts, framingTokens, bandRatio }: RequestCount,
  messages: readonly CountedMessage[],
  { encoding, exact }: { readonly encoding: EncodingId; readonly exact: ExactCount | null },
): number {
  const encoded = messages.reduce((sum, { count }) => sum + (count.counts[encoding] ?? 0), 0)
  if (encoded === 0) return 1
  if (exact) {
    const around = parts.reduce((sum, { tokens }) => sum + tokens, framingTokens)
    return Math.max(0, exact.tokens - around) / encoded
  }
  return bandRatio === null ? 1 : perMessage.reduce((sum, one) => sum + one, 0) / encoded
}

/** Whether the worker still counts a text of the schema or of a tool. */
function isCounting(how: TokenProfile, { content, count }: { content: RequestExtras; count: CountExtra }): boolean {
  let isMissing = false
  const see = (text: string) => {
    isMissing ||= count(how.encoding, text) === null
    return 0
  }
  requestParts(how.overheadRule, content, { count: see, ratio: 1 })
  return isMissing
}

function basisText(how: TokenProfile, { calls, rule }: RequestCount): string {
  const framing = `Framing: ${rule.label} (${rule.source} Read ${rule.readOn}.)`
  if (how.exactness === 'exact') return `Exact text, ${how.label}. ${framing}`
  const learned =
    calls > 0
      ? `learned from the usage of ${calls.toLocaleString('en-US')} past calls`
      : `no call seen yet; ratios from ${how.priorSource}`
  return `Estimate for ${how.label}, ${learned}; the band holds nine times in ten. ${framing}`
}

function sourceText({ source, readOn }: { readonly source: string; readonly readOn: string }): string {
  return `${source} Read ${readOn}.`
}
