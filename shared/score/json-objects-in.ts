import { parse } from 'yaml'

/** Longest object that is looked for. */
const MAX_OBJECT_CHARACTERS = 100_000
/** Steps of the search for one text; braces in braces that are never closed would take the square of their number. */
const MAX_STEPS = 20_000_000
const MAX_PARSED_CHARACTERS = 2_000_000

/**
 * The objects that stand amid a text, outermost ones. Read as generously as promptfoo 0.121 does: keys without quotes, comments,
 * commas too many, and braces that the end of the text has cut off.
 */
export function* jsonObjectsIn(text: string): Generator<object> {
  let steps = 0
  let parsedCharacters = 0
  for (let start = text.indexOf('{'); start >= 0; start = text.indexOf('{', start + 1)) {
    const { end, open } = spanFrom(text, start)
    steps += end - start
    if (steps > MAX_STEPS || parsedCharacters > MAX_PARSED_CHARACTERS) return
    parsedCharacters += end - start
    const found = readObject(text.slice(start, end) + '}'.repeat(open))
    if (found === null) continue
    yield found
    start = end - 1
  }
}

/** To the brace that closes the one at the start, or as far as the text goes. */
function spanFrom(text: string, start: number): { readonly end: number; readonly open: number } {
  const limit = Math.min(start + MAX_OBJECT_CHARACTERS, text.length)
  let open = 1
  let end = start + 1
  while (end < limit && open > 0) {
    const sign = text[end++]
    if (sign === '{') open++
    else if (sign === '}') open--
  }
  return { end, open }
}

function readObject(text: string): object | null {
  try {
    return asObject(JSON.parse(text))
  } catch {
    // Not strict JSON.
  }
  // A reader that calls itself for each brace must not be led too deep.
  if (deepest(text) > 200) return null
  try {
    return asObject(parse(withoutSlashes(text), { uniqueKeys: false, logLevel: 'error', maxAliasCount: 100 }))
  } catch {
    return null
  }
}

function asObject(value: unknown): object | null {
  return typeof value === 'object' ? value : null
}

function deepest(text: string): number {
  let depth = 0
  let most = 0
  for (const sign of text) {
    if (sign === '{' || sign === '[') most = Math.max(most, ++depth)
    else if (sign === '}' || sign === ']') depth--
  }
  return most
}

/** `// note` is a comment, except within quotes and addresses. */
function withoutSlashes(text: string): string {
  return text.replaceAll(
    /("(?:[^"\\\n]|\\.)*")|(:?)\/\/.*/g,
    (all, quoted: string | undefined, colon: string | undefined) => (quoted !== undefined || colon === ':' ? all : ''),
  )
}
