import type { Exporter } from '../exporter.ts'
import { fileStem } from '../file-stem.ts'
import { provenanceLines } from '../provenance.ts'
import { jinjaSyntax } from '../syntax/jinja-syntax.ts'
import { refuseTranslation, translatedMessages } from '../translate-template.ts'

export const plugin: Exporter = {
  id: 'jinja',
  label: 'Jinja (.j2)',
  description:
    'The messages as a Jinja template: one alone as it stands, several each as a block named after its role.',
  refuse: (input) => refuseTranslation(input.variant.content.messages, jinjaSyntax),
  render(input) {
    const lines = provenanceLines(input).map((line) => line.replaceAll(/[#%{}-]{2,}/g, '–'))
    const messages = translatedMessages(input.variant.content.messages, jinjaSyntax)
    const isAlone = messages.length === 1 && messages[0]?.role === 'user'
    const body = isAlone
      ? messages.map(({ content }) => content)
      : messages.map(({ role, content }, index) => `{% block ${role}_${index + 1} %}${content}{% endblock %}`)
    return {
      fileName: `${fileStem(input.promptName)}.j2`,
      mediaType: 'text/plain',
      // Nothing between the comment and the text: what stands there would be part of the prompt.
      body: `{#\n${lines.join('\n')}\n#}${body.join('')}`,
    }
  },
}
