import {
  answerOf,
  bodyOf,
  type Failed,
  type FaultCase,
  failed,
  failedForGood,
  type HttpAnswer,
  httpAnswer,
  keyRefused,
  limited,
  overloaded,
  quota,
  refused,
  type Situation,
  settled,
  steps,
  timedOut,
  write,
} from './fault-case.ts'

const PAGE = '<!doctype html><html><title>Error</title><body>cloudflare</body></html>'

type Body = object | 'page' | 'nothing' | 'cut'

/** Answers whose status is not 200. A gateway that was asked for a stream sends its error as an event. */
function status(code: number, body: Body, expected: Failed, headers: HttpAnswer['headers'] = {}): FaultCase {
  const told = Object.entries(headers).map(([name, value]) => ` ${name} ${value}`)
  const words = typeof body === 'string' ? `as ${body}` : JSON.stringify(body).slice(0, 90)
  return {
    name: `${code} ${words}${told.join('')}`,
    expected,
    script(at) {
      if (body === 'page')
        return answerOf(at, PAGE, { status: code, headers: { 'content-type': 'text/html', ...headers } })
      if (body === 'nothing') return answerOf(at, '', { status: code, headers })
      if (body === 'cut') {
        const text = '{"error":{"code":"insufficient_quota","mess'
        return {
          steps: [
            write(httpAnswer({ status: code, body: text, headers: { 'content-length': '500' } })),
            { kind: 'end' },
          ],
        }
      }
      return answerOf(at, errorBody(at, body), { status: code, headers })
    },
  }
}

function errorBody({ protocol, form }: Situation, error: object): string {
  const json = JSON.stringify(protocol === 'messages' ? { type: 'error', error } : { error })
  return form === 'stream' ? `event: error\ndata: ${json}\n\n` : json
}

const rate = { type: 'rate_limit_error', code: 'rate_limit_exceeded' }
const bad = { type: 'invalid_request_error' }
const gone = { ...refused, stops: 'model' } as const
const noService = { ...refused, stops: 'provider' } as const
const moved: Failed = { code: 'provider-failed', billing: 'rejected', isRetryable: false, stops: 'provider' }
const noProxy: Failed = { code: 'host-unreachable', billing: 'rejected', isRetryable: false, stops: 'provider' }

export const statusFaults: readonly FaultCase[] = [
  status(400, { ...bad, param: 'top_p', message: 'no' }, refused),
  status(400, { ...bad, code: 'context_length_exceeded' }, refused),
  status(400, { ...bad, code: 'string_above_max_length' }, refused),
  status(400, { ...bad, message: 'prompt is too long: 210000 tokens > 200000 maximum' }, refused),
  status(400, { ...bad, message: 'Your credit balance is too low to access the API.' }, quota),
  status(400, { ...bad, code: 'content_policy_violation' }, refused),
  status(400, 'page', refused),
  status(400, 'nothing', refused),
  status(400, 'cut', refused),
  status(401, { type: 'authentication_error', message: 'Incorrect API key: sk-test-0123456789abcdef' }, keyRefused),
  status(401, 'page', keyRefused),
  status(401, 'nothing', keyRefused),
  status(402, { type: 'billing_error' }, quota),
  status(402, { message: 'in flight' }, { ...limited, retryAfterMs: 3000 }, { 'retry-after': '3' }),
  status(403, { type: 'permission_error' }, keyRefused),
  status(403, { code: 'unsupported_country_region_territory' }, keyRefused),
  status(403, 'page', keyRefused),
  status(404, { type: 'not_found_error', code: 'model_not_found' }, gone),
  status(404, 'page', gone),
  status(405, {}, noService),
  status(406, 'nothing', refused),
  status(407, 'page', noProxy),
  status(408, {}, timedOut),
  status(409, {}, failed),
  status(410, {}, refused),
  status(413, 'page', refused),
  status(413, { type: 'request_too_large' }, refused),
  status(414, 'page', refused),
  status(415, 'nothing', refused),
  // Asked once: fetch itself would ask again, behind the back of the one who counts attempts.
  status(421, 'nothing', refused),
  status(422, { ...bad, param: 'messages' }, refused),
  status(425, 'nothing', refused),
  status(429, rate, limited),
  status(429, { code: 'slow_down' }, limited),
  status(429, rate, { ...limited, retryAfterMs: 7000 }, { 'retry-after': '7' }),
  status(429, rate, { ...limited, retryAfterMs: 250 }, { 'retry-after-ms': '250', 'retry-after': '7' }),
  status(429, rate, { ...limited, retryAfterMs: 0 }, { 'retry-after': '-5' }),
  status(429, rate, { ...limited, retryAfterMs: 900_000 }, { 'retry-after': '1e12' }),
  status(429, rate, limited, { 'retry-after': 'soon' }),
  status(
    429,
    rate,
    { ...limited, retryAfterMs: 30_000 },
    { date: 'Sat, 21 Nov 2026 12:00:00 GMT', 'retry-after': 'Sat, 21 Nov 2026 12:00:30 GMT' },
  ),
  status(429, rate, { ...limited, retryAfterMs: 360_000 }, { 'x-ratelimit-reset-requests': '6m0s' }),
  status(429, 'page', limited),
  status(429, 'nothing', limited),
  status(429, 'cut', limited),
  status(
    429,
    { type: 'insufficient_quota', code: 'insufficient_quota' },
    { ...quota, retryAfterMs: 1000 },
    { 'retry-after': '1' },
  ),
  status(429, { code: 'credit_balance_exhausted' }, quota),
  status(429, { code: 'organization_spend_limit_exceeded' }, quota),
  status(429, { code: 'project_spend_limit_exceeded' }, quota),
  status(429, { code: 'organization_usage_limit_exceeded' }, quota),
  status(429, { ...rate, details: { error_code: 'enforced_spend_limit_reached' }, code: null }, quota),
  status(431, 'nothing', refused),
  status(451, 'page', refused),
  status(499, 'nothing', failed),
  status(500, { type: 'api_error' }, failed),
  status(500, 'page', failed),
  status(500, 'nothing', failed),
  status(500, 'cut', failed),
  status(501, 'nothing', failedForGood),
  status(502, 'page', failed),
  status(503, { type: 'overloaded_error' }, limited),
  status(503, { type: 'overloaded_error' }, { ...limited, retryAfterMs: 2000 }, { 'retry-after': '2' }),
  status(503, 'page', overloaded),
  status(503, 'nothing', overloaded),
  status(504, 'page', failed),
  status(505, 'nothing', failedForGood),
  status(507, 'nothing', failed),
  status(511, 'page', failed),
  ...[520, 521, 522, 523, 524, 525, 526, 527, 530].map((code) => status(code, 'page', failed)),
  status(529, { type: 'overloaded_error' }, limited),
  status(529, 'nothing', overloaded),
  status(599, 'nothing', failed),
  ...[300, 301, 302, 303, 307, 308].map((code) => status(code, 'nothing', moved, { location: 'http://127.0.0.1:9/' })),
  status(304, 'nothing', moved),
  status(307, 'nothing', moved),
  {
    name: 'early hints before the answer',
    script: (at) => steps(write('HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n'), ...answerOf(at, bodyOf(at)).steps),
    expected: settled,
  },
]
