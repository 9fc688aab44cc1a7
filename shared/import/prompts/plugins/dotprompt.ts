import { AppError } from '../../../contract/errors.ts'
import type { Message } from '../../../domain/prompt.ts'
import { roleOf } from '../chat-messages.ts'
import { readFrontMatter } from '../front-matter.ts'
import { fieldsOf, nameOf, textOf } from '../json-fields.ts'
import type { PromptImporter } from '../prompt-importer.ts'
import { readParameters } from '../read-parameters.ts'
import { readHandlebars } from '../syntax/read-handlebars.ts'
import { refuseAt, templateOf } from '../template-of.ts'

export const plugin: PromptImporter = {
  id: 'dotprompt',
  label: 'Dotprompt (.prompt)',
  description: 'Plain variables and roles; blocks and helpers of Handlebars are refused with their line.',
  recognises: ({ fileName }) => /\.prompt$/i.test(fileName),
  read(source) {
    const { head, body, bodyStart } = readFrontMatter(source.text)
    const { format: _format, schema } = fieldsOf(head.output)
    const isJsonSchema = fieldsOf(schema).type !== undefined
    const read = readParameters({
      ...fieldsOf(head.config),
      ...(isJsonSchema ? { text: { format: { schema: schema ?? null } } } : {}),
    })
    return {
      name: textOf(head.name) ?? nameOf(source),
      messages: messagesOf(source.text, body, bodyStart),
      parameters: read.parameters,
      model: textOf(head.model)?.replace(/^[^/]*\//, '') ?? null,
      notes: [
        ...read.notes,
        ...(schema === undefined || isJsonSchema
          ? []
          : ['The schema in Picoschema is not taken: write it as JSON Schema.']),
        ...(head.tools === undefined
          ? []
          : ['The tools are not taken: the file names them without saying what they are.']),
      ],
    }
  },
}

function messagesOf(text: string, body: string, bodyStart: number): Message[] {
  const end = body.trimEnd().length
  const marks = [...body.matchAll(/(?<!\\)\{\{\s*role\s+["'](\w+)["']\s*\}\}/g)]
  const turns = marks.map((mark, index) => ({
    name: mark[1] ?? '',
    start: mark.index + mark[0].length,
    end: marks[index + 1]?.index ?? end,
  }))
  const first = marks[0]?.index ?? end
  // Text before the first role is the user's.
  if (body.slice(0, first).trim() !== '') turns.unshift({ name: 'user', start: body.search(/\S/), end: first })
  const messages = turns.map(({ name, start, end: stop }): Message => {
    const role = roleOf(name)
    if (role === null) refuseAt(text, bodyStart + start, `Messages of the role "${name}" are not taken over.`)
    return { role, template: templateOf(readHandlebars(body.slice(start, stop), text, bodyStart + start)) }
  })
  if (messages.length === 0) throw new AppError('bad-input', 'There are no messages below the head.')
  return messages
}
