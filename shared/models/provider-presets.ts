/** A vendor whose OpenAI-compatible address is known, so that its models need only a key. */
export interface ProviderPreset {
  readonly id: string
  readonly label: string
  readonly baseUrl: string
  /** The environment variable that the vendor's own tools read. */
  readonly keyVariable: string
}

/** Addresses from the vendors' pages on OpenAI compatibility, read 2026-11. */
export const providerPresets: readonly ProviderPreset[] = [
  {
    id: 'google',
    label: 'Google Gemini',
    baseUrl: 'https://generativelanguage.googleapis.com/v1beta/openai',
    keyVariable: 'GEMINI_API_KEY',
  },
  { id: 'deepseek', label: 'DeepSeek', baseUrl: 'https://api.deepseek.com/v1', keyVariable: 'DEEPSEEK_API_KEY' },
  { id: 'xai', label: 'xAI', baseUrl: 'https://api.x.ai/v1', keyVariable: 'XAI_API_KEY' },
  { id: 'mistral', label: 'Mistral', baseUrl: 'https://api.mistral.ai/v1', keyVariable: 'MISTRAL_API_KEY' },
  { id: 'groq', label: 'Groq', baseUrl: 'https://api.groq.com/openai/v1', keyVariable: 'GROQ_API_KEY' },
]
