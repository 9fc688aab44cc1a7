import { CallFault } from '../exchange/call-fault.ts'
import { exchange } from '../exchange/exchange.ts'
import { freeCall } from '../exchange/free-call.ts'
import { asRecord, parseJson } from '../exchange/loose-json.ts'
import { readWholeBody } from '../exchange/read-whole-body.ts'
import type { ProviderContext, ProviderRequest } from '../provider.ts'
import { checkRequest } from './check-request.ts'

const MAX_COUNT_BYTES = 64 * 1024

/** Only what changes the input: an endpoint that counts refuses the rest. */
const UNCOUNTED_FIELDS = new Set([
  'max_tokens',
  'max_output_tokens',
  'stream',
  'store',
  'temperature',
  'stop_sequences',
  'cache_control',
])

export interface TokenCountCall {
  readonly label: string
  readonly request: ProviderRequest
  readonly context: Pick<ProviderContext, 'signal' | 'fetch' | 'key' | 'deadlines'>
  /** Sends the question through the vendor's SDK with the fetch given. */
  readonly send: (fetch: typeof globalThis.fetch) => Promise<Response>
}

/** The `input_tokens` of a counting endpoint's answer: both Anthropic's and OpenAI's have it. @throws ProviderError */
export async function readTokenCount({ label, request, context, send }: TokenCountCall): Promise<number> {
  checkRequest(request)
  return freeCall(() =>
    exchange({
      label,
      modelName: request.modelName,
      context: { ...context, onSend: () => undefined },
      send,
      read: async (response) => tokensOf(await readWholeBody(response, MAX_COUNT_BYTES)),
    }),
  )
}

/** The part of a request's body that a counting endpoint takes. */
export function countedBody(body: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(body).filter(([field]) => !UNCOUNTED_FIELDS.has(field)))
}

function tokensOf(body: string): number {
  const tokens = asRecord(parseJson(body))?.input_tokens
  if (typeof tokens === 'number' && Number.isSafeInteger(tokens) && tokens >= 0) return tokens
  throw new CallFault({ kind: 'bad-reply', problem: body.trimStart().startsWith('<') ? 'html' : 'not-json' })
}
