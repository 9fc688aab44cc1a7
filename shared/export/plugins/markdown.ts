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
    const parts = [`<!--\n${comment.join('\n')}\n-->`, `# ${escapeMarkdown(input.promptName)}`]
    if (set.length > 0) parts.push(fence(JSON.stringify(Object.fromEntries(set), null, 2), 'json'))
    for (const { role, template } of messages) parts.push(`## ${role}`, fence(template, 'text'))
    return { fileName: `${fileStem(input.promptName)}.md`, mediaType: 'text/markdown', body: `${parts.join('\n\n')}\n` }
  },
}

/** A name in a heading, without the links, pictures and HTML that it may hold. */
function escapeMarkdown(name: string): string {
  return name.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*_{}[\]<>()#!|&~]/g, (mark) => `\\${mark}`)
}

/** A fence longer than any inside, so that the text comes out as it went in. */
function fence(text: string, language: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`{3,}/g)].map(([run]) => run.length))
  const marks = '`'.repeat(Math.max(3, longest + 1))
  return `${marks}${language}\n${text}\n${marks}`
}
