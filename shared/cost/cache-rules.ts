/** How a provider caches prompts; the prices stand in the catalog. */
export interface CacheRule {
  readonly id: string
  /** Tokens that a prefix must have to be cached at all; null where none is published. */
  readonly minTokens: number | null
  /** `automatic`: without being asked; `asked`: only what the request marks. */
  readonly mode: 'automatic' | 'asked'
  readonly lifetimes: readonly CacheLifetime[]
  /** Whether tools and response schema stand before the messages and are cached with them; false where it is not said. */
  readonly cachesExtras: boolean
  /** What the figures leave out; null when nothing. */
  readonly note: string | null
  readonly source: string
  /** Day on which the source was read, ISO 8601. */
  readonly readOn: string
}

export interface CacheLifetime {
  readonly label: string
  readonly seconds: number
  /** The class that its writes are billed in; `input` where they cost nothing extra. */
  readonly writeClass: 'input' | 'cacheWrite5m' | 'cacheWrite1h'
}

const FIVE_MINUTES: CacheLifetime = { label: '5 min', seconds: 300, writeClass: 'cacheWrite5m' }
const ONE_HOUR: CacheLifetime = { label: '1 h', seconds: 3600, writeClass: 'cacheWrite1h' }
const READ_ON = '2026-11-21'
const SOURCE = 'Provider documentation as quoted 2026-10-03, Claude docs of 2026-08-22'

/** OpenAI: schema and tools are a prefix of the system message; Anthropic: tools, system, messages, in this order. */
const EXTRAS_CACHED: ReadonlySet<string> = new Set(['anthropic', 'openai', 'openai-earlier'])

/** First match wins, on the model's name without the part before the last slash. Null = not known. */
export function cacheRule(model: { readonly providerKind: string; readonly modelName: string }): CacheRule | null {
  const name = model.modelName.toLowerCase().split('/').at(-1) ?? ''
  if (name.includes('claude')) return claudeRule(name.slice(name.indexOf('claude')))
  if (model.providerKind === 'sandbox') return null
  if (/^gpt-(5\.[6-9]|[6-9])/.test(name)) {
    return rule('openai', 1024, 'automatic', [{ label: '30 min', seconds: 1800, writeClass: 'cacheWrite5m' }])
  }
  if (/^(ft:)?(gpt-|o\d|chatgpt)/.test(name)) {
    return rule(
      'openai-earlier',
      1024,
      'automatic',
      [{ label: '5 min', seconds: 300, writeClass: 'input' }],
      'Kept for 5 to 10 minutes without use: 5 are reckoned with.',
    )
  }
  if (/^gemini-2/.test(name)) return geminiRule(2048)
  if (/^gemini/.test(name)) return geminiRule(4096)
  if (/^deepseek/.test(name)) {
    return rule(
      'deepseek',
      null,
      'automatic',
      [{ label: 'hours', seconds: 4 * 3600, writeClass: 'input' }],
      'Best effort, kept for hours to days: 4 hours are reckoned with.',
    )
  }
  return null
}

/** Minimum by model, Claude docs 2026-08-22; Sonnet 5.5 is not confirmed and assumed to be like Sonnet 5. */
const CLAUDE_MINIMUMS: readonly (readonly [pattern: RegExp, minTokens: number])[] = [
  [/(opus-5|fable-5|mythos-5|haiku-5-5)/, 512],
  [/(opus-4-[56]|haiku-4-5)/, 4096],
  [/opus-4-7/, 2048],
]

function claudeRule(name: string): CacheRule {
  const minTokens = CLAUDE_MINIMUMS.find(([pattern]) => pattern.test(name.replaceAll('.', '-')))?.[1] ?? 1024
  return rule('anthropic', minTokens, 'asked', [FIVE_MINUTES, ONE_HOUR])
}

function geminiRule(minTokens: number): CacheRule {
  return rule(
    'gemini',
    minTokens,
    'automatic',
    [{ label: '1 h', seconds: 3600, writeClass: 'input' }],
    'Implicit caching is not guaranteed; an explicit cache is kept 1 h and bills its storage, which is not in the figure.',
  )
}

function rule(
  id: string,
  minTokens: number | null,
  mode: CacheRule['mode'],
  lifetimes: readonly CacheLifetime[],
  note: string | null = null,
): CacheRule {
  return { id, minTokens, mode, lifetimes, cachesExtras: EXTRAS_CACHED.has(id), note, source: SOURCE, readOn: READ_ON }
}
