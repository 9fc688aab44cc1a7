import { CallFault } from '../exchange/call-fault.ts'
import { exchange } from '../exchange/exchange.ts'
import { asRecord } from '../exchange/loose-json.ts'
import type { JsonPost } from '../exchange/post-json.ts'
import { postJson } from '../exchange/post-json.ts'
import { type ReplyReader, readReply } from '../exchange/read-reply.ts'
import type { EmbeddingReply, EmbeddingRequest, ProviderContext } from '../provider.ts'
import { notSent } from './check-request.ts'
import { usageFromOpenai } from './usage-openai.ts'

export interface EmbeddingCall {
  readonly label: string
  readonly request: EmbeddingRequest
  readonly context: ProviderContext
  readonly to: Pick<JsonPost, 'url' | 'headers'>
}

/** One text to OpenAI's `/embeddings`, which most servers speak. @throws ProviderError */
export async function askEmbedding({ label, request, context, to }: EmbeddingCall): Promise<EmbeddingReply> {
  const { modelName, text } = request
  if (!text.isWellFormed())
    throw notSent('The text to embed holds half of a character (a lone surrogate). Delete the broken character.')
  const body = { model: modelName, input: text, encoding_format: 'float' }
  return exchange({
    label,
    modelName,
    context,
    send: (_fetch, post) => postJson(post, { ...to, body }),
    async read(reply, clock) {
      const { reader, result } = embeddingReader()
      await readReply(reply, clock, reader)
      return result()
    },
  })
}

/** Understands the reply, which is one JSON value and never a stream. */
function embeddingReader() {
  let embedding: EmbeddingReply | null = null
  const reader: Omit<ReplyReader, 'reply'> = {
    event() {
      throw new CallFault({ kind: 'bad-reply', problem: 'not-json' })
    },
    whole(value) {
      const reply = asRecord(value)
      if (reply?.error) throw new CallFault({ kind: 'error-in-reply', error: reply.error, hasStarted: false })
      const data: unknown = reply?.data
      const vector: unknown = Array.isArray(data) ? asRecord(data[0])?.embedding : null
      if (!isVector(vector)) throw new CallFault({ kind: 'bad-reply', problem: 'no-choice' })
      const usage = asRecord(reply?.usage)
      embedding = {
        vector,
        usage: usageFromOpenai({ ...usage, completion_tokens: 0, total_tokens: usage?.prompt_tokens }),
        answeredBy: typeof reply?.model === 'string' ? reply.model : null,
      }
    },
    partial: () => null,
  }
  return {
    reader,
    result(): EmbeddingReply {
      if (embedding === null) throw new CallFault({ kind: 'bad-reply', problem: 'empty' })
      return embedding
    },
  }
}

function isVector(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.length > 0 && value.every((one) => Number.isFinite(one))
}
