import { refuseAt, type TemplatePart } from '../template-of.ts'

/** Text and variables of an f-string. @throws AppError `bad-input` with the line of anything else in braces */
export function readFString(text: string): TemplatePart[] {
  const parts: TemplatePart[] = []
  let at = 0
  for (const match of text.matchAll(/\{\{|\}\}|\{([^{}\n]*)\}|[{}]/g)) {
    const [whole, name] = match
    parts.push(text.slice(at, match.index))
    at = match.index + whole.length
    if (whole === '{{' || whole === '}}') parts.push(whole.slice(1))
    else if (name !== undefined && /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name)) parts.push({ path: name })
    else refuseAt(text, match.index, `${whole.slice(0, 80)} is no plain variable of an f-string; "{{" writes a brace.`)
  }
  return [...parts, text.slice(at)]
}
