import { createHash } from 'node:crypto'
import type { CaseContent } from '../../../../shared/domain/eval-set.ts'
import type { Assertion } from '../../../../shared/domain/score.ts'
import { canonicalJson } from '../../json/canonical-json.ts'

const CASE_HASH_CHARACTERS = 64

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
  return new CaseDigest().add(caseHashes).withAssertions(assertions)
}

/** evalSetHash for cases that come bit by bit. */
export class CaseDigest {
  readonly #hash = createHash('sha256')
  #characters = 0

  /** @param caseHashes the next ones, joined without a separator */
  add(caseHashes: string): this {
    this.#hash.update(caseHashes)
    this.#characters += caseHashes.length
    return this
  }

  get caseCount(): number {
    return this.#characters / CASE_HASH_CHARACTERS
  }

  withAssertions(assertions: readonly Assertion[]): string {
    return this.#hash.copy().update(canonicalJson(assertions)).digest('hex')
  }
}
