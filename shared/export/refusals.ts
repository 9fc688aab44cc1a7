import type { ExportInput } from './exporter.ts'
import { plainMessages } from './plain-messages.ts'

/** Why a format that knows only plain variables cannot carry this prompt; null when it can. */
export function refuseLogic({ variant }: ExportInput): string | null {
  return plainMessages(variant.content.messages) === null
    ? 'The prompt uses conditions, loops or filters, which this format does not know. Export it as Markdown, or write it with plain variables.'
    : null
}

/** Why code or a request cannot name this model; null when it can. */
export function refuseSimulation({ model }: ExportInput): string | null {
  return model.isSimulation
    ? `${model.label} runs only inside Pithy. Choose the real model that your code will call.`
    : null
}

export function refuseProvider({ model, providerKind }: ExportInput, wanted: 'openai' | 'anthropic'): string | null {
  const isAnthropic = providerKind === 'anthropic'
  if (isAnthropic === (wanted === 'anthropic')) return null
  const vendor = wanted === 'anthropic' ? 'Anthropic' : 'OpenAI or an OpenAI-compatible address'
  return `${model.label} is not called through ${vendor}. Choose another model or another format.`
}
