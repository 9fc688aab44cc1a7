import { refuseAt, type TemplatePart } from '../template-of.ts'

const MARK = /\{\{\s*("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')\s*\}\}|\{\{([^{}]*)\}\}|\{#[\s\S]*?#\}|\{[{%#]/g
const PATH =
  /^[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_]*|\[\d{1,9}\]|\["[^"\\\n]{1,200}"\]|\['[^'\\\n]{1,200}'\])*$/u

/** Text, plain variables, texts in quotes and comments of Jinja. @throws AppError `bad-input` with the line of anything else */
export function readJinja(text: string): TemplatePart[] {
  const parts: TemplatePart[] = []
  let at = 0
  for (const match of text.matchAll(MARK)) {
    const [whole, quoted, inside] = match
    parts.push(text.slice(at, match.index))
    at = match.index + whole.length
    if (quoted !== undefined) parts.push(unquoted(quoted))
    else if (inside !== undefined) {
      const path = inside.trim()
      if (!PATH.test(path))
        refuseAt(text, match.index, `${whole.slice(0, 80)} is more than a plain variable. Write it as one.`)
      parts.push({ path })
    } else if (!whole.endsWith('#}')) {
      const shown = text.slice(match.index, match.index + 40).split('\n')[0]
      refuseAt(text, match.index, `${shown} Conditions, loops and other tags of Jinja are not taken over.`)
    }
  }
  return [...parts, text.slice(at)]
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }

function unquoted(quoted: string): string {
  return quoted.slice(1, -1).replaceAll(/\\(.)/g, (_whole, letter: string) => ESCAPES[letter] ?? letter)
}
