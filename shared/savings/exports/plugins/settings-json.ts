import type { Decision } from '../decision.ts'
import type { DecisionExporter } from '../decision-exporter.ts'
import { decisionFile } from '../decision-lines.ts'

/** Caches, caps and stops are numbers, not code: one object, with where they come from beside them. */
export const plugin: DecisionExporter = {
  id: 'settings-json',
  label: 'Settings (JSON)',
  kinds: ['response-cache', 'semantic-cache', 'output-cap', 'early-stop'],
  render: (decision, evidence) => ({
    fileName: `${decisionFile(evidence, decision.kind)}.json`,
    mediaType: 'application/json',
    body: `${JSON.stringify({ [decision.kind]: settingsOf(decision), provenance: evidence }, null, 2)}\n`,
  }),
}

function settingsOf(decision: Decision): unknown {
  switch (decision.kind) {
    case 'response-cache': {
      const { model, ttlSeconds, freshVariables } = decision
      return {
        model: model.modelId,
        variant: model.variantLabel,
        key: ['model', 'parameters', 'messages', 'tools', 'responseSchema'],
        hash: 'SHA-256 of the key as canonical JSON',
        ttlSeconds,
        neverCachedVariables: freshVariables,
      }
    }
    case 'semantic-cache': {
      const { model, threshold, embeddingModelId, variables } = decision
      return {
        model: model.modelId,
        variant: model.variantLabel,
        embed: variables,
        embedding: embeddingModelId ?? '128 hashed word and character n-grams, see textEmbedding',
        similarity: 'cosine',
        threshold,
        mustBeEqual: ['model', 'variant', 'numbers in the text, in order', 'parity of negations'],
      }
    }
    case 'output-cap':
      return {
        model: decision.model.modelId,
        variant: decision.model.variantLabel,
        maxOutputTokens: decision.maxOutputTokens,
      }
    case 'early-stop':
      return {
        model: decision.model.modelId,
        variant: decision.model.variantLabel,
        checkers: decision.checkers,
        checkEveryTokens: 20,
      }
    default:
      throw new RangeError(`A decision on ${decision.kind} is no setting.`)
  }
}
