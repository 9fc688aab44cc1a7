import { refuseAt, type TemplatePart } from '../template-of.ts'

const NAME = String.raw`[\p{L}_][\p{L}\p{N}_-]*`
const PATH = String.raw`\s*((?:this\.)?${NAME}(?:\.(?:${NAME}|\[\d{1,9}\]))*)\s*`
const MARK = new RegExp(
  String.raw`(\\{0,2})(?:\{\{(!--[\s\S]*?--|![^}]*)\}\}|\{\{\{${PATH}\}\}\}|\{\{${PATH}\}\}|\{\{)`,
  'gu',
)
const HELPERS = new Set('history else this'.split(' '))

/** Text, variables and comments of Handlebars. @throws AppError `bad-input` with the line of blocks, helpers and partials */
export function readHandlebars(text: string, lineText = text, lineOffset = 0): TemplatePart[] {
  const parts: TemplatePart[] = []
  const pattern = new RegExp(MARK)
  let at = 0
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const [whole, slashes = '', comment, raw, plain] = match
    const path = raw ?? plain
    parts.push(text.slice(at, match.index))
    at = match.index + whole.length
    if (slashes.length === 1) {
      // A backslash makes "{{" text up to the next one.
      parts.push('{{')
      at = match.index + 3
      pattern.lastIndex = at
    } else {
      if (slashes.length === 2) parts.push('\\')
      if (comment !== undefined) continue
      if (path === undefined || HELPERS.has(path)) {
        const shown = text.slice(match.index, match.index + 40).split('\n')[0]
        refuseAt(lineText, lineOffset + match.index, `${shown} Blocks, helpers and partials are not taken over.`)
      }
      parts.push({ path: path.replace(/^this\./, '').replaceAll('.[', '[') })
    }
  }
  return [...parts, text.slice(at)]
}
