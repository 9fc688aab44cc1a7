import type { Usage } from '../../../../shared/domain/usage.ts'
import { asText } from '../exchange/loose-json.ts'
import type { OutputBuffer } from '../exchange/output-buffer.ts'
import type { ToolCallBuffer } from '../exchange/tool-call-buffer.ts'
import type { ProviderReply } from '../provider.ts'

interface ReadAnswer {
  readonly output: OutputBuffer
  readonly toolCalls: ToolCallBuffer
  /** What came in place of a text. */
  readonly refusal?: string
  readonly usage: Usage | null
  /** As the vendor tells them. */
  readonly model: unknown
  readonly serviceTier: unknown
}

/** What every protocol's reply has. */
export function replyFields({
  output,
  toolCalls,
  refusal = '',
  usage,
  model,
  serviceTier,
}: ReadAnswer): Omit<ProviderReply, 'finishReason' | 'raw'> {
  const answer = toolCalls.fields(output.text === '' ? refusal : output.text)
  const tier = asText(serviceTier)
  return {
    ...answer,
    // Zero output tokens for a text is a server that does not count.
    usage: usage?.outputTokens === 0 && answer.output !== '' ? null : usage,
    answeredBy: asText(model),
    ...(tier === null ? {} : { serviceTier: tier }),
    firstTokenMs: output.firstTokenMs,
  }
}
