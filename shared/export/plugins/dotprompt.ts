import type { JsonObject } from '../../domain/json.ts'
import type { Exporter, ExportInput } from '../exporter.ts'
import { fileStem } from '../file-stem.ts'
import { frontMatter } from '../front-matter.ts'
import { inputFields } from '../input-fields.ts'
import { refuseSimulation, refuseTools } from '../refusals.ts'
import { modelName, requestSettings } from '../request-body.ts'
import { handlebarsSyntax } from '../syntax/handlebars-syntax.ts'
import { refuseTranslation, translatedMessages } from '../translate-template.ts'

const ROLES = { system: 'system', user: 'user', assistant: 'model' } as const

export const plugin: Exporter = {
  id: 'dotprompt',
  label: 'Dotprompt (.prompt)',
  description: 'Model, settings and inputs above the messages in Handlebars, as Genkit and Dotprompt read them.',
  refuse: (input) => refuseSimulation(input) ?? refuseTools(input) ?? refuseBody(input),
  render(input) {
    const { promptName, variant, model, providerKind } = input
    const schema = variant.content.parameters.responseSchema
    const fields = inputFields(input)
    const head = frontMatter(input, {
      name: fileStem(promptName),
      model: `${providerKind === 'anthropic' ? 'anthropic' : 'openai'}/${modelName(model.id)}`,
      config: config(input),
      ...(fields.length === 0
        ? {}
        : {
            input: { schema: Object.fromEntries(fields.map(({ name, isText }) => [name, isText ? 'string' : 'any'])) },
          }),
      ...(schema === null || !model.capabilities.structuredOutput ? {} : { output: { format: 'json', schema } }),
    })
    const body = translatedMessages(variant.content.messages, handlebarsSyntax).map(
      ({ role, content }) => `{{role "${ROLES[role]}"}}${content}`,
    )
    return { fileName: `${fileStem(promptName)}.prompt`, mediaType: 'text/plain', body: `${head}${body.join('')}` }
  },
}

function refuseBody({ variant: { content } }: ExportInput): string | null {
  const last = content.messages.at(-1)?.template ?? ''
  if (last !== last.trimEnd())
    return `Message ${content.messages.length}: Dotprompt takes the white space at the end of a file away. Take it away first.`
  const empty = content.messages.findIndex(({ template }) => template.trim() === '')
  if (empty !== -1) return `Message ${empty + 1} is empty, which Dotprompt leaves out.`
  return refuseTranslation(content.messages, handlebarsSyntax)
}

/** Dotprompt's names for what it knows; the rest goes under the vendor's own. */
function config(input: ExportInput): JsonObject {
  const {
    max_tokens,
    max_completion_tokens,
    stop,
    stop_sequences,
    response_format: _responseFormat,
    output_config,
    ...rest
  } = requestSettings(input)
  const cap = max_completion_tokens ?? max_tokens
  const ends = stop ?? stop_sequences
  const effort = input.variant.content.parameters.effort
  return {
    ...rest,
    ...(output_config !== undefined && effort !== null ? { output_config: { effort } } : {}),
    ...(cap === undefined ? {} : { maxOutputTokens: cap }),
    ...(ends === undefined ? {} : { stopSequences: ends }),
  }
}
