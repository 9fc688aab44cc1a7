import {
  answerOf,
  bodyOf,
  type Failed,
  type FaultCase,
  httpAnswer,
  type Settled,
  type Situation,
  settled,
  steps,
  write,
} from './fault-case.ts'

const badInput: Failed = { code: 'bad-input', billing: 'not-sent', isRetryable: false }
const badKey: Failed = { code: 'provider-auth', billing: 'not-sent', isRetryable: false, stops: 'provider' }
const cancelled: Failed = { code: 'cancelled', billing: 'not-sent', isRetryable: false }
const good = (at: Situation) => answerOf(at, bodyOf(at))

function local(name: string, change: Partial<FaultCase>, expected: Failed): FaultCase {
  return { name, script: good, expected, requests: 0, sends: 0, ...change }
}

const user = (content: string) => ({ messages: [{ role: 'user', content }] as const })

/** Faults of this side, and signs beside a good answer that must not spoil it. */
export const callerFaults: readonly FaultCase[] = [
  local('a key with a line break', { key: 'sk-test\nx' }, badKey),
  local('an empty key', { key: '' }, badKey),
  local('a key with a letter that no key has', { key: 'sk-tést' }, badKey),
  local('half of a character in the prompt', { request: user('a\ud83d') }, badInput),
  local('half of a character at the start', { request: user('\udc00b') }, badInput),
  local('cancelled before', { cancel: 'before' }, cancelled),
  {
    name: 'cancelled at the first text',
    cancel: 'first-text',
    script: (at) => {
      if (at.form === 'whole') return null
      const answer = httpAnswer({ body: bodyOf(at), framing: 'chunked' })
      return steps(write(answer.subarray(0, answer.indexOf(' there'))))
    },
    expected: { ...cancelled, billing: 'unknown' },
  },
  ...[
    { 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '1s' },
    { 'x-ratelimit-remaining-tokens': '0', 'retry-after': '5' },
    { 'anthropic-ratelimit-requests-remaining': '0', 'anthropic-ratelimit-requests-reset': 'soon' },
    { 'x-should-retry': 'true' },
  ].map(
    (headers): FaultCase => ({
      name: `a good answer beside ${JSON.stringify(headers)}`,
      script: (at) => answerOf(at, bodyOf(at), { headers }),
      expected: settled satisfies Settled,
    }),
  ),
  {
    name: 'a prompt with a NUL and signs of every kind',
    script: good,
    request: user('a\u0000b \u202e \u{e0041} 🌍 </s> \u2028'),
    expected: settled,
  },
]
