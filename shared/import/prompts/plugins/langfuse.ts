import { readMessages } from '../chat-messages.ts'
import { fieldsOf, jsonOf, listOf, nameOf, readJson, textOf } from '../json-fields.ts'
import type { PromptImporter } from '../prompt-importer.ts'
import { readParameters } from '../read-parameters.ts'
import { type TemplatePart, templateOf } from '../template-of.ts'

export const plugin: PromptImporter = {
  id: 'langfuse',
  label: 'Langfuse prompt (JSON)',
  description: 'A text or chat prompt as Langfuse’s API gives it.',
  recognises(source) {
    const file = jsonOf(source)
    return file?.prompt !== undefined && (file.type === 'chat' || file.type === 'text')
  },
  read(source) {
    const file = readJson(source)
    const { model, provenance: _provenance, ...settings } = fieldsOf(file.config)
    const said = typeof file.prompt === 'string' ? [{ role: 'user', content: file.prompt }] : listOf(file.prompt)
    const { messages, notes } = readMessages(said, (text) => templateOf(readVariables(text)))
    const read = readParameters(settings)
    return {
      name: textOf(file.name) ?? nameOf(source),
      messages,
      parameters: read.parameters,
      model: textOf(model),
      notes: [...notes, ...read.notes],
    }
  },
}

/** Langfuse fills `{{name}}` in and leaves everything else as it is. */
function readVariables(text: string): TemplatePart[] {
  const parts: TemplatePart[] = []
  let at = 0
  for (const match of text.matchAll(/\{\{\s*([\p{L}_][\p{L}\p{N}_]*)\s*\}\}/gu)) {
    const [whole, path = ''] = match
    parts.push(text.slice(at, match.index), { path })
    at = match.index + whole.length
  }
  return [...parts, text.slice(at)]
}
