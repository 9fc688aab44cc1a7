import { AppError } from '../contract/errors.ts'
import type { OutputTransform } from '../domain/score.ts'
import { compileRegex, MAX_REGEX_CHARACTERS } from '../score/compile-regex.ts'
import { findJson } from './find-json.ts'
import { parseJsonPath, valueAtPath } from './json-path.ts'

/**
 * Prepares an output for a scorer, transform after transform.
 *
 * A pattern sees the first 100,000 characters, or the last where the last match is wanted. JSON may stand in a fenced
 * block or amid other text.
 *
 * @throws AppError `bad-input` naming the transform, when its pattern or path is not valid or there is nothing at the path
 */
export function applyTransforms(output: string, transforms: readonly OutputTransform[]): string {
  return transforms.reduce(
    (text, transform, index) => applyTransform(text, transform, `transform ${index + 1}`),
    output,
  )
}

function applyTransform(text: string, transform: OutputTransform, place: string): string {
  switch (transform.kind) {
    case 'trim':
      return text.trim()
    case 'lower-case':
      return text.toLowerCase()
    case 'regex-extract':
      return extract(text, transform, place)
    case 'json-path':
      return atPath(text, transform.path, place)
    default:
      return transform satisfies never
  }
}

function extract(text: string, transform: OutputTransform & { kind: 'regex-extract' }, place: string): string {
  const pattern = compileRegex(transform.pattern, `${transform.flags}g`, place)
  // With an empty alternative added, every pattern matches the empty text and shows how many groups it has.
  const groups = (new RegExp(`${transform.pattern}|`, transform.flags).exec('')?.length ?? 1) - 1
  // The default group of a pattern without groups means the whole match.
  const group = groups === 0 && transform.group === 1 ? 0 : transform.group
  if (group > groups) {
    throw new AppError('bad-input', `The pattern of ${place} has ${groups} groups, so it cannot give group ${group}.`)
  }
  let found: string | undefined
  const seen = transform.pick === 'first' ? text.slice(0, MAX_REGEX_CHARACTERS) : text.slice(-MAX_REGEX_CHARACTERS)
  for (const match of seen.matchAll(pattern)) {
    const value = match[group]
    if (value === undefined) continue
    found = value
    if (transform.pick === 'first') break
  }
  return found ?? (transform.otherwise === 'keep' ? text : '')
}

function atPath(text: string, path: string, place: string): string {
  const steps = parseJsonPath(path, place)
  const json = findJson(text)
  if (json === undefined)
    throw new AppError('bad-input', `There is no JSON in the output, so ${place} finds no ${path}.`)
  const value = valueAtPath(json, steps)
  if (value === undefined) throw new AppError('bad-input', `The JSON in the output has nothing at ${path} (${place}).`)
  return typeof value === 'string' ? value : JSON.stringify(value)
}
