import { splitModelId } from '../../../../shared/domain/ids.ts'
import type { CatalogModel } from '../../../../shared/domain/model.ts'
import type { PromptTokens } from '../../../../shared/gate/snapshot.ts'
import { catalogModels } from '../../../../shared/models/catalog.ts'
import { expandTemplate } from '../../../../shared/template/expand-template.ts'
import { countRequest } from '../../../../shared/tokens/count-tokens.ts'
import { loadEncoder } from '../../../../shared/tokens/encodings.ts'
import { extrasOf } from '../../../../shared/tokens/extras-of.ts'
import { tokenProfile } from '../../../../shared/tokens/token-profile.ts'
import type { LoadedPlan } from '../read-plan.ts'
import type { LoadedGate } from './read-gate-config.ts'

/** What every call carries, for each prompt on each model: partials in place, variables empty. Needs no key and no library. */
export async function countPromptTokens(
  { plan, prompts, partials }: LoadedPlan,
  { limits }: LoadedGate,
): Promise<readonly PromptTokens[]> {
  const counted: PromptTokens[] = []
  for (const modelId of plan.models) {
    const model = catalogModels.find(({ id }) => id === modelId)
    // A model that only its own endpoint knows is counted as lint counts it: by o200k_base.
    const { providerId, modelName } = model ? splitModelId(modelId) : { providerId: 'openai', modelName: 'gpt-4o' }
    const profile = tokenProfile({ providerKind: providerId, modelName })
    const encoder = await loadEncoder(profile.encoding)
    const capabilities = model?.capabilities ?? EVERYTHING
    for (const { label, content } of prompts) {
      const messages = content.messages.map(({ role, template }) => ({ role, content: fixedText(template, partials) }))
      const extras = extrasOf(content.parameters, { capabilities })
      const { tokens, exactness } = countRequest({ messages, encoder, profile, extras })
      const isExact = model !== undefined && exactness !== 'estimate'
      counted.push({ prompt: label, modelId, tokens, isExact, limits: limits.get(label) ?? {} })
    }
  }
  return counted
}

const EVERYTHING: CatalogModel['capabilities'] = {
  temperature: true,
  stop: true,
  efforts: [],
  structuredOutput: true,
  tools: true,
}

function fixedText(template: string, partials: LoadedPlan['partials']): string {
  const { text, pieces } = expandTemplate(template, partials)
  return pieces.map(({ kind, start, end }) => (kind === 'text' ? text.slice(start, end) : '')).join('')
}
