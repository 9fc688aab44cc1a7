/** From how many tokens on a provider caches the beginning of a prompt. */
export interface CacheMinimum {
  readonly tokens: number
  /** "OpenAI", as a sentence names it. */
  readonly provider: string
}

const ANTHROPIC: readonly (readonly [RegExp, number])[] = [
  [/opus-4-[56](?!\d)|haiku-4-5/, 4096],
  [/opus-4-7/, 2048],
  [/opus-5|fable|mythos|haiku-5/, 512],
]

/**
 * The shortest prefix that is cached for a model; null where there is no cache, or no minimum is published.
 *
 * Read in the providers' documents, October and November 2026 (reference/science.md 4.1). Below it a prefix is silently
 * billed in full.
 */
export function cacheMinimum(providerKind: string, modelName: string): CacheMinimum | null {
  const name = modelName.toLowerCase()
  if (providerKind === 'anthropic' || name.includes('claude')) {
    return { provider: 'Anthropic', tokens: ANTHROPIC.find(([pattern]) => pattern.test(name))?.[1] ?? 1024 }
  }
  if (name.includes('gemini')) return { provider: 'Gemini', tokens: /gemini-2/.test(name) ? 2048 : 4096 }
  if (providerKind === 'openai' || /(^|\/)(gpt-[4-9]|o\d)/.test(name)) return { provider: 'OpenAI', tokens: 1024 }
  return name.includes('qwen') ? { provider: 'Qwen', tokens: 1024 } : null
}
