import { defaultParameters, type Role } from '../../../domain/prompt.ts'
import { nameOf } from '../json-fields.ts'
import type { PromptImporter } from '../prompt-importer.ts'
import { templateFromText } from '../template-of.ts'

export const plugin: PromptImporter = {
  id: 'text',
  label: 'Text or Markdown',
  description: 'The whole file as one message; Markdown as Pithy writes it, with a heading for each role, as several.',
  recognises: ({ fileName }) => /\.(?:txt|md|markdown)$/i.test(fileName),
  read(source) {
    const found = ownMarkdown(source.text) ?? [{ role: 'user' as const, text: source.text }]
    return {
      name: nameOf(source),
      messages: found.map(({ role, text }) => ({
        role,
        template: found.length === 1 && role === 'user' ? templateFromText(text) : text,
      })),
      parameters: defaultParameters,
      model: null,
      notes: found.length > 1 ? ['The settings in the file are not taken: set them on the variant.'] : [],
    }
  },
}

/** The fences under headings that name a role; null when the file is not written so. */
function ownMarkdown(text: string): { role: Role; text: string }[] | null {
  if (!text.startsWith('<!--')) return null
  const found = [...text.matchAll(/^## (system|user|assistant)\n\n(`{3,})text\n([\s\S]*?)\n\2$/gm)]
  // The pattern allows these three only.
  return found.length === 0 ? null : found.map(([, role, , content = '']) => ({ role: role as Role, text: content }))
}
