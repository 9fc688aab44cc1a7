import { AppError } from '../../../contract/errors.ts'
import type { Message } from '../../../domain/prompt.ts'
import { textPosition } from '../../../template/text-position.ts'
import { roleOf } from '../chat-messages.ts'
import { readFrontMatter } from '../front-matter.ts'
import { type Fields, fieldsOf, nameOf, textOf } from '../json-fields.ts'
import type { PromptImporter } from '../prompt-importer.ts'
import { readParameters } from '../read-parameters.ts'
import { readJinja } from '../syntax/read-jinja.ts'
import { readMustache } from '../syntax/read-mustache.ts'
import { refuseAt, templateOf } from '../template-of.ts'

const ROLE_LINE = /^[ \t]*#?[ \t]*(system|user|assistant|developer|tool|function)[ \t]*:[ \t]*\r?$/gim

export const plugin: PromptImporter = {
  id: 'prompty',
  label: 'Prompty (.prompty)',
  description: 'Versions 1 and 2, with Jinja or Mustache. Files that it names are not opened.',
  recognises: ({ fileName }) => /\.prompty$/i.test(fileName),
  read(source) {
    const { head, body, bodyStart } = readFrontMatter(source.text)
    const model = fieldsOf(head.model)
    const options = fieldsOf(model.options)
    const { additionalProperties, ...named } = options
    const read = readParameters({
      ...fieldsOf(model.parameters),
      ...named,
      ...fieldsOf(additionalProperties),
    })
    const isMustache = /mustache/.test(textOf(head.template) ?? textOf(formatOf(head)) ?? '')
    return {
      name: textOf(head.name) ?? nameOf(source),
      messages: messagesOf({ text: source.text, body, bodyStart, isMustache }),
      parameters: read.parameters,
      model: textOf(model.id) ?? textOf(fieldsOf(model.configuration).name),
      notes: [
        ...read.notes,
        ...(head.sample === undefined ? [] : ['The sample is not taken: import it as a case of an eval set.']),
      ],
    }
  },
}

function formatOf(head: Fields) {
  const { format } = fieldsOf(head.template)
  return typeof format === 'string' ? format : fieldsOf(format).kind
}

interface Body {
  readonly text: string
  readonly body: string
  readonly bodyStart: number
  readonly isMustache: boolean
}

function messagesOf({ text, body, bodyStart, isMustache }: Body): Message[] {
  const marks = [...body.matchAll(ROLE_LINE)]
  const first = marks[0]?.index ?? body.length
  const turns = marks.map((mark, index) => ({
    name: mark[1]?.toLowerCase() ?? '',
    start: mark.index + mark[0].length,
    end: marks[index + 1]?.index ?? body.length,
  }))
  // Text before the first role is the system's.
  if (body.slice(0, first).trim() !== '') turns.unshift({ name: 'system', start: 0, end: first })
  const messages = turns.map(({ name, start, end }): Message => {
    const role = roleOf(name)
    if (role === null) refuseAt(text, bodyStart + start, `Messages of the role "${name}" are not taken over.`)
    return { role, template: inFile({ text, offset: bodyStart + start }, body.slice(start, end), isMustache) }
  })
  if (messages.length === 0) throw new AppError('bad-input', 'There are no messages below the head.')
  return messages
}

/** The template of one message; a refusal names the line in the file. */
function inFile(place: { readonly text: string; readonly offset: number }, raw: string, isMustache: boolean): string {
  const content = raw.trim()
  const before = textPosition(place.text, place.offset + raw.indexOf(content)).line - 1
  try {
    return templateOf(isMustache ? readMustache(content) : readJinja(content.replaceAll(/\r\n?/g, '\n')))
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const message = error.message.replace(/^line (\d+)/, (_whole, line: string) => `line ${Number(line) + before}`)
    throw new AppError(error.code, message, { cause: error })
  }
}
