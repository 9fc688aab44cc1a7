// Every opening bracket may be the start of the JSON; a limit keeps "[[[[…" from taking quadratic time.
const MAX_ATTEMPTS = 200

/**
 * The JSON in a model's answer: the whole text if it is JSON, else a fenced block, else the first object or array that
 * stands in the text.
 *
 * @returns undefined when there is none
 */
export function findJson(text: string): unknown {
  const whole = parseOrUndefined(text)
  if (whole !== undefined) return whole
  for (const match of text.matchAll(/```[\w-]*[ \t]*\r?\n([\s\S]*?)```/g)) {
    const fenced = parseOrUndefined(match[1] ?? '')
    if (fenced !== undefined) return fenced
  }
  const opening = /[{[]/g
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const match = opening.exec(text)
    if (match === null) return undefined
    const end = closingOf(text, match.index)
    const found = end === -1 ? undefined : parseOrUndefined(text.slice(match.index, end))
    if (found !== undefined) return found
  }
  return undefined
}

function parseOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/** Offset after the bracket that closes the one at `start`, brackets in strings not counted; -1 if it is not closed. */
function closingOf(text: string, start: number): number {
  const token = /"(?:[^"\\]|\\.)*"|[{[]|[}\]]/gs
  token.lastIndex = start
  let depth = 0
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    if (match[0] === '{' || match[0] === '[') depth++
    else if (match[0] === '}' || match[0] === ']') depth--
    if (depth === 0) return token.lastIndex
  }
  return -1
}
