import { notSent } from '../../providers/formats/check-request.ts'
import type { Provider } from '../../providers/provider.ts'

/** A provider whose answer to a single message is its text's vector, so that embeddings are reserved, retried and billed as all calls are. */
export function asEmbedder(provider: Provider): Provider {
  const { embed, label } = provider
  return {
    ...provider,
    async complete({ modelName, messages }, context) {
      if (!embed) throw notSent(`${label} has no embedding models. Name one of another provider in the assertion.`)
      const text = messages[0]?.content ?? ''
      const { vector, usage, answeredBy } = await embed({ modelName, text }, context)
      return {
        output: vectorText(vector),
        finishReason: 'stop',
        usage: usage ?? { ...NO_USAGE, inputTokens: Math.ceil(text.length / 4), isEstimated: true },
        answeredBy,
        firstTokenMs: null,
        raw: null,
      }
    },
  }
}

const NO_USAGE = {
  cacheReadTokens: 0,
  cacheWrite5mTokens: 0,
  cacheWrite1hTokens: 0,
  outputTokens: 0,
  reasoningTokens: null,
} as const

/** As it is stored: base64 of 32-bit floats, which is what the models give. */
export function vectorText(vector: readonly number[]): string {
  return Buffer.from(Float32Array.from(vector).buffer).toString('base64')
}

/** Null for a text that is no vector. */
export function textVector(text: string): readonly number[] | null {
  const bytes = Buffer.from(text, 'base64')
  if (bytes.length === 0 || bytes.length % 4 > 0) return null
  const values = Array.from({ length: bytes.length / 4 }, (_, index) => bytes.readFloatLE(index * 4))
  return values.every(Number.isFinite) ? values : null
}
