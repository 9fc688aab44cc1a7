import { type CallFacts, type CallFailure, MAY_BE_BILLED } from './call-failure.ts'
import type { ReplyHeaders } from './post.ts'
import { type ErrorDetail, readErrorBody, readErrorValue } from './read-error-body.ts'
import { readWait, retryAfterMs, serverNow } from './retry-after.ts'

const QUOTA =
  /^(insufficient_quota|credit_balance_exhausted|billing_error|billing_hard_limit_reached|billing_not_active|enforced_spend_limit_reached|(organization|project)_(spend|usage)_limit_(exceeded|reached))$/
const QUOTA_MESSAGE = /credit balance is too low|insufficient balance/i
const CONTEXT = /^(context_length_exceeded|string_above_max_length|model_context_window_exceeded|request_too_large)$/
const CONTEXT_MESSAGE = /prompt is too long|maximum context length|context (window|size|length)|input (is )?too long/i
/** Of the flex service, which is refused at busy times and not charged then (OpenAI's guide to flex processing, 2026-11). */
const CAPACITY = /^resource_unavailable$/i
const CAPACITY_MESSAGE =
  /resource[s_ ]*(is |are )?unavailable|insufficient resources|lack(s|ing)? sufficient resources/i
const REFUSED_MESSAGE = /['"`]?\b(stream_options|max_tokens|logprobs)\b['"`]?/

/** What an error that came inside a reply of status 200 would have been as a status; by its type, as both vendors name it. */
const STATUS_OF_TYPE: Readonly<Record<string, number>> = {
  invalid_request_error: 400,
  authentication_error: 401,
  permission_error: 403,
  not_found_error: 404,
  request_too_large: 413,
  rate_limit_error: 429,
  rate_limit_exceeded: 429,
  billing_error: 402,
  overloaded_error: 529,
  timeout_error: 504,
  // Codes of a failed response (openai 7.57.0, ResponseError); the rest of them are about images, which are never sent.
  invalid_prompt: 400,
  bio_policy: 400,
  misalignment_policy_violation: 400,
  data_residency_mismatch: 403,
}

/** An answer whose status is not 2xx. */
export function classifyStatus(
  fault: { readonly status: number; readonly headers: ReplyHeaders; readonly body: string | null },
  facts: CallFacts,
): CallFailure {
  const now = serverNow(fault.headers, facts.nowMs)
  const detail = readErrorBody(fault.body)
  const wait = retryAfterMs(fault.headers, now) ?? (detail?.retryDelay ? readWait(detail.retryDelay, now) : null)
  const answered = `${facts.label} answered ${fault.status}`
  return { ...judgeStatus({ status: fault.status, answered, detail, wait, facts }), retryAfterMs: wait }
}

/** An error told after status 200: as the whole body, in the first event, or in the middle of an answer (`hasStarted`). */
export function classifyReplyError(
  { error, hasStarted }: { readonly error: unknown; readonly hasStarted: boolean },
  facts: CallFacts,
): CallFailure {
  const detail = readErrorValue({ error })
  const named = STATUS_OF_TYPE[detail?.type ?? ''] ?? STATUS_OF_TYPE[detail?.code ?? '']
  const status = detail?.status ?? (isQuota(detail) ? 402 : (named ?? 500))
  const answered = `${facts.label} reported an error${hasStarted ? ' in the middle of its answer' : ''}`
  const failure = judgeStatus({ status, answered, detail, wait: null, facts })
  // What the provider had read and written until then may be on the bill.
  if (!hasStarted || failure.billing !== 'rejected') return failure
  return { ...failure, billing: 'unknown', message: `${failure.message} ${MAY_BE_BILLED}` }
}

interface Answer {
  readonly status: number
  /** How a message about it begins: "OpenAI answered 401". */
  readonly answered: string
  readonly detail: ErrorDetail | null
  /** Milliseconds that the provider asks to wait. */
  readonly wait: number | null
  readonly facts: CallFacts
}

function judgeStatus({ status, answered, detail, wait, facts }: Answer): CallFailure {
  if (status < 500 && isQuota(detail)) return quotaUsedUp(answered)
  if (status < 500 && status !== 429 && isTooLong(detail)) return tooLong(answered, detail)
  switch (status) {
    case 401:
      return keyRefused(`${answered}: the key was not accepted. Check the key in Settings → Providers.`)
    case 403:
      return keyRefused(
        `${answered}: this key may not do that${naming(detail)}. Check its rights and the region with the provider.`,
      )
    case 402:
      return wait === null
        ? quotaUsedUp(answered)
        : limited(`${answered}: the credit for calls under way is used up for now.`)
    case 404:
      return notFound(answered, facts)
    case 405:
      return refused(
        `${answered}: there is no such service at this address. Check it in Settings → Providers.`,
        'provider',
      )
    case 407:
      return proxyRefused(answered)
    case 413:
    case 414:
    case 431:
      return refused(`${answered}: the request is too large.`)
    case 408:
      return {
        code: 'timeout',
        message: `${answered}: it gave up waiting. ${MAY_BE_BILLED}`,
        billing: 'unknown',
        isRetryable: true,
      }
    case 409:
      return failed(`${answered}: another request was in the way.`)
    // A proxy's own: it lost the caller, and what stands behind it may have gone on.
    case 499:
      return failed(`${answered}: the connection was lost on the way.`)
    case 429:
      if (isOutOfCapacity(detail)) return outOfCapacity(answered)
      return limited(`${answered}: too many requests or tokens for now.`)
    case 503:
    case 529:
      return overloaded(answered, detail)
    default:
      return status >= 500
        ? { ...failed(`${answered}: it failed${naming(detail)}.`), isRetryable: status !== 501 && status !== 505 }
        : refusedParameter(answered, detail, facts)
  }
}

function keyRefused(message: string): CallFailure {
  return { code: 'provider-auth', message, billing: 'rejected', isRetryable: false, stops: 'provider' }
}

function quotaUsedUp(answered: string): CallFailure {
  const message = `${answered}: the account's credit or spend limit is used up. Top it up or raise the limit with the provider.`
  return { code: 'provider-quota', message, billing: 'rejected', isRetryable: false, stops: 'provider' }
}

function limited(message: string): CallFailure {
  return { code: 'provider-limit', message, billing: 'rejected', isRetryable: true }
}

function outOfCapacity(answered: string): CallFailure {
  const message = `${answered}: its flex service has no free capacity right now. Nothing was billed. Resume later, or run live.`
  return { ...limited(message), isOutOfCapacity: true }
}

/** Rejected only with the provider's own words: a proxy's 503 page may come after the work was done. */
function overloaded(answered: string, detail: ErrorDetail | null): CallFailure {
  const message = `${answered}: it is overloaded.`
  if (detail) return { code: 'provider-limit', message, billing: 'rejected', isRetryable: true }
  return { code: 'provider-limit', message: `${message} ${MAY_BE_BILLED}`, billing: 'unknown', isRetryable: true }
}

function failed(message: string): CallFailure {
  return { code: 'provider-failed', message: `${message} ${MAY_BE_BILLED}`, billing: 'unknown', isRetryable: true }
}

function refused(message: string, stops?: CallFailure['stops']): CallFailure {
  return { code: 'provider-refused', message, billing: 'rejected', isRetryable: false, ...(stops ? { stops } : {}) }
}

function notFound(answered: string, { modelName }: CallFacts): CallFailure {
  return modelName === null
    ? refused(`${answered}: there is no such service at this address. Check it in Settings → Providers.`, 'provider')
    : refused(
        `${answered}: it has no model "${modelName}", or this key may not use it. Check the name in Models.`,
        'model',
      )
}

function proxyRefused(answered: string): CallFailure {
  const message = `${answered}: the network's proxy asks for a sign-in. Set the proxy's user and password on this machine.`
  return { code: 'host-unreachable', message, billing: 'rejected', isRetryable: false, stops: 'provider' }
}

function tooLong(answered: string, detail: ErrorDetail | null): CallFailure {
  // Numbers are all that is taken out of the provider's text, which may quote the prompt.
  const [first, second] = [...(detail?.message ?? '').matchAll(/\b(\d[\d,]{2,9}) tokens|> (\d[\d,]{2,9})/g)].map(
    (m) => m[1] ?? m[2],
  )
  const numbers = first && second ? ` (it names ${first} and ${second} tokens)` : ''
  return refused(
    `${answered}: the prompt is longer than the model takes${numbers}. Shorten it or choose a model with a larger context.`,
  )
}

function refusedParameter(answered: string, detail: ErrorDetail | null, { modelName }: CallFacts): CallFailure {
  const parameter = detail?.parameter ?? REFUSED_MESSAGE.exec(detail?.message ?? '')?.[1] ?? null
  if (parameter === null) return refused(`${answered}: it does not take this request${naming(detail)}.`)
  const message = `${answered}: "${modelName ?? 'it'}" does not take this value of "${parameter}"${naming(detail)}. Change it in the variant's parameters.`
  return { ...refused(message), refusedParameter: parameter }
}

function naming(detail: ErrorDetail | null): string {
  const name = detail?.code ?? detail?.type ?? null
  return name === null ? '' : ` (${name})`
}

function isQuota(detail: ErrorDetail | null): boolean {
  return QUOTA.test(detail?.code ?? '') || QUOTA.test(detail?.type ?? '') || QUOTA_MESSAGE.test(detail?.message ?? '')
}

function isOutOfCapacity(detail: ErrorDetail | null): boolean {
  const isNamed = CAPACITY.test(detail?.code ?? '') || CAPACITY.test(detail?.type ?? '')
  return isNamed || CAPACITY_MESSAGE.test(detail?.message ?? '')
}

function isTooLong(detail: ErrorDetail | null): boolean {
  return (
    CONTEXT.test(detail?.code ?? '') || CONTEXT.test(detail?.type ?? '') || CONTEXT_MESSAGE.test(detail?.message ?? '')
  )
}
