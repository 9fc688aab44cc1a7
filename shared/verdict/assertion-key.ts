import type { Assertion } from '../domain/score.ts'

/** Tells an assertion apart from the others of its set, also after it was moved; short enough to store. */
export function assertionKey({ scorer, isNegated, value, metric }: Assertion): string {
  return `${isNegated ? 'not-' : ''}${scorer}${value === null ? '' : ` ${value}`}${metric === undefined ? '' : ` (${metric})`}`.slice(
    0,
    200,
  )
}
