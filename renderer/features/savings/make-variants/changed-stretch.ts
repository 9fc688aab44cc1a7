/** Characters of what stays that are shown before a change, so that one sees where it is. */
const LEAD = 60

/** The stretch of a text that another version of it changes, from its first to its last difference; null where they are the same. */
export function changedStretch(
  before: string,
  after: string,
): { readonly original: string; readonly replacement: string } | null {
  if (before === after) return null
  const most = Math.min(before.length, after.length)
  let start = 0
  while (start < most && before[start] === after[start]) start += 1
  let end = 0
  while (end < most - start && before.at(-1 - end) === after.at(-1 - end)) end += 1
  // Lines that are taken out or put in are shown as such: not from the middle of a line to the middle of the next.
  const longer = before.length > after.length ? before : after
  if (start + end === most) {
    let back = 0
    while (
      back < start &&
      longer[start - back - 1] !== '\n' &&
      longer[start - back - 1] === longer[longer.length - end - back - 1]
    )
      back += 1
    if (start === back || longer[start - back - 1] === '\n') {
      start -= back
      end += back
    }
  }
  const from = Math.max(0, start - LEAD)
  const lead = before.slice(from, start).replace(/^\S*\s+/, from === 0 ? '$&' : '')
  return {
    original: lead + before.slice(start, before.length - end),
    replacement: lead + after.slice(start, after.length - end),
  }
}
