import { createHash } from 'node:crypto'
import type { CaseContent } from '../../../shared/domain/eval-set.ts'
import type { Assertion } from '../../../shared/domain/score.ts'
import { canonicalJson } from '../canonical-json.ts'

/** SHA-256 of what a case says, in hexadecimal; its id and position do not count. */
export function caseHash({ variables, expected, tags, weight }: CaseContent): string {
  return createHash('sha256').update(canonicalJson({ variables, expected, tags, weight })).digest('hex')
}

/**
 * SHA-256 of the cases' hashes in order, then of the assertions: the same cases imported twice give the same hash.
 *
 * A hash of hashes, so that changing one case of a hundred thousand does not read all the others' text again.
 *
 * @param caseHashes what caseHash gives, joined without a separator
 */
export function evalSetHash(caseHashes: string, assertions: readonly Assertion[]): string {
  return createHash('sha256').update(caseHashes).update(canonicalJson(assertions)).digest('hex')
}
