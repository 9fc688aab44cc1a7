import type { PartialTexts } from '../domain/partial.ts'
import type { Message, Role } from '../domain/prompt.ts'
import { NO_PARTIALS } from './expand-template.ts'
import { inspectTemplate } from './inspect-template.ts'
import { parseTemplate } from './parse-template.ts'
import type { TemplateVariables } from './render-template.ts'
import { TemplateError } from './template-error.ts'
import { type TracedText, traceTemplate } from './trace-template.ts'

/** A preview is made anew while someone types. */
const LIVE_LIMIT_MS = 500

export interface PreviewedMessage {
  readonly role: Role
  /** The text as it would be sent, with a variable that has no value left as it is written; null when it cannot be read. */
  readonly traced: TracedText | null
  /** Variables without a value, each once. */
  readonly missing: readonly string[]
  /** What keeps the message from being sent; empty when it would be. */
  readonly problems: readonly PreviewProblem[]
}

export interface PreviewProblem {
  readonly message: string
  /** Both from 1. */
  readonly line: number
  readonly column: number
  /** UTF-16 offset into the template. */
  readonly offset: number
}

/** What of a prompt one case would send, and everything that stands against it; never throws for a bad template. */
export function previewMessages(
  messages: readonly Message[],
  variables: TemplateVariables,
  partials: PartialTexts = NO_PARTIALS,
): PreviewedMessage[] {
  return messages.map(({ role, template }) => ({ role, ...previewTemplate(template, variables, partials) }))
}

function previewTemplate(
  template: string,
  variables: TemplateVariables,
  partials: PartialTexts,
): Omit<PreviewedMessage, 'role'> {
  const attempt = (values: TemplateVariables) => attemptWith(template, values, partials)
  const first = attempt(variables)
  if (!(first instanceof TemplateError)) return { traced: first, missing: [], problems: [] }
  const inspection = inspectTemplate(template, partials)
  if (inspection.problems.length > 0) {
    const problems = inspection.problems.map(({ message, line, column, start }) => ({
      message,
      line,
      column,
      offset: start,
    }))
    return { traced: null, missing: [], problems }
  }
  const absent = inspection.variables.filter(({ root }) => !Object.hasOwn(variables, root))
  const missing = [...new Set(absent.map(({ root }) => root))]
  const standIns = Object.fromEntries(missing.map((name) => [name, `{{${name}}}`]))
  const second = missing.length > 0 ? attempt({ ...variables, ...standIns }) : first
  const errors = second instanceof TemplateError && second !== first ? [first, second] : [first]
  return {
    traced: second instanceof TemplateError ? null : second,
    missing,
    problems: errors.map(({ reason, line, column, offset }) => ({ message: reason, line, column, offset })),
  }
}

function attemptWith(
  template: string,
  variables: TemplateVariables,
  partials: PartialTexts,
): TracedText | TemplateError {
  try {
    return traceTemplate(parseTemplate(template, partials), variables, LIVE_LIMIT_MS)
  } catch (error) {
    if (error instanceof TemplateError) return error
    throw error
  }
}
