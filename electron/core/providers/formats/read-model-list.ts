import { type Deadlines, defaultDeadlines } from '../../../../shared/domain/deadlines.ts'
import { CallFault } from '../exchange/call-fault.ts'
import { exchange } from '../exchange/exchange.ts'
import { freeCall } from '../exchange/free-call.ts'
import { asList, asRecord, asText, parseJson } from '../exchange/loose-json.ts'
import { readWholeBody } from '../exchange/read-whole-body.ts'
import type { ProviderContext } from '../provider.ts'

export const listDeadlines: Deadlines = { ...defaultDeadlines, firstByteMs: 15_000, totalMs: 20_000 }

const MAX_LIST_BYTES = 16 * 1024 * 1024

interface ModelListCall {
  readonly label: string
  readonly context: Pick<ProviderContext, 'signal' | 'fetch' | 'key'>
  readonly send: (fetch: typeof globalThis.fetch) => Promise<Response>
  readonly deadlines?: Deadlines
}

/** Names of a `{ data: [{ id }] }` list, sorted, each once. @throws ProviderError */
export async function readModelList({
  label,
  context,
  send,
  deadlines = listDeadlines,
}: ModelListCall): Promise<readonly string[]> {
  return freeCall(() =>
    exchange({
      label,
      modelName: null,
      context: { ...context, deadlines, onSend: () => undefined },
      send,
      read: async (response) => namesOf(await readWholeBody(response, MAX_LIST_BYTES)),
    }),
  )
}

function namesOf(body: string): readonly string[] {
  const value = parseJson(body)
  const list = asRecord(value)?.data ?? value
  if (!Array.isArray(list)) {
    throw new CallFault({ kind: 'bad-reply', problem: body.trimStart().startsWith('<') ? 'html' : 'not-json' })
  }
  // Gemini's compatible address says "models/gemini-…" here and takes the name without it.
  const names = asList(list).map((model) => asText(asRecord(model)?.id)?.replace(/^models\//, '') ?? '')
  return [...new Set(names.filter((name) => name !== '' && !/\s/.test(name)))].sort()
}
