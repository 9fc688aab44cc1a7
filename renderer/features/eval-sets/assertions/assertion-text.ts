import { prettifyError } from 'zod'
import type { Assertion, OutputTransform } from '../../../../shared/domain/score.ts'
import { assertionType } from '../../../../shared/score/parse-assertion-type.ts'
import { scorers } from '../../../../shared/score/registry.ts'

/** One line that stands for an assertion: "not Contains {{expected}}". */
export function assertionTitle(assertion: Assertion): string {
  const label = scorers.has(assertion.scorer) ? scorers.get(assertion.scorer).label : assertionType(assertion)
  return `${assertion.isNegated ? 'Not: ' : ''}${label}`
}

export function transformLabel(kind: OutputTransform['kind']): string {
  switch (kind) {
    case 'trim':
      return 'Trim white space'
    case 'lower-case':
      return 'Lower case'
    case 'regex-extract':
      return 'Extract by a pattern'
    case 'json-path':
      return 'JSON path'
    default:
      return kind satisfies never
  }
}

/** "extract /answer is (.*)/ · trim": what an output goes through before it is judged. */
export function transformsText(transforms: readonly OutputTransform[]): string {
  return transforms
    .map((transform) => {
      if (transform.kind === 'regex-extract') return `/${transform.pattern}/${transform.flags}`
      return transform.kind === 'json-path' ? transform.path : transformLabel(transform.kind).toLowerCase()
    })
    .join(' → ')
}

/** What keeps an assertion from judging anything; null when it is whole. */
export function assertionProblem(assertion: Assertion): string | null {
  if (!scorers.has(assertion.scorer)) return `There is no scorer "${assertion.scorer}" in this version of Pithy.`
  const scorer = scorers.get(assertion.scorer)
  if (scorer.value.isRequired && (assertion.value ?? '') === '') return 'A value is needed.'
  const options = scorer.options.safeParse(assertion.options)
  if (!options.success) return prettifyError(options.error)
  const at = assertion.transforms.findIndex((transform) => transformProblem(transform) !== null)
  const broken = assertion.transforms[at]
  return broken ? `Transform ${at + 1}: ${transformProblem(broken)}` : null
}

export function transformProblem(transform: OutputTransform): string | null {
  if (transform.kind === 'json-path') return transform.path === '' ? 'A path is needed.' : null
  if (transform.kind !== 'regex-extract') return null
  if (transform.pattern === '') return 'A pattern is needed.'
  try {
    new RegExp(transform.pattern, transform.flags)
    return null
  } catch (error) {
    return `The pattern is not valid: ${reasonOf(error)}.`
  }
}

function reasonOf(error: unknown): string {
  const said = error instanceof Error ? error.message : String(error)
  return said.slice(said.lastIndexOf(': ') + 2).replace(/\.$/, '')
}
