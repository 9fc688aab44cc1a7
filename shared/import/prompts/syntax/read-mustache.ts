import { refuseAt, type TemplatePart } from '../template-of.ts'

const MARK =
  /\{\{=(\S{1,9}) (\S{1,9})=\}\}|\{\{![\s\S]*?\}\}|\{\{\{\s*([^{}\s]+)\s*\}\}\}|\{\{&?\s*([\p{L}_][\p{L}\p{N}_.-]*)\s*\}\}|\{\{/gu
const PATH = /^[\p{L}_][\p{L}\p{N}_-]*(?:\.[\p{L}_][\p{L}\p{N}_-]*)*$/u

/** Text, variables and comments of Mustache. @throws AppError `bad-input` with the line of a section or a partial */
export function readMustache(text: string): TemplatePart[] {
  const parts: TemplatePart[] = []
  let at = 0
  for (let match = next(text, at); match !== null; match = next(text, at)) {
    const [whole, open, close, raw, plain] = match
    parts.push(text.slice(at, match.index))
    at = match.index + whole.length
    const path = raw ?? plain
    if (path !== undefined) {
      if (!PATH.test(path)) refuseAt(text, match.index, `${whole} is more than a plain variable. Write it as one.`)
      parts.push({ path })
    } else if (open !== undefined && close !== undefined) {
      const end = text.indexOf(`${open}={{ }}=${close}`, at)
      const between = end === -1 ? '' : text.slice(at, end)
      if (end === -1 || between.includes(open))
        refuseAt(text, match.index, 'Other delimiters are taken over only around text without variables.')
      parts.push(between)
      at = end + open.length + close.length + 7
    } else if (!whole.startsWith('{{!')) {
      const shown = text.slice(match.index, match.index + 40).split('\n')[0]
      refuseAt(text, match.index, `${shown} Sections, partials and the like are not taken over.`)
    }
  }
  return [...parts, text.slice(at)]
}

function next(text: string, from: number): RegExpExecArray | null {
  const pattern = new RegExp(MARK)
  pattern.lastIndex = from
  return pattern.exec(text)
}
