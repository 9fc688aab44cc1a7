import type { RenderedMessage } from '../domain/prompt.ts'
import { emptyFeatures } from './content-class.ts'
import type { Encoder } from './encoder.ts'
import { Estimator, type EstimatorState, startEstimator } from './estimator.ts'
import { framingTokens, type OverheadRule, overheadRule } from './overhead-rule.ts'
import { type RequestExtras, type RequestPart, requestParts } from './request-parts.ts'
import type { TokenProfile } from './token-profile.ts'

export interface RequestToCount {
  readonly messages: readonly RenderedMessage[]
  /** The encoder of `profile.encoding`. */
  readonly encoder: Pick<Encoder, 'count' | 'features'>
  readonly profile: TokenProfile
  /** What usage has taught about this provider and tokenizer family; the published prior without it. */
  readonly calibration?: EstimatorState
  /** What the request carries beside its messages; nothing if not given. */
  readonly extras?: RequestExtras
}

export interface RequestCount {
  /** Input tokens of the whole request, framing included. */
  readonly tokens: number
  /** Tokens of each message's content alone, in order. */
  readonly perMessage: readonly number[]
  /** Schema and tools, in `tokens` too. */
  readonly parts: readonly RequestPart[]
  /** `tokens` minus the contents and the parts. */
  readonly framingTokens: number
  /** 'exact' where the provider adds nothing, 'exact-text' where the framing is a published formula. */
  readonly exactness: 'exact' | 'exact-text' | 'estimate'
  /** Half width of the 90 % band as a fraction of `tokens`; null unless it is an estimate. */
  readonly bandRatio: number | null
  /** Past calls that an estimate has learned from; 0 for exact counts. */
  readonly calls: number
  /** The framing rule, with its source and date. */
  readonly rule: OverheadRule
}

/**
 * Input tokens of a rendered request: text by the encoder or the estimator, plus the provider's framing.
 *
 * Images and files are not part of it.
 */
export function countRequest(request: RequestToCount): RequestCount {
  const messages = countMessages(request)
  if (!request.extras) return messages
  const textTokens = sum(messages.perMessage)
  const { encoder, profile, extras } = request
  const ratio = profile.ratioPrior ? ratioOf(request, textTokens, profile.ratioPrior.ratios.other) : 1
  const parts = requestParts(profile.overheadRule, extras, { count: (text) => encoder.count(text), ratio })
  if (parts.length === 0) return messages
  const tokens = messages.tokens + sum(parts.map((part) => part.tokens))
  // Errors of parts and text have different causes: they add up as squares do.
  const errors = [messages.tokens * (messages.bandRatio ?? 0), ...parts.map((part) => part.tokens * part.bandRatio)]
  return { ...messages, tokens, parts, exactness: 'estimate', bandRatio: Math.hypot(...errors) / tokens }
}

/** Tokens of the model per token of the encoding, as on the request's own texts. */
function ratioOf({ messages, encoder }: RequestToCount, textTokens: number, fallback: number): number {
  const base = sum(messages.map(({ content }) => encoder.count(content)))
  return base > 0 ? textTokens / base : fallback
}

function countMessages(request: RequestToCount): RequestCount {
  const { messages, encoder, profile } = request
  const rule = overheadRule(profile.overheadRule)
  const framing = framingTokens(rule, messages, encoder)
  if (profile.ratioPrior) return estimateRequest(request, rule, framing, profile.ratioPrior)
  const perMessage = messages.map((message) => encoder.count(message.content))
  return {
    tokens: sum(perMessage) + framing,
    perMessage,
    parts: [],
    framingTokens: framing,
    exactness: rule.id === 'none' ? 'exact' : 'exact-text',
    bandRatio: null,
    calls: 0,
    rule,
  }
}

function estimateRequest(
  { messages, encoder, calibration }: RequestToCount,
  rule: OverheadRule,
  framing: number,
  prior: NonNullable<TokenProfile['ratioPrior']>,
): RequestCount {
  const estimator = new Estimator(calibration ?? startEstimator(prior))
  const features = emptyFeatures()
  const perMessage = messages.map((message) => {
    const own = encoder.features(message.content)
    for (let index = 0; index < own.length; index++) features[index] = (features[index] ?? 0) + (own[index] ?? 0)
    return estimator.estimateText(own)
  })
  const nothing = {
    tokens: 0,
    perMessage,
    parts: [],
    framingTokens: 0,
    exactness: 'estimate',
    bandRatio: 0,
    calls: 0,
    rule,
  } as const
  if (messages.length === 0) return nothing
  // The estimator has learned the frame of one message as its constant; the rule adds that of the others.
  const estimate = estimator.estimate(features, framing - prior.overheadTokens)
  return {
    tokens: estimate.tokens,
    perMessage,
    parts: [],
    framingTokens: estimate.tokens - sum(perMessage),
    exactness: 'estimate',
    bandRatio: estimate.bandRatio,
    calls: estimate.calls,
    rule,
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
