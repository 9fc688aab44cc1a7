import { ModelId, ProviderId } from '../domain/ids.ts'
import { SkipEntry } from './skip-entry.ts'

/** Names under which price lists have our providers, where they differ from ours. */
const PROVIDER_ALIASES: Readonly<Record<string, string>> = {
  gemini: 'google',
  'google-ai-studio': 'google',
  'x-ai': 'xai',
  mistralai: 'mistral',
}

/** Their model names hold no slash: what has one is a region, a speed or a fine-tune of its own price. */
const FLAT_PROVIDERS: ReadonlySet<string> = new Set(['openai', 'anthropic', 'google', 'deepseek', 'xai', 'mistral'])

/**
 * Our ids for a listed model.
 *
 * A provider that is not one of ours by name may still be an endpoint that the user added under the same name
 * ("together_ai" is "together-ai" here).
 *
 * @param name without the provider's prefix
 * @throws SkipEntry
 */
export function listedId(provider: string, name: string, known: ReadonlySet<string>) {
  const kebab = provider.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')
  const ours = Object.hasOwn(PROVIDER_ALIASES, kebab) ? PROVIDER_ALIASES[kebab] : kebab
  const providerId = ProviderId.safeParse(ours)
  if (!providerId.success || !known.has(providerId.data) || providerId.data === 'sandbox')
    throw new SkipEntry('its provider is not set up here')
  if (FLAT_PROVIDERS.has(providerId.data) && /[/:]/.test(name))
    throw new SkipEntry('a regional, fast or fine-tuned form with prices of its own')
  const id = ModelId.safeParse(`${providerId.data}/${name}`)
  if (!id.success) throw new SkipEntry('its name cannot be a model id')
  return { id: id.data, providerId: providerId.data }
}
