import type { JsonObject } from '../../domain/json.ts'
import type { Exporter, ExportInput } from '../exporter.ts'
import { fileStem } from '../file-stem.ts'
import { inputFields } from '../input-fields.ts'
import { provenanceOf } from '../provenance.ts'
import { refuseSimulation } from '../refusals.ts'
import { modelName, requestSettings } from '../request-body.ts'
import { fStringSyntax } from '../syntax/f-string-syntax.ts'
import { refuseTranslation, type TranslatedMessage, translatedMessages } from '../translate-template.ts'

const CLASSES = {
  system: 'SystemMessagePromptTemplate',
  user: 'HumanMessagePromptTemplate',
  assistant: 'AIMessagePromptTemplate',
} as const

export const plugin: Exporter = {
  id: 'langchain',
  label: 'LangChain hub (JSON)',
  description: 'A ChatPromptTemplate as the hub stores it, with model, settings and provenance in its metadata.',
  refuse: (input) => refuseSimulation(input) ?? refuseTranslation(input.variant.content.messages, fStringSyntax),
  render(input) {
    const manifest = constructed(['langchain_core', 'prompts', 'chat', 'ChatPromptTemplate'], {
      input_variables: inputFields(input).map(({ name }) => name),
      messages: translatedMessages(input.variant.content.messages, fStringSyntax).map(message),
      metadata: metadata(input),
    })
    return {
      fileName: `${fileStem(input.promptName)}.langchain.json`,
      mediaType: 'application/json',
      body: `${JSON.stringify(manifest, null, 2)}\n`,
    }
  },
}

function metadata(input: ExportInput): JsonObject {
  const provider = input.providerKind === 'anthropic' ? 'anthropic' : 'openai'
  return {
    name: input.promptName,
    provider,
    model: modelName(input.model.id),
    settings: requestSettings(input),
    // Plain texts and numbers throughout: JSON as it is.
    provenance: provenanceOf(input) as unknown as JsonObject,
  }
}

function message({ role, content }: TranslatedMessage): JsonObject {
  const names = [...content.replaceAll('{{', '').matchAll(/\{([A-Za-z_]\w*)\}/g)].map(([, name = '']) => name)
  const prompt = constructed(['langchain_core', 'prompts', 'prompt', 'PromptTemplate'], {
    template: content,
    template_format: 'f-string',
    input_variables: [...new Set(names)],
  })
  return constructed(['langchain_core', 'prompts', 'chat', CLASSES[role]], { prompt })
}

function constructed(id: readonly string[], kwargs: JsonObject): JsonObject {
  return { lc: 1, type: 'constructor', id, kwargs }
}
