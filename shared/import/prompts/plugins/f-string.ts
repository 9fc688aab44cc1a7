import { defaultParameters } from '../../../domain/prompt.ts'
import { nameOf } from '../json-fields.ts'
import type { PromptImporter } from '../prompt-importer.ts'
import { readFString } from '../syntax/read-f-string.ts'
import { templateOf } from '../template-of.ts'

export const plugin: PromptImporter = {
  id: 'f-string',
  label: 'f-string (text)',
  description:
    'A text with {variables} as Python and LangChain write them. It looks like any text, so it must be chosen.',
  recognises: () => false,
  read: (source) => ({
    name: nameOf(source),
    messages: [{ role: 'user', template: templateOf(readFString(source.text)) }],
    parameters: defaultParameters,
    model: null,
    notes: [],
  }),
}
