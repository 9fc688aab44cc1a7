import type { Message } from '../domain/prompt.ts'
import { type PlainVariable, parseTemplate } from '../template/parse-template.ts'
import { scanTemplate } from '../template/scan-template.ts'
import { textPosition } from '../template/text-position.ts'

/** How another template language writes text and variables. */
export interface TemplateSyntax {
  readonly name: string
  /**
   * The text so that it comes out as it stands. Before it stands a variable, or the beginning of the message.
   *
   * @throws Untranslatable when the language has no way to say it
   */
  readonly text: (text: string, isBeforeVariable: boolean) => string
  /** @throws Untranslatable when the language knows no such variable */
  readonly variable: (variable: PlainVariable) => string
  /** Absent = the language has none that say what Liquid's do. */
  readonly logic?: TemplateLogic
}

/** Conditions and loops of another template language. */
export interface TemplateLogic {
  /**
   * @param name of the tag: if, elsif, else, endif, for …
   * @param text what follows the name
   * @throws Untranslatable where the language would decide otherwise
   */
  readonly tag: (name: string, text: string) => string
}

/** What a language cannot say; `at` is an offset into the text that was to be written. */
export class Untranslatable extends Error {
  readonly at: number

  constructor(reason: string, at = 0) {
    super(reason)
    this.at = at
  }
}

export interface TranslatedMessage {
  readonly role: Message['role']
  readonly content: string
}

/** A prompt in another language, or why and where it cannot be had. */
type Translation = { readonly messages: readonly TranslatedMessage[] } | { readonly refusal: string }

/** Every message in another template language; what it cannot say exactly is refused with its line. */
function translateMessages(messages: readonly Message[], syntax: TemplateSyntax): Translation {
  const logic = syntax.logic ? null : refusedLogic(messages)
  if (logic !== null) return { refusal: logic }
  const translated: TranslatedMessage[] = []
  for (const [index, { role, template }] of messages.entries()) {
    try {
      translated.push({ role, content: translatedTemplate(template, syntax) })
    } catch (error) {
      if (!(error instanceof Untranslatable)) throw error
      const { line } = textPosition(template, error.at)
      return { refusal: `Message ${index + 1} (${role}), line ${line}: ${error.message}` }
    }
  }
  return { messages: translated }
}

/** The messages of a translation that was not refused. */
export function translatedMessages(messages: readonly Message[], syntax: TemplateSyntax): readonly TranslatedMessage[] {
  const translation = translateMessages(messages, syntax)
  if ('refusal' in translation) throw new Error(`Refused before it was written: ${translation.refusal}`)
  return translation.messages
}

export function refuseTranslation(messages: readonly Message[], syntax: TemplateSyntax): string | null {
  const translation = translateMessages(messages, syntax)
  return 'refusal' in translation ? translation.refusal : null
}

/** Where a prompt uses more than plain variables; null when it does not. */
export function refusedLogic(messages: readonly Message[]): string | null {
  for (const [index, { role, template }] of messages.entries()) {
    if (parseTemplate(template).kind === 'plain') continue
    const piece = scanTemplate(template).find(
      (each) =>
        (each.kind === 'tag' && !each.isVerbatim) ||
        (each.kind === 'output' && (each.hasFilters || each.path.segments === null)),
    )
    const { line } = textPosition(template, piece?.start ?? 0)
    const shown = template.slice(piece?.start, piece?.end).slice(0, 80)
    return (
      `Message ${index + 1} (${role}), line ${line}: ${shown} The prompt uses conditions, loops or filters, which this ` +
      'format does not know. Export it as Markdown, or write it with plain variables.'
    )
  }
  return null
}

function translatedTemplate(template: string, syntax: TemplateSyntax): string {
  const parsed = parseTemplate(template)
  if (parsed.kind !== 'plain') return translatedLogic(template, syntax)
  // A comment between two texts leaves them side by side: together they may say what neither says alone.
  const runs: { part: string | PlainVariable; start: number }[] = []
  for (const [index, part] of parsed.parts.entries()) {
    const start = parsed.starts[index] ?? 0
    const last = runs.at(-1)
    if (typeof part === 'string' && typeof last?.part === 'string') last.part += part
    else runs.push({ part, start })
  }
  return runs
    .map(({ part, start }, index) => {
      try {
        return typeof part === 'string'
          ? syntax.text(part, typeof runs[index + 1]?.part === 'object')
          : syntax.variable(part)
      } catch (error) {
        throw error instanceof Untranslatable ? new Untranslatable(error.message, start + error.at) : error
      }
    })
    .join('')
}

/** Text, variables, conditions and loops piece by piece; filters have no counterpart anywhere. */
function translatedLogic(template: string, syntax: TemplateSyntax): string {
  const { logic } = syntax
  if (!logic) throw new Error('Prompts with logic are refused before.')
  const pieces = scanTemplate(template).filter((piece) => piece.kind !== 'tag' || !piece.isVerbatim)
  return pieces
    .map((piece, index) => {
      const next = pieces[index + 1]
      try {
        if (piece.kind === 'text')
          return syntax.text(template.slice(piece.start, piece.end), next !== undefined && next.kind !== 'text')
        if (piece.kind === 'tag')
          return logic.tag(piece.name, template.slice(piece.argumentsStart, piece.argumentsEnd).trim())
        const { segments } = piece.path
        if (piece.hasFilters || segments === null)
          throw new Untranslatable(
            `${template.slice(piece.start, piece.end).slice(0, 80)} uses a filter or an index that is a variable, which ${syntax.name} writes otherwise.`,
          )
        return syntax.variable({ ...piece.path, segments })
      } catch (error) {
        throw error instanceof Untranslatable ? new Untranslatable(error.message, piece.start + error.at) : error
      }
    })
    .join('')
}
