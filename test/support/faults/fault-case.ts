import type { ProviderRequest } from '../../../electron/core/providers/provider.ts'
import type { Deadlines } from '../../../shared/domain/deadlines.ts'
import type { FinishReason } from '../../../shared/domain/run.ts'
import type { ErrorCode } from '../../../shared/domain/wire-error.ts'
import { renderReply } from '../fake-provider-body.ts'
import type { FakeReply, Protocol } from '../fake-provider-replies.ts'
import type { SocketScript, SocketStep } from '../socket-provider-server.ts'

/** In which protocol, and whether the server streams or sends one JSON value. */
export interface Situation {
  readonly protocol: Protocol
  readonly form: 'stream' | 'whole'
}

export interface Failed {
  readonly code: ErrorCode
  readonly billing: 'not-sent' | 'rejected' | 'unknown'
  readonly isRetryable: boolean
  readonly stops?: 'model' | 'provider'
  readonly retryAfterMs?: number
}

export interface Settled {
  readonly finish: FinishReason
  readonly output?: string
  /** told: 12 and 5 tokens, as the server says; none: the caller has to count; wrong: never expected. */
  readonly usage?: 'told' | 'none' | 'wrong'
}

export interface FaultCase {
  readonly name: string
  /** Null where the protocol or the form cannot have this fault. */
  readonly script: (at: Situation) => SocketScript | null
  readonly expected: Failed | Settled | ((at: Situation) => Failed | Settled)
  /** The other outcome that timing allows: the line may break before or after the first byte leaves. */
  readonly or?: Failed
  /** Requests that reach the server; 1 unless told. */
  readonly requests?: number
  /** How often the caller hears that bytes leave; 1 unless told. */
  readonly sends?: number
  readonly deadlines?: Partial<Deadlines>
  readonly cancel?: 'before' | 'first-text'
  readonly request?: Partial<ProviderRequest>
  readonly key?: string
  /** Where the call goes instead of the server. */
  readonly url?: (server: string) => string | Promise<string>
}

export const refused: Failed = { code: 'provider-refused', billing: 'rejected', isRetryable: false }
export const keyRefused: Failed = { code: 'provider-auth', billing: 'rejected', isRetryable: false, stops: 'provider' }
export const quota: Failed = { code: 'provider-quota', billing: 'rejected', isRetryable: false, stops: 'provider' }
export const limited: Failed = { code: 'provider-limit', billing: 'rejected', isRetryable: true }
export const overloaded: Failed = { code: 'provider-limit', billing: 'unknown', isRetryable: true }
export const failed: Failed = { code: 'provider-failed', billing: 'unknown', isRetryable: true }
export const failedForGood: Failed = { ...failed, isRetryable: false }
export const timedOut: Failed = { code: 'timeout', billing: 'unknown', isRetryable: true }
export const unreachable: Failed = { code: 'host-unreachable', billing: 'not-sent', isRetryable: true }
export const settled: Settled = { finish: 'stop' }

export interface HttpAnswer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string | Uint8Array
  /** How the end of the body is told. */
  readonly framing?: 'length' | 'chunked' | 'close'
  /** Bytes of one chunk; all in one unless told. */
  readonly chunkBytes?: number
}

/** The bytes of an HTTP answer; with `close` the connection must be ended after them. */
export function httpAnswer(answer: HttpAnswer): Buffer {
  const { status = 200, headers = {}, framing = 'length' } = answer
  const body = Buffer.from(answer.body)
  const framed = framing === 'chunked' ? chunked(body, answer.chunkBytes ?? body.length) : body
  const told = {
    'content-type': 'application/json',
    ...(framing === 'length' ? { 'content-length': String(body.length) } : {}),
    ...(framing === 'chunked' ? { 'transfer-encoding': 'chunked' } : {}),
    ...headers,
  }
  const lines = Object.entries(told).map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.concat([Buffer.from(`HTTP/1.1 ${status} Status\r\n${lines.join('')}\r\n`), framed])
}

export function chunked(body: Uint8Array, chunkBytes: number): Buffer {
  const parts: Buffer[] = []
  for (let at = 0; at < body.length; at += chunkBytes) {
    const chunk = body.subarray(at, at + chunkBytes)
    parts.push(Buffer.from(`${chunk.length.toString(16)}\r\n`), Buffer.from(chunk), Buffer.from('\r\n'))
  }
  return Buffer.concat([...parts, Buffer.from('0\r\n\r\n')])
}

/** An answer as the situation has it: events in chunks, or one JSON value of known length. */
export function answerOf(at: Situation, body: string | Uint8Array, answer: Partial<HttpAnswer> = {}): SocketScript {
  const isStream = at.form === 'stream'
  const headers = { 'content-type': isStream ? 'text/event-stream' : 'application/json', ...answer.headers }
  return steps(write(httpAnswer({ body, framing: isStream ? 'chunked' : 'length', ...answer, headers })))
}

/** The body of an answer of the fake provider in the situation. */
export function bodyOf({ protocol, form }: Situation, reply: FakeReply = {}): string {
  return renderReply(protocol, reply, 'model-a', form === 'stream')
}

export function steps(...list: readonly SocketStep[]): SocketScript {
  return { steps: list }
}

export function write(bytes: string | Uint8Array): SocketStep {
  return { kind: 'write', bytes }
}

export const end: SocketStep = { kind: 'end' }
export const reset: SocketStep = { kind: 'reset' }
