import { asList, asRecord, asText, type JsonRecord, parseJson } from './loose-json.ts'
import { SseParser } from './sse-parser.ts'

/** What a provider's error says, in the one shape that the classifier reads. The message is read, never shown: it may quote the prompt. */
export interface ErrorDetail {
  readonly type: string | null
  readonly code: string | null
  readonly parameter: string | null
  readonly message: string
  /** A status named inside the body (OpenRouter, Gemini). */
  readonly status: number | null
  /** Gemini: "34s". */
  readonly retryDelay: string | null
}

/** Null when the body is no JSON that tells an error. */
export function readErrorBody(body: string | null): ErrorDetail | null {
  return body === null ? null : readErrorValue(parseJson(firstEventOf(body) ?? body))
}

/** Gateways that were asked for a stream send their errors as an event, under an error's status too. */
function firstEventOf(body: string): string | null {
  if (!/^\s*(event|data|id):/.test(body)) return null
  const parser = new SseParser()
  return [...parser.push(body.trimStart()), ...parser.end()].find(({ data }) => data !== '')?.data ?? null
}

/** Takes the forms of OpenAI, Anthropic, Gemini (a list), vLLM and Mistral (flat), Ollama (a text) and FastAPI (`detail`, a text or a list). */
export function readErrorValue(value: unknown): ErrorDetail | null {
  const outer = asRecord(Array.isArray(value) ? value[0] : value)
  if (!outer) return null
  const inner = asRecord(outer.error)
  if (inner) return detailOf(inner)
  const invalid = asList(outer.detail ?? asRecord(outer.message)?.detail).map(asRecord)[0]
  if (invalid) return detailOf({ type: invalid.type, param: asList(invalid.loc).at(-1), message: invalid.msg })
  const text = asText(outer.error) ?? asText(outer.detail)
  if (text !== null) return detailOf({ ...outer, message: text })
  return asText(outer.message) === null && outer.detail === undefined ? null : detailOf(outer)
}

function detailOf(error: JsonRecord): ErrorDetail {
  const numeric = typeof error.code === 'number' ? error.code : null
  return {
    type: asIdentifier(error.type) ?? asIdentifier(error.status),
    code: asIdentifier(error.code) ?? asIdentifier(asRecord(error.details)?.error_code),
    parameter: asIdentifier(error.param),
    message: asText(error.message) ?? '',
    status: numeric !== null && numeric >= 400 && numeric <= 599 ? numeric : null,
    retryDelay: retryDelayOf(error.details),
  }
}

/** Only what looks like a name may be shown. */
function asIdentifier(value: unknown): string | null {
  return typeof value === 'string' && /^[\w.[\]-]{1,80}$/.test(value) ? value : null
}

function retryDelayOf(details: unknown): string | null {
  if (!Array.isArray(details)) return null
  return details.map((detail) => asText(asRecord(detail)?.retryDelay)).find((delay) => delay !== null) ?? null
}
