import { readMessages } from '../chat-messages.ts'
import { fieldsOf, jsonOf, nameOf, readJson, textOf } from '../json-fields.ts'
import type { PromptImporter } from '../prompt-importer.ts'
import { readParameters } from '../read-parameters.ts'
import { templateFromText } from '../template-of.ts'

export const plugin: PromptImporter = {
  id: 'openai-json',
  label: 'OpenAI request (JSON)',
  description: 'The body of a Chat Completions or Responses request; {{name}} in its texts is taken for a variable.',
  recognises(source) {
    const file = jsonOf(source)
    const request = fieldsOf(file?.request ?? file)
    const isAnthropic = /claude/.test(textOf(request.model) ?? '') || request.system !== undefined
    return (Array.isArray(request.messages) && !isAnthropic) || request.input !== undefined
  },
  read(source) {
    const file = readJson(source)
    const { model, messages: chat, input, instructions, ...settings } = fieldsOf(file.request ?? file)
    const said = typeof input === 'string' ? [{ role: 'user', content: input }] : (input ?? chat)
    const list = Array.isArray(said) ? said : []
    const before = typeof instructions === 'string' ? [{ role: 'system', content: instructions }] : []
    const { messages, notes } = readMessages([...before, ...list], templateFromText)
    const read = readParameters(settings)
    return {
      name: textOf(fieldsOf(file.provenance).prompt) ?? nameOf(source),
      messages,
      parameters: read.parameters,
      model: textOf(model),
      notes: [...notes, ...read.notes],
    }
  },
}
