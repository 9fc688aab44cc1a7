import { AppError } from '../../contract/errors.ts'
import { parseTemplate } from '../../template/parse-template.ts'
import { scanTemplate } from '../../template/scan-template.ts'
import { textPosition } from '../../template/text-position.ts'

/** Text as it shall come out, or a variable by its path. */
export type TemplatePart = string | { readonly path: string }

/** The template that says these parts and nothing else. @throws AppError `bad-input` when there is none */
export function templateOf(parts: readonly TemplatePart[]): string {
  const joined = joinedParts(parts)
  const open = joined.map((part) => (typeof part === 'string' ? part : `{{${part.path}}}`)).join('')
  if (says(open, joined)) return open
  const shielded = joined.map((part) => (typeof part === 'string' ? shieldedText(part) : `{{${part.path}}}`)).join('')
  if (says(shielded, joined)) return shielded
  throw new AppError('bad-input', 'The text holds marks of a template that cannot be written as text.')
}

/** A template's own text, where it is one with variables only; else with everything but its variables as text. */
export function templateFromText(text: string): string {
  try {
    if (parseTemplate(text).kind === 'plain') return text
  } catch (error) {
    if (!(error instanceof AppError)) throw error
  }
  const parts: TemplatePart[] = []
  let at = 0
  for (const piece of scanTemplate(text)) {
    if (piece.kind !== 'output' || piece.hasFilters || piece.path.segments === null) continue
    parts.push(text.slice(at, piece.start), { path: piece.path.name })
    at = piece.end
  }
  return templateOf([...parts, text.slice(at)])
}

/** @throws AppError `bad-input` with the line: what stands there has no equivalent */
export function refuseAt(text: string, offset: number, reason: string): never {
  throw new AppError('bad-input', `line ${textPosition(text, offset).line}: ${reason}`)
}

function joinedParts(parts: readonly TemplatePart[]): TemplatePart[] {
  const joined: TemplatePart[] = []
  for (const part of parts) {
    const last = joined.at(-1)
    if (part === '') continue
    if (typeof part === 'string' && typeof last === 'string') joined[joined.length - 1] = last + part
    else joined.push(part)
  }
  return joined
}

function shieldedText(text: string): string {
  if (!text.includes('{')) return text
  // What would end the shield is cut in two, each half in one of its own.
  return text
    .split(/(?<=\{)(?=%-?\s*endraw)/)
    .map((piece) => `{% raw %}${piece}{% endraw %}`)
    .join('')
}

function says(template: string, parts: readonly TemplatePart[]): boolean {
  try {
    const parsed = parseTemplate(template)
    if (parsed.kind !== 'plain') return false
    const said = joinedParts(parsed.parts.map((part) => (typeof part === 'string' ? part : { path: part.name })))
    return JSON.stringify(said) === JSON.stringify(parts)
  } catch (error) {
    if (error instanceof AppError) return false
    throw error
  }
}
