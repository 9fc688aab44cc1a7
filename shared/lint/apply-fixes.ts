import type { Message } from '../domain/prompt.ts'
import type { Finding } from './finding.ts'
import type { FixEdit } from './lint-rule.ts'

/**
 * The messages with the fixes of some findings made; a fix that overlaps one before it is left for the next look.
 *
 * The findings must be those of these very messages.
 */
export function applyFixes<M extends Pick<Message, 'template'>>(
  messages: readonly M[],
  findings: readonly Pick<Finding, 'messageIndex' | 'fix'>[],
): M[] {
  return messages.map((message, messageIndex) => {
    const fixes = findings.flatMap((finding) =>
      finding.messageIndex === messageIndex && finding.fix ? [finding.fix] : [],
    )
    return fixes.length === 0 ? message : { ...message, template: withFixes(message.template, fixes) }
  })
}

function withFixes(template: string, fixes: readonly (readonly FixEdit[])[]): string {
  const taken = new Uint8Array(template.length + 1)
  const edits: FixEdit[] = []
  for (const fix of fixes) {
    if (fix.some(({ start, end }) => taken.subarray(start, Math.max(end, start + 1)).includes(1))) continue
    for (const edit of fix) {
      taken.fill(1, edit.start, edit.end)
      edits.push(edit)
    }
  }
  let text = ''
  let at = 0
  for (const { start, end, replacement } of edits.sort((a, b) => a.start - b.start)) {
    text += template.slice(at, start) + replacement
    at = end
  }
  return text + template.slice(at)
}
