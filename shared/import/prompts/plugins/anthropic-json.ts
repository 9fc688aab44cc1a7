import { readContent, readMessages } from '../chat-messages.ts'
import { fieldsOf, jsonOf, listOf, nameOf, readJson, textOf } from '../json-fields.ts'
import type { PromptImporter } from '../prompt-importer.ts'
import { readParameters } from '../read-parameters.ts'
import { templateFromText } from '../template-of.ts'

export const plugin: PromptImporter = {
  id: 'anthropic-json',
  label: 'Anthropic request (JSON)',
  description: 'The body of a Messages request; {{name}} in its texts is taken for a variable.',
  recognises(source) {
    const file = jsonOf(source)
    const request = fieldsOf(file?.request ?? file)
    return (
      Array.isArray(request.messages) && (/claude/.test(textOf(request.model) ?? '') || request.system !== undefined)
    )
  },
  read(source) {
    const file = readJson(source)
    const { model, messages: chat, system, ...settings } = fieldsOf(file.request ?? file)
    const said = readContent(system ?? [])
    const before = said.texts.length === 0 ? [] : [{ role: 'system', content: said.texts.join('\n\n') }]
    const { messages, notes, isCached } = readMessages([...before, ...listOf(chat)], templateFromText)
    const read = readParameters(settings)
    const isPrefix = isCached || said.isMarked
    return {
      name: textOf(fieldsOf(file.provenance).prompt) ?? nameOf(source),
      messages,
      parameters: isPrefix ? { ...read.parameters, cache: 'prefix' } : read.parameters,
      model: textOf(model),
      notes: [
        ...notes,
        ...(isPrefix ? ['The cache mark is taken as "all but the last message", wherever it stood.'] : []),
        ...read.notes,
      ],
    }
  },
}
