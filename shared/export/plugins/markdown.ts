import type { Exporter } from '../exporter.ts'
import { fileStem } from '../file-stem.ts'
import { provenanceLines } from '../provenance.ts'

export const plugin: Exporter = {
  id: 'markdown',
  label: 'Markdown',
  description: 'The messages as they stand, each under its role, with the provenance in a comment.',
  refuse: () => null,
  render(input) {
    // A comment may not hold "--", nor end the comment early.
    const comment = provenanceLines(input).map((line) => line.replaceAll(/-{2,}|>/g, '–'))
    const { parameters, messages } = input.variant.content
    const set = Object.entries(parameters).filter(
      ([, value]) => value !== null && !(Array.isArray(value) && value.length === 0),
    )
    const parts = [`<!--\n${comment.join('\n')}\n-->`, `# ${input.promptName.replaceAll(/\s+/g, ' ')}`]
    if (set.length > 0) parts.push(set.map(([name, value]) => `- ${name}: ${JSON.stringify(value)}`).join('\n'))
    for (const { role, template } of messages) parts.push(`## ${role}`, fence(template))
    return { fileName: `${fileStem(input.promptName)}.md`, mediaType: 'text/markdown', body: `${parts.join('\n\n')}\n` }
  },
}

/** A fence longer than any inside, so that the text comes out as it went in. */
function fence(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`{3,}/g)].map(([run]) => run.length))
  const marks = '`'.repeat(Math.max(3, longest + 1))
  return `${marks}text\n${text}\n${marks}`
}
