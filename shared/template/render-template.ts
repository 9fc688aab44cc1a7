import { LiquidError, RenderError } from 'liquidjs'
import { AppError } from '../contract/errors.ts'
import type { JsonValue } from '../domain/json.ts'
import { outputText } from './output-text.ts'
import { type LiquidTemplate, liquidReason, type ParsedTemplate } from './parse-template.ts'
import { textPosition } from './text-position.ts'
import { lookUpPath } from './variable-path.ts'

export type TemplateVariables = Readonly<Record<string, JsonValue>>

/**
 * Fills a template in. Lists and objects appear as JSON, null as nothing; all other text is unchanged, byte for byte.
 *
 * @throws AppError `bad-input` naming the variable with line and column when it has no value, and when a loop runs away
 */
export function renderTemplate(parsed: ParsedTemplate, variables: TemplateVariables): string {
  if (parsed.kind === 'liquid') return renderLiquid(parsed, variables)
  let result = ''
  for (const part of parsed.parts) {
    if (typeof part === 'string') {
      result += part
      continue
    }
    const value = lookUpPath(variables, part.segments)
    if (value === undefined) throw undefinedVariable(part.name, parsed.text, part.start)
    result += outputText(value)
  }
  return result
}

function renderLiquid(parsed: LiquidTemplate, variables: TemplateVariables): string {
  try {
    return String(parsed.liquid.renderSync(parsed.templates, variables))
  } catch (error) {
    if (!LiquidError.is(error)) throw error
    const cause = undefinedVariableOf(error)
    if (cause !== null) throw undefinedVariable(cause.variableName, parsed.text, cause.offset)
    const { line, column } = textPosition(parsed.text, error.token.begin)
    throw new AppError(
      'bad-input',
      `Line ${line}, column ${column} of the template: ${error.token.getText()} cannot be filled in: ${liquidReason(error)}.`,
    )
  }
}

function undefinedVariableOf(error: unknown): { readonly variableName: string; readonly offset: number } | null {
  if (!LiquidError.is(error)) return null
  const cause: unknown = error.originalError
  if (cause instanceof Error && 'variableName' in cause && typeof cause.variableName === 'string') {
    return { variableName: cause.variableName, offset: error.token.begin }
  }
  return RenderError.is(error) ? undefinedVariableOf(cause) : null
}

function undefinedVariable(name: string, text: string, offset: number): AppError {
  const { line, column } = textPosition(text, offset)
  return new AppError(
    'bad-input',
    `Line ${line}, column ${column} of the template: the variable "${name}" has no value. ` +
      'Give every case one; an empty text and null count as values.',
  )
}
