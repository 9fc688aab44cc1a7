import { setImmediate } from 'node:timers/promises'
import type { FinishReason } from '../../../../shared/domain/run.ts'
import { dropOldest } from '../../../../shared/drop-oldest.ts'
import { embedText } from '../../../../shared/sandbox/embed-text.ts'
import { logProbabilityOf } from '../../../../shared/sandbox/log-probability-of.ts'
import { modelSizeOf } from '../../../../shared/sandbox/model-size.ts'
import { PromptLibrary } from '../../../../shared/sandbox/prompt-library.ts'
import { simulate } from '../../../../shared/sandbox/simulate.ts'
import type { Encoder } from '../../../../shared/tokens/encoder.ts'
import { loadEncoder } from '../../../../shared/tokens/encodings.ts'
import type { Provider } from '../provider.ts'

/** The simulation that runs in process: no key, no network, no waiting. Its answers say nothing about a real model. */
export const plugin: Provider = createSandbox()

const MODEL_NAMES = ['small', 'medium', 'large'] as const
const MAX_COUNTED = 256
const NO_USAGE = {
  inputTokens: 0,
  cacheReadTokens: 0,
  cacheWrite5mTokens: 0,
  cacheWrite1hTokens: 0,
  outputTokens: 0,
  reasoningTokens: null,
  isEstimated: false,
} as const

function createSandbox(): Provider {
  const library = new PromptLibrary()
  const counts = new Map<string, number>()
  let encoder: Promise<Encoder> | null = null

  // A run sends the same system prompt with every case; counting it once keeps a call under half a millisecond.
  function count(text: string, tokens: Encoder): number {
    const known = counts.get(text)
    if (known !== undefined) return known
    const counted = tokens.count(text)
    counts.set(text, counted)
    dropOldest(counts, MAX_COUNTED)
    return counted
  }

  async function load(): Promise<Encoder> {
    encoder ??= loadEncoder('o200k_base')
    try {
      return await encoder
    } catch (error) {
      encoder = null
      throw error
    }
  }

  return {
    id: 'sandbox',
    label: 'Sandbox (simulation)',
    needsKey: false,
    keyVariable: null,
    defaultBaseUrl: null,
    givesLogProbabilities: () => true,
    async complete({ modelName, model, messages, parameters, repeat, wantsLogProbabilities }, context) {
      const { signal, onSend, onText } = context
      const tokens = await load()
      // Thousands of answers in a row must not keep the event loop from serving the interface.
      await setImmediate()
      signal.throwIfAborted()
      onSend()
      const asked = { size: modelSizeOf(modelName), messages, parameters, repeat }
      const { text: whole, certainties } = simulate(asked, library)
      const limit = parameters.maxOutputTokens ?? model.maxOutputTokens
      const { output, finishReason, outputTokens } = cutOutput(whole, parameters.stop, limit, tokens)
      onText(output)
      // Message contents and nothing else are billed: see the overhead rule "none" in shared/tokens.
      const inputTokens = messages.reduce(
        // The last message is the case's own: remembering it would only push the shared ones out.
        (sum, { content }, index) =>
          sum + (index < messages.length - 1 ? count(content, tokens) : tokens.count(content)),
        0,
      )
      const sure = wantsLogProbabilities ? logProbabilityOf({ text: output, certainties }, outputTokens) : null
      return {
        output,
        finishReason,
        ...(sure === null ? {} : { logProbability: sure }),
        usage: { ...NO_USAGE, inputTokens, outputTokens },
        answeredBy: `sandbox/${modelSizeOf(modelName)} (simulation)`,
        firstTokenMs: null,
        raw: { simulation: true, model: modelName, output, finishReason },
      }
    },
    async embed({ text }, { signal, onSend }) {
      const tokens = await load()
      await setImmediate()
      signal.throwIfAborted()
      onSend()
      const usage = { ...NO_USAGE, inputTokens: tokens.count(text) }
      return { vector: embedText(text), usage, answeredBy: 'sandbox/embedding (simulation)' }
    },
    listModels: async () => MODEL_NAMES,
  }
}

interface CutOutput {
  readonly output: string
  readonly finishReason: FinishReason
  readonly outputTokens: number
}

/** Ends the text before the first stop sequence, then at the token limit, as the real APIs do. */
function cutOutput(whole: string, stop: readonly string[], limit: number | null, tokens: Encoder): CutOutput {
  const ends = stop.map((sequence) => whole.indexOf(sequence)).filter((index) => index >= 0)
  const output = ends.length > 0 ? whole.slice(0, Math.min(...ends)) : whole
  if (limit === null || output.length <= limit)
    return { output, finishReason: 'stop', outputTokens: tokens.count(output) }
  const spans = tokens.tokenize(output)
  if (spans.ids.length <= limit) return { output, finishReason: 'stop', outputTokens: spans.ids.length }
  return { output: output.slice(0, spans.ends[limit - 1] ?? 0), finishReason: 'length', outputTokens: limit }
}
