import { defaultParameters, type Message, type Role } from '../../../domain/prompt.ts'
import { nameOf } from '../json-fields.ts'
import type { PromptImporter } from '../prompt-importer.ts'
import { readJinja } from '../syntax/read-jinja.ts'
import { templateOf } from '../template-of.ts'

const BLOCK = /\{%-?\s*block\s+(system|user|assistant)(?:_\d+)?\s*-?%\}([\s\S]*?)\{%-?\s*endblock\s*-?%\}/g

export const plugin: PromptImporter = {
  id: 'jinja',
  label: 'Jinja (.j2)',
  description:
    'Text and plain variables; blocks named after a role become messages, other tags are refused with their line.',
  recognises: ({ fileName }) => /\.(?:j2|jinja2?)$/i.test(fileName),
  read(source) {
    // Jinja itself reads every line end as "\n", and leaves the last one of a file away.
    const text = source.text.replaceAll(/\r\n?/g, '\n').replace(/\n$/, '')
    const blocks = [...text.matchAll(BLOCK)]
    const hasOnlyBlocks =
      text
        .replaceAll(BLOCK, '')
        .replaceAll(/\{#[\s\S]*?#\}/g, '')
        .trim() === ''
    const messages: Message[] =
      blocks.length > 0 && hasOnlyBlocks
        ? // The pattern allows these three roles only.
          blocks.map(([, role, inside = '']) => ({ role: role as Role, template: templateOf(readJinja(inside)) }))
        : [{ role: 'user', template: templateOf(readJinja(text)) }]
    return { name: nameOf(source), messages, parameters: defaultParameters, model: null, notes: [] }
  },
}
