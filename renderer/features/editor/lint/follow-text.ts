import { singleChange } from '../../../../shared/domain/single-change.ts'
import type { Finding } from '../../../../shared/lint/finding.ts'

/** A finding's fix in a text that was changed since; null where the change came near it. */
export function followText(finding: Finding, before: string, now: string): Finding | null {
  const change = singleChange(before, now)
  if (change === null || finding.fix === null) return finding
  const first = finding.fix[0]?.start ?? finding.start
  const last = finding.fix.at(-1)?.end ?? finding.end
  if (last < change.at) return finding
  if (first <= change.at + change.deleteCount) return null
  const by = change.insertText.length - change.deleteCount
  const fix = finding.fix.map((edit) => ({ ...edit, start: edit.start + by, end: edit.end + by }))
  return { ...finding, start: finding.start + by, end: finding.end + by, fix }
}
