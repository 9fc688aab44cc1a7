import type { Exporter, ExportInput } from '../exporter.ts'
import { fileStem } from '../file-stem.ts'
import { provenanceLines } from '../provenance.ts'
import { mustacheSyntax } from '../syntax/mustache-syntax.ts'
import { refuseTranslation, translatedMessages } from '../translate-template.ts'

export const plugin: Exporter = {
  id: 'mustache',
  label: 'Mustache',
  description: 'The messages as a Mustache template, each behind a comment that names its role.',
  refuse: (input) => refuseLoneLine(input) ?? refuseTranslation(input.variant.content.messages, mustacheSyntax),
  render(input) {
    const lines = provenanceLines(input).map((line) => line.replaceAll(/[{}]{2,}/g, '–'))
    const messages = translatedMessages(input.variant.content.messages, mustacheSyntax)
    const body = messages.map(({ role, content }) => `{{! ${role}: }}${content}`)
    return {
      fileName: `${fileStem(input.promptName)}.mustache`,
      mediaType: 'text/plain',
      body: `{{!\n${lines.join('\n')}\n}}${body.join('')}`,
    }
  },
}

/** A comment alone on its line takes the line with it. */
function refuseLoneLine({ variant }: ExportInput): string | null {
  const index = variant.content.messages.findIndex(({ template }) => /^[ \t]*(?:\r?\n|$)/.test(template))
  return index === -1
    ? null
    : `Message ${index + 1}: Mustache takes an empty line at the beginning of a message away. Take it away first.`
}
