import { AppError } from '../contract/errors.ts'
import type { OutputTransform } from '../domain/score.ts'
import { compileRegex, MAX_REGEX_CHARACTERS } from '../score/compile-regex.ts'
import { findJson } from '../score/find-json.ts'
import { type FindMatch, findMatch } from '../score/find-match.ts'
import { parseJsonPath, valueAtPath } from './json-path.ts'

/**
 * Prepares an output for a scorer, transform after transform.
 *
 * A pattern sees the first 100,000 characters, or the last where the last match is wanted. JSON may stand in a fenced
 * block or amid other text.
 *
 * @throws AppError `bad-input` naming the transform, when its pattern or path is not valid or there is nothing at the path
 */
export async function applyTransforms(
  output: string,
  transforms: readonly OutputTransform[],
  find: FindMatch = findMatch,
): Promise<string> {
  let text = output
  for (const [index, transform] of transforms.entries())
    text = await applyTransform(text, transform, { place: `transform ${index + 1}`, find })
  return text
}

interface Surroundings {
  readonly place: string
  readonly find: FindMatch
}

function applyTransform(text: string, transform: OutputTransform, around: Surroundings): string | Promise<string> {
  switch (transform.kind) {
    case 'trim':
      return text.trim()
    case 'lower-case':
      return text.toLowerCase()
    case 'regex-extract':
      return extract(text, transform, around)
    case 'json-path':
      return atPath(text, transform.path, around.place)
    default:
      return transform satisfies never
  }
}

async function extract(
  text: string,
  transform: OutputTransform & { kind: 'regex-extract' },
  { place, find }: Surroundings,
): Promise<string> {
  const { pattern, flags, pick } = transform
  const groups = groupsOf(pattern, flags, place)
  // The default group of a pattern without groups means the whole match.
  const group = groups === 0 && transform.group === 1 ? 0 : transform.group
  if (group > groups) {
    throw new AppError('bad-input', `The pattern of ${place} has ${groups} groups, so it cannot give group ${group}.`)
  }
  const seen = pick === 'first' ? text.slice(0, MAX_REGEX_CHARACTERS) : text.slice(-MAX_REGEX_CHARACTERS)
  return (await find({ pattern, flags, text: seen, group, pick })) ?? (transform.otherwise === 'keep' ? text : '')
}

function groupsOf(pattern: string, flags: string, place: string): number {
  compileRegex(pattern, `${flags}g`, place)
  // With an empty alternative added, every pattern matches the empty text and shows how many groups it has.
  return (new RegExp(`${pattern}|`, flags).exec('')?.length ?? 1) - 1
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
