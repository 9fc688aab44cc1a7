import type { PartialTexts } from '../domain/partial.ts'
import type { Message } from '../domain/prompt.ts'
import { type ExpandedTemplate, expandTemplate } from './expand-template.ts'
import { templateProblem } from './parse-template.ts'
import { isRenderTag } from './render-tag.ts'
import { scanTemplate, type TemplatePiece } from './scan-template.ts'

/**
 * Messages that say the same without partials, for what leaves Pithy.
 *
 * @throws AppError `bad-input` naming line and column, when a partial is not there or cannot be read
 */
export function inlinePartials(messages: readonly Message[], partials: PartialTexts | undefined): Message[] {
  return messages.map((message) => {
    if (!scanTemplate(message.template).some(isRenderTag)) return message
    const expanded = expandTemplate(message.template, partials)
    const problem = templateProblem(message.template, expanded)
    if (problem) throw problem
    return { ...message, template: writtenOut(expanded) }
  })
}

/** The text of a template with its partials in place, as counts and forecasts need it; tags that fail are left out. */
export function expandedText(template: string, partials: PartialTexts | undefined): string {
  // At every key of a long text: without a tag there is nothing to read through.
  return template.includes('{%') ? expandTemplate(template, partials).text : template
}

/** The pieces as a text that is read as exactly these pieces again, though texts meet in it that never stood side by side. */
function writtenOut(expanded: ExpandedTemplate): string {
  const plain = join(expanded, '')
  return isReadAlike(plain, expanded) ? plain : join(expanded, '{% raw %}{% endraw %}')
}

function join({ text, pieces }: ExpandedTemplate, between: string): string {
  return pieces
    .map((piece, index) => {
      const written = text.slice(piece.start, piece.end)
      if (piece.kind === 'text') return pieces[index - 1]?.kind === 'text' ? between + written : written
      // What its hyphens took away is gone already; left in, they would take away more.
      return piece.kind === 'tag' ? written.replace(/^\{%-/, '{%').replace(/-%\}$/, '%}') : written
    })
    .join('')
}

function isReadAlike(written: string, { text, pieces }: ExpandedTemplate): boolean {
  const again = scanTemplate(written)
  return signature(written, again) === signature(text, pieces)
}

function signature(text: string, pieces: readonly TemplatePiece[]): string {
  const parts = pieces.map((piece) => {
    const written = text.slice(piece.start, piece.end)
    return piece.kind === 'text' ? written : `\u0000${written.replace(/^\{%-/, '{%').replace(/-%\}$/, '%}')}\u0000`
  })
  return parts.join('')
}
