import { AppError } from '../contract/errors.ts'
import type { PartialTexts } from '../domain/partial.ts'
import type { Message, RenderedMessage, Role } from '../domain/prompt.ts'
import { type ParsedTemplate, parseTemplate } from './parse-template.ts'
import { renderTemplate, type TemplateVariables } from './render-template.ts'

export interface ParsedMessage {
  readonly role: Role
  readonly parsed: ParsedTemplate
}

/**
 * Fills one case's variables into a prompt's messages. For many cases parse once: parseMessages, renderParsedMessages.
 *
 * @throws AppError `bad-input` naming message, line and column
 */
export function renderMessages(
  messages: readonly Message[],
  variables: TemplateVariables,
  { partials, limitMs }: { readonly partials?: PartialTexts | undefined; readonly limitMs?: number } = {},
): RenderedMessage[] {
  return renderParsedMessages(parseMessages(messages, partials), variables, limitMs)
}

/** @throws AppError `bad-input` naming message, line and column */
export function parseMessages(messages: readonly Message[], partials?: PartialTexts): ParsedMessage[] {
  return messages.map(({ role, template }, index) => ({
    role,
    parsed: naming(index, role, () => parseTemplate(template, partials)),
  }))
}

/** @throws AppError `bad-input` naming message, line, column and variable */
export function renderParsedMessages(
  messages: readonly ParsedMessage[],
  variables: TemplateVariables,
  limitMs?: number,
): RenderedMessage[] {
  return messages.map(({ role, parsed }, index) => ({
    role,
    content: naming(index, role, () => renderTemplate(parsed, variables, limitMs)),
  }))
}

function naming<T>(index: number, role: Role, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    throw new AppError(error.code, `Message ${index + 1} (${role}): ${error.message}`, { cause: error })
  }
}
