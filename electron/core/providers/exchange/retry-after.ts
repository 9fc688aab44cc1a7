import type { ReplyHeaders } from './post.ts'

/** No provider may hold a cell longer than this, whatever it asks for. */
export const MAX_WAIT_MS = 900_000

const NUMBER = /^[+-]?\d+(\.\d+)?(e\+?\d+)?$/i
const DURATION = /^(?:\d+(?:\.\d+)?(?:ms|us|µs|h|m|s))+$/
const DURATION_PART = /(\d+(?:\.\d+)?)(ms|us|µs|h|m|s)/g
const UNIT_MS: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1, us: 0.001, µs: 0.001 }
const EPOCH_SECONDS = 1e9
const EPOCH_MS = 1e12

/**
 * How long a provider asks to wait: `retry-after-ms`, then `retry-after`, then the reset times of used-up limits.
 *
 * Raw values are not safe: real ones are negative, past dates, garbage and days long, and a timer set to more than 2³¹ ms
 * fires at once.
 *
 * @returns whole milliseconds, 0 to 900,000; null when no header says anything that can be read
 */
export function retryAfterMs(headers: ReplyHeaders, nowMs: number): number | null {
  return (
    readNumber(headers.get('retry-after-ms'), 1) ??
    readRetryAfter(headers.get('retry-after'), nowMs) ??
    readResets(headers, nowMs)
  )
}

/** Server's clock where it tells, ours elsewhere: dates in headers are the server's, and a wrong clock here must not matter. */
export function serverNow(headers: ReplyHeaders, nowMs: number): number {
  const date = Date.parse(headers.get('date') ?? '')
  return Number.isNaN(date) ? nowMs : date
}

/** "6m0s", "1ms", "7.66s", seconds, seconds or milliseconds since 1970, an ISO date: what reset headers hold in practice. */
export function readWait(value: string | null, nowMs: number): number | null {
  const text = value?.trim() ?? ''
  if (NUMBER.test(text)) {
    const number = Number(text)
    if (number >= EPOCH_MS) return clamp(number - nowMs)
    return clamp(number >= EPOCH_SECONDS ? number * 1000 - nowMs : number * 1000)
  }
  if (DURATION.test(text)) {
    const parts = [...text.matchAll(DURATION_PART)]
    return clamp(parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (UNIT_MS[unit ?? ''] ?? 0), 0))
  }
  return readDate(text, nowMs)
}

function readRetryAfter(value: string | null, nowMs: number): number | null {
  const text = value?.trim() ?? ''
  return readNumber(text, 1000) ?? (DURATION.test(text) ? readWait(text, nowMs) : readDate(text, nowMs))
}

function readNumber(value: string | null, unitMs: number): number | null {
  const text = value?.trim() ?? ''
  return NUMBER.test(text) ? clamp(Number(text) * unitMs) : null
}

function readDate(text: string, nowMs: number): number | null {
  // Date.parse takes "x 5" for a month; a date of HTTP or ISO 8601 has a year and a colon.
  if (!/\d{4}/.test(text) || !text.includes(':')) return null
  // Without a zone it would be read in this machine's; HTTP's old asctime form is GMT by definition.
  const zone = /([a-z]|[+-]\d{2}:?\d{2})$/i.test(text) ? '' : /^\d{4}-/.test(text) ? 'Z' : ' GMT'
  const date = Date.parse(text + zone)
  return Number.isNaN(date) ? null : clamp(date - nowMs)
}

/** The longest wait among the limits that are used up, or among all where none says what remains. */
function readResets(headers: ReplyHeaders, nowMs: number): number | null {
  const limits: { readonly waitMs: number; readonly remaining: number | null }[] = []
  for (const [name, value] of headers) {
    if (!/^(x|anthropic)-ratelimit-/.test(name) || !name.includes('reset')) continue
    const waitMs = readWait(value, nowMs)
    if (waitMs === null) continue
    const left = headers.get(name.replace('reset', 'remaining'))?.trim() ?? ''
    limits.push({ waitMs, remaining: NUMBER.test(left) ? Number(left) : null })
  }
  const usedUp = limits.filter(({ remaining }) => remaining !== null && remaining <= 0)
  const unknown = limits.filter(({ remaining }) => remaining === null)
  const asked = usedUp.length > 0 ? usedUp : unknown
  return asked.length > 0 ? Math.max(...asked.map(({ waitMs }) => waitMs)) : null
}

function clamp(ms: number): number {
  return Math.min(MAX_WAIT_MS, Math.max(0, Math.ceil(ms)))
}
