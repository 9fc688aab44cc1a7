import type { CatalogModel } from '../domain/model.ts'
import type { Parameters } from '../domain/prompt.ts'
import type { ProviderKind } from '../domain/provider.ts'
import { firstProblemText, schemaProblems } from './schema-problems.ts'
import { toolsNote } from './sent-tools.ts'

type Model = Pick<CatalogModel, 'label' | 'capabilities' | 'isSimulation'>

/** What a model will not do as a variant's parameters ask, in sentences: said before a run, since it changes its answers. */
export function requestNotes(parameters: Parameters, model: Model, kind: ProviderKind): string[] {
  return [toolsNote(parameters, model), schemaNote(parameters, model, kind)].filter((note) => note !== null)
}

/** What becomes of the response schema with a model; null where it is enforced to the letter, or there is none. */
export function schemaNote({ responseSchema }: Parameters, model: Model, kind: ProviderKind): string | null {
  const { label, capabilities } = model
  if (responseSchema === null) return null
  if (!capabilities.structuredOutput) return `${label} takes no response schema: it is not sent to it.`
  if (kind === 'sandbox') return null
  const isAnthropic = kind === 'anthropic'
  const problems = schemaProblems(responseSchema, isAnthropic ? 'anthropic' : 'openai')
  if (problems.length === 0) return null
  const where = firstProblemText(problems)
  return isAnthropic
    ? `${label} refuses this response schema: ${where}.`
    : `${label} is sent the response schema without strict mode, and may answer otherwise: ${where}.`
}
