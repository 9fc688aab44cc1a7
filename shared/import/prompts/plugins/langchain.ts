import { AppError } from '../../../contract/errors.ts'
import type { JsonValue } from '../../../domain/json.ts'
import type { Role } from '../../../domain/prompt.ts'
import { readMessages, roleOf } from '../chat-messages.ts'
import { type Fields, fieldsOf, jsonOf, listOf, nameOf, readJson, textOf } from '../json-fields.ts'
import type { PromptImporter } from '../prompt-importer.ts'
import { readParameters } from '../read-parameters.ts'
import { readFString } from '../syntax/read-f-string.ts'
import { readJinja } from '../syntax/read-jinja.ts'
import { readMustache } from '../syntax/read-mustache.ts'
import { templateOf } from '../template-of.ts'

const ROLES: Readonly<Record<string, Role>> = {
  SystemMessagePromptTemplate: 'system',
  HumanMessagePromptTemplate: 'user',
  AIMessagePromptTemplate: 'assistant',
}

export const plugin: PromptImporter = {
  id: 'langchain',
  label: 'LangChain hub (JSON)',
  description: 'A ChatPromptTemplate or PromptTemplate with f-strings, Mustache or Jinja, also with a model behind it.',
  recognises: (source) => jsonOf(source)?.lc === 1,
  read(source) {
    const file = readJson(source)
    // With a model, a sequence holds the prompt as its first link.
    const prompt = classOf(file) === 'RunnableSequence' ? fieldsOf(fieldsOf(file.kwargs).first) : file
    const kwargs = fieldsOf(prompt.kwargs)
    const metadata = fieldsOf(kwargs.metadata)
    const list =
      classOf(prompt) === 'PromptTemplate' ? [{ role: 'user', content: template(kwargs) }] : messagesOf(kwargs)
    const { messages, notes } = readMessages(list, (text) => text)
    const read = readParameters(fieldsOf(metadata.settings))
    return {
      name: textOf(metadata.name) ?? nameOf(source),
      messages,
      parameters: read.parameters,
      model: textOf(metadata.model),
      notes: [
        ...notes,
        ...read.notes,
        ...(prompt === file ? [] : ['The model behind the prompt is not taken: choose one in Pithy.']),
      ],
    }
  },
}

function messagesOf(kwargs: Fields): JsonValue[] {
  return listOf(kwargs.messages).map((item, index) => {
    const name = classOf(fieldsOf(item))
    const inner = fieldsOf(fieldsOf(item).kwargs)
    if (!Object.hasOwn(ROLES, name)) {
      const role = roleOf(inner.role)
      if (role === null)
        throw new AppError(
          'bad-input',
          `message ${index + 1} is a ${name || 'thing without a class'}, which is not taken over.`,
        )
      return { role, content: template(fieldsOf(fieldsOf(inner.prompt).kwargs)) }
    }
    return { role: ROLES[name] ?? 'user', content: template(fieldsOf(fieldsOf(inner.prompt).kwargs)) }
  })
}

function template({ template: text, template_format: format }: Fields): string {
  if (typeof text !== 'string') throw new AppError('bad-input', 'A message has no template.')
  if (format === 'mustache') return templateOf(readMustache(text))
  if (format === 'jinja2') return templateOf(readJinja(text))
  return templateOf(readFString(text))
}

function classOf({ id }: Fields): string {
  return textOf(listOf(id).at(-1)) ?? ''
}
