import type { ProviderContext, ProviderReply, ProviderRequest } from '../provider.ts'
import { exchange } from './exchange.ts'
import type { GuardedPost } from './guarded-fetch.ts'
import { StoppedEarly } from './output-buffer.ts'
import type { WireReply } from './post.ts'
import { readRateLimits } from './rate-limits.ts'
import { type ReplyReader, readReply } from './read-reply.ts'

export interface StreamedCall {
  /** Who answers, for messages: "OpenAI". */
  readonly label: string
  readonly request: Pick<ProviderRequest, 'modelName'>
  readonly context: ProviderContext
  readonly reader: ReplyReader
  readonly send: (post: GuardedPost) => Promise<WireReply>
}

/** One attempt, read to its terminal marker or to the point where `shouldStop` has read enough. @throws ProviderError */
export function streamReply({ label, request, context, reader, send }: StreamedCall): Promise<ProviderReply> {
  return exchange({
    label,
    modelName: request.modelName,
    context,
    send: (_fetch, post) => send(post),
    async read(reply, clock) {
      const limits = readRateLimits(reply.headers, Date.now())
      const told = limits ? { limits } : {}
      try {
        await readReply(reply, clock, reader)
      } catch (error) {
        if (!(error instanceof StoppedEarly)) throw error
        return { ...stoppedReply(reader, error.reason), ...told }
      }
      return { ...reader.reply(), ...told }
    },
  })
}

function stoppedReply(reader: ReplyReader, reason: string): ProviderReply {
  const earlyStop = { reason, usage: reader.partial()?.usage ?? null }
  return { ...reader.reply(), finishReason: 'stopped-early', usage: null, earlyStop }
}
