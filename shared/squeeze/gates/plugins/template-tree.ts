import type { Message } from '../../../domain/prompt.ts'
import { scanTemplate } from '../../../template/scan-template.ts'
import type { Gate } from '../gate.ts'

export const plugin: Gate = {
  id: 'template-tree',
  label: 'Variables and blocks',
  check({ prompt, after }) {
    if (prompt.messages.map(({ role }) => role).join() !== after.map(({ role }) => role).join())
      return 'The messages or their roles are not the same.'
    const empty = after.findIndex(
      ({ template }, index) => template.trim() === '' && prompt.messages[index]?.template.trim() !== '',
    )
    if (empty !== -1) return `Message ${empty + 1} would be empty.`
    const [tagsBefore, tagsAfter] = [tagsOf(prompt.messages), tagsOf(after)]
    if (tagsBefore.join('\n') !== tagsAfter.join('\n')) return 'The template’s blocks are not the same.'
    return differenceOf(outputsOf(prompt.messages), outputsOf(after))
  },
}

/** In their order: which variable stands in which block. */
function tagsOf(messages: readonly Message[]): string[] {
  return messages.flatMap(({ template }, index) => {
    let depth = 0
    return scanTemplate(template).flatMap((piece) => {
      if (piece.kind === 'text') return []
      const text = template.slice(piece.start, piece.end)
      if (piece.kind === 'output') return depth > 0 ? [`${index}:${text}`] : []
      depth += piece.name.startsWith('end') ? -1 : /^(?:if|unless|for|case|raw|comment)$/.test(piece.name) ? 1 : 0
      return [`${index}:${text}`]
    })
  })
}

function outputsOf(messages: readonly Message[]): string[] {
  return messages
    .flatMap(({ template }, index) =>
      scanTemplate(template).flatMap((piece) =>
        piece.kind === 'output' ? [`${index}:${template.slice(piece.start, piece.end)}`] : [],
      ),
    )
    .toSorted()
}

function differenceOf(before: readonly string[], after: readonly string[]): string | null {
  const left = [...after]
  for (const output of before) {
    const at = left.indexOf(output)
    if (at === -1) return `The variable ${nameOf(output)} is lost, renamed or moved to another message.`
    left.splice(at, 1)
  }
  return left[0] === undefined ? null : `The variable ${nameOf(left[0])} was added.`
}

function nameOf(output: string): string {
  return output.slice(output.indexOf(':') + 1)
}
