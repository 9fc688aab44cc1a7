import { defaultParameters, type Message, type Role } from '../../../domain/prompt.ts'
import { nameOf } from '../json-fields.ts'
import type { PromptImporter } from '../prompt-importer.ts'
import { readMustache } from '../syntax/read-mustache.ts'
import { refuseAt, templateOf } from '../template-of.ts'

const ROLE = /\{\{! (system|user|assistant): \}\}/g

export const plugin: PromptImporter = {
  id: 'mustache',
  label: 'Mustache',
  description:
    'Text and plain variables; comments that name a role begin a message, sections are refused with their line.',
  recognises: ({ fileName }) => /\.mustache$/i.test(fileName),
  read(source) {
    const { text } = source
    const marks = [...text.matchAll(ROLE)]
    const lead = text.slice(0, marks[0]?.index ?? 0).replaceAll(/\{\{![\s\S]*?\}\}/g, '')
    if (lead.trim() !== '') refuseAt(text, 0, 'There is text before the first message. Give it a role.')
    const messages: Message[] =
      marks.length === 0
        ? [{ role: 'user', template: templateOf(readMustache(text)) }]
        : marks.map((mark, index) => ({
            // The pattern allows these three roles only.
            role: mark[1] as Role,
            template: templateOf(readMustache(text.slice(mark.index + mark[0].length, marks[index + 1]?.index))),
          }))
    const escapes = /(?<!\{)\{\{\s*[\p{L}_]/u.test(text)
    return {
      name: nameOf(source),
      messages,
      parameters: defaultParameters,
      model: null,
      notes: escapes
        ? ['Mustache turns & and < in values between two braces into HTML; Pithy leaves them as they are.']
        : [],
    }
  },
}
