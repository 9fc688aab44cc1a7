import { useCallback } from 'react'
import type { Message } from '../../../../shared/domain/prompt.ts'
import { applyFixes } from '../../../../shared/lint/apply-fixes.ts'
import type { Finding } from '../../../../shared/lint/finding.ts'
import type { CalmDraft } from '../../../client/use-draft.ts'
import { notifyFailure, notifyUndo } from '../../../ui/notify.tsx'

/** Makes fixes in the text on the screen and offers to take them back. The findings must be those of this very text. */
export function useFix({ newest, edit }: CalmDraft): (findings: readonly Finding[], what: string) => void {
  return useCallback(
    (findings: readonly Finding[], what: string) => {
      const { messages } = newest()
      const fixed = applyFixes(messages, findings)
      edit((now) => ({ ...now, messages: fixed }))
      const saved = findings.reduce((sum, { savedTokens }) => sum + (savedTokens ?? 0), 0)
      const count = findings.length === 1 ? 'One fix made' : `${findings.length} fixes ${what} made`
      notifyUndo(`${count}: ${saved.toLocaleString('en-US')} tokens fewer.`, () => {
        edit((now) => ({ ...now, messages: takenBack(now.messages, messages, fixed) }))
      })
    },
    [newest, edit],
  )
}

/** Messages that were written on since keep what was written. */
function takenBack(now: readonly Message[], before: readonly Message[], fixed: readonly Message[]): Message[] {
  let kept = 0
  const messages = now.map((message, index) => {
    const old = before[index]
    const mended = fixed[index]
    if (!old || !mended || old.template === mended.template) return message
    if (message.template === mended.template) return { ...message, template: old.template }
    kept += 1
    return message
  })
  if (kept > 0) notifyFailure('The text was changed since the fix. Take it back in the editor, by Ctrl+Z.')
  return messages
}
