import type { ExportInput } from './exporter.ts'
import { hasTools } from './request-body.ts'
import { refusedLogic } from './translate-template.ts'

/** Why a format that knows only plain variables cannot carry this prompt; null when it can. */
export function refuseLogic({ variant }: ExportInput): string | null {
  return refusedLogic(variant.content.messages)
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

/** Why a format that has no place for definitions of tools cannot carry this variant; null when it can. */
export function refuseTools(input: ExportInput): string | null {
  return hasTools(input)
    ? 'The variant has tools, which this format has no place for. Export it as a request, as Python or as TypeScript.'
    : null
}

/** Why there is no line per case; null when there can be. */
export function refuseCases({ evalSet, cases }: ExportInput): string | null {
  if (evalSet === null)
    return 'A batch has a line for every case. Choose a run as evidence: the file takes its eval set.'
  if (cases.length === 0) return `The eval set "${evalSet.name}" has no cases.`
  if (cases.length < evalSet.caseCount)
    return `The eval set has ${evalSet.caseCount} cases; a file of them holds ${cases.length} at most.`
  return null
}
