import { AppError } from '../../contract/errors.ts'
import type { JsonValue } from '../../domain/json.ts'
import type { PromptSource } from './prompt-importer.ts'

export type Fields = Readonly<Record<string, JsonValue | undefined>>

/** The object, or one without fields when the value is none. */
export function fieldsOf(value: unknown): Fields {
  // Values come from JSON or YAML, so an object holds JSON.
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {}
}

export function listOf(value: unknown): readonly JsonValue[] {
  return Array.isArray(value) ? value : []
}

export function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

/** The JSON in a file, or null when it holds something else: for telling formats apart. */
export function jsonOf({ text }: PromptSource): Fields | null {
  if (!/^\s*\{/.test(text)) return null
  try {
    return fieldsOf(JSON.parse(text))
  } catch {
    return null
  }
}

/** @throws AppError `bad-input` with the parser's reason */
export function readJson({ text }: PromptSource): Fields {
  try {
    return fieldsOf(JSON.parse(text))
  } catch (cause) {
    throw new AppError('bad-input', `This is no JSON: ${cause instanceof Error ? cause.message : 'unreadable'}.`, {
      cause,
    })
  }
}

/** A file's name without its folder and its endings: what a prompt is called that says no name of its own. */
export function nameOf({ fileName }: PromptSource): string {
  const base = fileName.slice(Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\')) + 1)
  return (base.replace(/(?<=.)(\.[A-Za-z0-9]+)+$/, '') || 'Imported prompt').slice(0, 200)
}
