import { objectOf, type RawUsageRow } from './raw-usage-row.ts'

const OBJECTS_PER_PIECE = 500
const MAX_OBJECT = 16_000_000
/** Members under which providers and tools keep their rows. */
const LISTS = new Set(['data', 'rows', 'items', 'logs', 'results', 'observations', 'spend_logs', 'response'])

/**
 * Finds the rows of a JSON document as its text comes in: the objects of the outermost list, or of the list under a usual name (`data`,
 * `rows` …) of the outermost object; pages that follow one another are read alike.
 */
export function jsonObjects(): (text: string, isLast: boolean) => Generator<readonly RawUsageRow[], void> {
  let rest = ''
  let at = 0
  let depth = 0
  let start = -1
  let inText = false
  let listDepth = -1
  let key = ''
  let textStart = 0
  return function* push(text, isLast) {
    const whole = rest + text
    const found: RawUsageRow[] = []
    for (; at < whole.length; at++) {
      const unit = whole.charCodeAt(at)
      if (inText) {
        if (unit === 92) at += 1
        else if (unit === 34) {
          inText = false
          if (start < 0) key = whole.slice(textStart, at)
        }
      } else if (unit === 34) {
        inText = true
        textStart = at + 1
      } else if (unit === 123 || unit === 91) {
        if (start < 0 && unit === 91 && listDepth < 0 && (depth === 0 || (depth === 1 && LISTS.has(key))))
          listDepth = depth + 1
        else if (start < 0 && unit === 123 && depth === listDepth) start = at
        depth += 1
      } else if (unit === 125 || unit === 93) {
        depth -= 1
        if (start >= 0 && depth === listDepth) {
          found.push(objectOf(whole.slice(start, at + 1)))
          start = -1
          if (found.length >= OBJECTS_PER_PIECE) yield found.splice(0)
        } else if (depth < listDepth) listDepth = -1
      }
    }
    // What is read is let go; an object, or a name, that is under way stays.
    const keep = start >= 0 ? start : inText ? textStart - 1 : whole.length
    rest = whole.slice(keep)
    at -= keep
    if (start >= 0) start = 0
    textStart -= keep
    if (rest.length > MAX_OBJECT) throw new RangeError('A row of the file has no end.')
    if (isLast && (depth !== 0 || inText)) found.push('The file ends in the middle of a row.')
    if (found.length > 0) yield found
  }
}
