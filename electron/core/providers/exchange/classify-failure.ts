import type { Deadlines } from '../../../../shared/domain/deadlines.ts'
import { ProviderError } from '../provider-error.ts'
import { type CallFacts, type CallFailure, MAY_BE_BILLED } from './call-failure.ts'
import type { CallFault, Fault, ReplyProblem } from './call-fault.ts'
import { classifyNetwork } from './classify-network.ts'
import { classifyReplyError, classifyStatus } from './classify-status.ts'
import type { CallClock } from './deadlines.ts'

interface Circumstances {
  readonly label: string
  readonly modelName: string | null
  readonly clock: Pick<CallClock, 'mayHaveLeft' | 'isCancelled' | 'expired'>
  readonly deadlines: Deadlines
  readonly nowMs: number
  readonly cause: unknown
}

/**
 * The one place where a failed call is judged: what to tell, what became of the money, whether a second try can help.
 *
 * @param fault null when the call was stopped before anything went wrong by itself
 */
export function classifyFailure(fault: CallFault | null, circumstances: Circumstances): ProviderError {
  const { clock, cause, ...rest } = circumstances
  const { mayHaveLeft, isCancelled, expired } = clock
  const judged = judge(fault?.fault ?? null, { ...rest, mayHaveLeft, isCancelled, expired })
  const { code, message, retryAfterMs = null, ...failure } = judged
  const status = fault?.fault.kind === 'status' || fault?.fault.kind === 'redirect' ? fault.fault.status : null
  const partial = fault?.partial ?? null
  return new ProviderError(code, message, { ...failure, retryAfterMs, status, ...(partial ? { partial } : {}) }, cause)
}

/** Pure: the same fault under the same facts is always the same failure. */
export function judge(fault: Fault | null, facts: CallFacts): CallFailure {
  // A complete answer of the provider beats a cancellation or a deadline that came while it was read.
  if (fault?.kind === 'status') return classifyStatus(fault, facts)
  if (fault?.kind === 'redirect') return redirectRefused(fault.status, facts)
  if (fault?.kind === 'error-in-reply') return classifyReplyError(fault, facts)
  if (fault?.kind === 'bad-reply' && fault.problem !== 'cut') return badReply(fault.problem, facts)
  if (facts.isCancelled) return cancelled(facts)
  if (facts.expired) return tooLate(facts.expired, facts)
  if (fault?.kind === 'network') return classifyNetwork(fault.code, facts)
  return badReply('cut', facts)
}

function redirectRefused(status: number, { label }: CallFacts): CallFailure {
  return {
    code: 'provider-failed',
    message: `${label} answered with a redirect (${status}). Pithy follows none, because the key would go along. Enter the final address in Settings → Providers.`,
    billing: 'rejected',
    isRetryable: false,
    stops: 'provider',
  }
}

function cancelled({ mayHaveLeft }: CallFacts): CallFailure {
  const message = mayHaveLeft
    ? `Cancelled while the call was under way. ${MAY_BE_BILLED}`
    : 'Cancelled before the call was sent.'
  return { code: 'cancelled', message, billing: mayHaveLeft ? 'unknown' : 'not-sent', isRetryable: false }
}

function tooLate(name: NonNullable<CallFacts['expired']>, { label, deadlines, mayHaveLeft }: CallFacts): CallFailure {
  const billing = mayHaveLeft ? 'unknown' : 'not-sent'
  const bill = mayHaveLeft ? ` ${MAY_BE_BILLED}` : ''
  switch (name) {
    case 'connect': {
      const message = `No connection to ${label} within ${seconds(deadlines.connectMs)}. Check the network and the address in Settings → Providers.`
      return { code: 'host-unreachable', message, billing: 'not-sent', isRetryable: true }
    }
    case 'first-byte': {
      const message = `${label} began no answer within ${seconds(deadlines.firstByteMs)}.${bill}`
      return { code: 'timeout', message, billing, isRetryable: true }
    }
    case 'idle': {
      const message = `${label} stopped in the middle of its answer for ${seconds(deadlines.idleMs)}.${bill}`
      return { code: 'timeout', message, billing, isRetryable: true }
    }
    case 'total': {
      // A second try would most likely take as long and cost as much again.
      const message = `${label} had not finished after ${seconds(deadlines.totalMs)}.${bill} Lower the output limit or the effort, or allow more time.`
      return { code: 'timeout', message, billing, isRetryable: false }
    }
  }
  return name satisfies never
}

const PROBLEMS: Readonly<Record<ReplyProblem, { readonly text: string; readonly isRetryable: boolean }>> = {
  empty: { text: 'answered without any content', isRetryable: true },
  html: {
    text: 'answered with a web page instead of a reply; a proxy or a sign-in page may stand between',
    isRetryable: true,
  },
  'not-json': { text: 'sent a reply that cannot be read', isRetryable: true },
  cut: { text: 'broke off in the middle of its reply', isRetryable: true },
  unfinished: { text: 'ended its reply without saying that it is complete', isRetryable: true },
  'cut-tool-call': { text: 'asked for a tool and sent only a part of its arguments', isRetryable: true },
  'no-choice': { text: 'sent a reply without an answer in it', isRetryable: true },
  'event-too-large': { text: 'sent one piece of more than 8 million characters', isRetryable: false },
  'output-too-large': { text: 'sent more than 16 million characters', isRetryable: false },
}

function badReply(problem: ReplyProblem, { label }: CallFacts): CallFailure {
  const { text, isRetryable } = PROBLEMS[problem]
  return { code: 'provider-failed', message: `${label} ${text}. ${MAY_BE_BILLED}`, billing: 'unknown', isRetryable }
}

function seconds(ms: number): string {
  return ms % 60_000 === 0 ? `${ms / 60_000} minutes` : `${ms / 1000} seconds`
}
