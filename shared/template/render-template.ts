import { Context, LiquidError, RenderError, toValueSync } from 'liquidjs'
import { AppError } from '../contract/errors.ts'
import type { JsonValue } from '../domain/json.ts'
import { outputText } from './output-text.ts'
import {
  type LiquidTemplate,
  liquidReason,
  type ParsedTemplate,
  type PlainTemplate,
  type PlainVariable,
  type TemplateText,
  templateError,
} from './parse-template.ts'
import type { TemplateError } from './template-error.ts'
import { TextEmitter } from './text-emitter.ts'
import { lookUpPath } from './variable-path.ts'

export type TemplateVariables = Readonly<Record<string, JsonValue>>

/** What one template may take; where someone waits for every key, callers allow less. */
const RENDER_LIMIT_MS = 5000

/**
 * Fills a template in. Lists and objects appear as JSON, null as nothing; all other text is unchanged, byte for byte.
 *
 * @throws AppError `bad-input` naming the variable with line and column when it has no value, and when a loop runs away
 */
export function renderTemplate(parsed: ParsedTemplate, variables: TemplateVariables, limitMs?: number): string {
  if (parsed.kind === 'liquid') {
    const emitter = new TextEmitter()
    renderInto(emitter, parsed, { variables, limitMs })
    return emitter.buffer
  }
  let result = ''
  for (const part of parsed.parts) result += typeof part === 'string' ? part : valueText(part, parsed, variables)
  return result
}

/**
 * The same, piece by piece.
 *
 * @throws AppError `bad-input` as renderTemplate
 */
export function renderInto(
  emitter: TextEmitter,
  parsed: ParsedTemplate,
  {
    variables,
    limitMs = RENDER_LIMIT_MS,
  }: { readonly variables: TemplateVariables; readonly limitMs?: number | undefined },
): void {
  if (parsed.kind === 'liquid') {
    renderLiquid(emitter, parsed, { variables, limitMs })
    return
  }
  for (const [index, part] of parsed.parts.entries()) {
    emitter.enter(parsed.starts[index] ?? 0, typeof part === 'string')
    emitter.write(typeof part === 'string' ? part : valueText(part, parsed, variables))
  }
}

function valueText(part: PlainVariable, parsed: PlainTemplate, variables: TemplateVariables): string {
  const value = lookUpPath(variables, part.segments)
  if (value === undefined) throw undefinedVariable(part.name, parsed, part.start)
  return outputText(value)
}

function renderLiquid(
  emitter: TextEmitter,
  parsed: LiquidTemplate,
  { variables, limitMs }: { readonly variables: TemplateVariables; readonly limitMs: number },
): void {
  const { liquid, templates } = parsed
  const context = new Context(variables, liquid.options, { sync: true, renderLimit: limitMs })
  try {
    toValueSync(liquid.renderer.renderTemplates(templates, context, emitter))
  } catch (error) {
    if (!LiquidError.is(error)) throw error
    const cause = undefinedVariableOf(error)
    if (cause !== null) throw undefinedVariable(cause.variableName, parsed, cause.offset)
    if (error.originalError instanceof AppError) {
      throw templateError(parsed, error.token.begin, error.originalError.message)
    }
    throw templateError(
      parsed,
      error.token.begin,
      `${error.token.getText()} cannot be filled in: ${liquidReason(error)}.`,
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

function undefinedVariable(name: string, parsed: TemplateText, offset: number): TemplateError {
  return templateError(
    parsed,
    offset,
    `the variable "${name}" has no value. Give every case one; an empty text and null count as values.`,
  )
}
