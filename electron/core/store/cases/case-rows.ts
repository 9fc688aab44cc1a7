import type { Database, Statement } from 'better-sqlite3'
import { z } from 'zod'
import type { CaseContent, EvalCase } from '../../../../shared/domain/eval-set.ts'
import { CaseId, type EvalSetId } from '../../../../shared/domain/ids.ts'
import { type JsonObject, JsonObject as JsonObjectSchema } from '../../../../shared/domain/json.ts'
import { caseHash } from './eval-set-hash.ts'

interface CaseRow {
  readonly id: string
  readonly position: number
  readonly variables: string
  readonly expected: string | null
  readonly tags: string
  readonly weight: number
}

interface Search {
  readonly evalSetId: string
  readonly search: string
}

const COLUMNS = 'id, position, variables, expected, tags, weight'
const Tags = z.array(z.string())
/** Neither removed, nor of an import that is still under way. */
interface HashRow {
  readonly hashes: string | null
  readonly last: number | null
}

const VISIBLE = 'removed_at IS NULL AND (import_no IS NULL OR import_no NOT IN (SELECT no FROM case_import))'

/** The SQL of an eval set's cases. Removed ones stay, unseen, so that they can come back to their own position. */
export class CaseRows {
  readonly #insert: Statement
  readonly #update: Statement
  readonly #setRemovedAt: Statement<[string | null, string, string]>
  readonly #get: Statement<[string, string], CaseRow & { readonly removed_at: string | null }>
  readonly #lastPosition: Statement<[string], number>
  readonly #hashes: Statement<[string], string>
  readonly #hashesAfter: Statement<[string, number, number, number], HashRow>
  readonly #variableNames: Statement<[string], { readonly name: string }>
  readonly #page: Statement<[string, number, number], CaseRow>
  readonly #after: Statement<[string, number, number], CaseRow>
  readonly #searchPage: Statement<[Search & { limit: number; offset: number }], CaseRow>
  readonly #searchCount: Statement<[Search], number>

  constructor(db: Database) {
    // SQLite's LIKE folds the case of ASCII only; a search for "müller" must find "MÜLLER".
    db.function('has_text', { deterministic: true }, (text: unknown, folded: unknown) =>
      typeof text === 'string' && text.toLowerCase().includes(String(folded)) ? 1 : 0,
    )
    const text = `CASE v.type WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' ELSE CAST(v.value AS TEXT) END`
    const matching = `eval_set_id = @evalSetId AND ${VISIBLE} AND (has_text(expected, @search)
      OR EXISTS (SELECT 1 FROM json_each(variables) v WHERE has_text(${text}, @search))
      OR EXISTS (SELECT 1 FROM json_each(tags) t WHERE has_text(t.value, @search)))`
    this.#insert =
      db.prepare(`INSERT INTO eval_case (id, eval_set_id, position, variables, expected, tags, weight, sha256,
      import_no) VALUES (@id, @evalSetId, @position, @variables, @expected, @tags, @weight, @sha256, @importNo)`)
    this.#update = db.prepare(`UPDATE eval_case SET variables = @variables, expected = @expected, tags = @tags,
      weight = @weight, sha256 = @sha256 WHERE id = @id`)
    this.#setRemovedAt = db.prepare('UPDATE eval_case SET removed_at = ? WHERE eval_set_id = ? AND id = ?')
    this.#get = db.prepare(`SELECT ${COLUMNS}, removed_at FROM eval_case WHERE eval_set_id = ? AND id = ?`)
    this.#lastPosition = db
      .prepare<[string], number>('SELECT ifnull(max(position), 0) FROM eval_case WHERE eval_set_id = ?')
      .pluck()
    // Joined by SQLite: fetching a hundred thousand rows takes ten times as long.
    this.#hashes = db
      .prepare<[string], string>(`SELECT ifnull(group_concat(sha256, '' ORDER BY position), '') FROM eval_case
        WHERE eval_set_id = ? AND ${VISIBLE}`)
      .pluck()
    this.#hashesAfter = db.prepare(`SELECT group_concat(sha256, '' ORDER BY position) AS hashes, max(position) AS last
      FROM (SELECT sha256, position FROM eval_case WHERE eval_set_id = ? AND position > ? AND (${VISIBLE} OR
        (removed_at IS NULL AND import_no = ?)) ORDER BY position LIMIT ?)`)
    // Beside min(), SQLite takes bare columns from the row of the minimum: the place within the case that came first.
    this.#variableNames = db.prepare(`SELECT v.key AS name, min(c.position) AS first, v.id AS place
      FROM eval_case c, json_each(c.variables) v WHERE c.eval_set_id = ? AND ${VISIBLE}
      GROUP BY v.key ORDER BY first, place`)
    this.#page = db.prepare(`SELECT ${COLUMNS} FROM eval_case WHERE eval_set_id = ? AND ${VISIBLE}
      ORDER BY position LIMIT ? OFFSET ?`)
    this.#after = db.prepare(`SELECT ${COLUMNS} FROM eval_case WHERE eval_set_id = ? AND position > ? AND ${VISIBLE}
      ORDER BY position LIMIT ?`)
    this.#searchPage = db.prepare(
      `SELECT ${COLUMNS} FROM eval_case WHERE ${matching} ORDER BY position LIMIT @limit OFFSET @offset`,
    )
    this.#searchCount = db.prepare<[Search], number>(`SELECT count(*) FROM eval_case WHERE ${matching}`).pluck()
  }

  /** @param importNo of the import that brings it, until whose end nobody sees it */
  insert(evalSetId: EvalSetId, evalCase: EvalCase, importNo: number | null = null): void {
    this.#insert.run({ evalSetId, id: evalCase.id, position: evalCase.position, importNo, ...toColumns(evalCase) })
  }

  update(id: CaseId, content: CaseContent): void {
    this.#update.run({ id, ...toColumns(content) })
  }

  setRemovedAt(evalSetId: EvalSetId, id: CaseId, removedAt: string | null): void {
    this.#setRemovedAt.run(removedAt, evalSetId, id)
  }

  /** Undefined when the set has no such case. */
  find(evalSetId: EvalSetId, id: CaseId): { readonly evalCase: EvalCase; readonly isRemoved: boolean } | undefined {
    const row = this.#get.get(evalSetId, id)
    return row && { evalCase: toCase(row), isRemoved: row.removed_at !== null }
  }

  /** Removed cases count, so that no position is given out twice. */
  lastPosition(evalSetId: EvalSetId): number {
    return this.#lastPosition.get(evalSetId) ?? 0
  }

  /** The cases' hashes in order, without a separator. */
  joinedHashes(evalSetId: EvalSetId): string {
    return this.#hashes.get(evalSetId) ?? ''
  }

  /** The same of some cases after a position, as it will be once an import shows; null after the last. */
  hashesAfter(
    evalSetId: EvalSetId,
    { importNo, position, limit }: { readonly importNo: number; readonly position: number; readonly limit: number },
  ): { readonly hashes: string; readonly last: number } | null {
    const { hashes = null, last = null } = this.#hashesAfter.get(evalSetId, position, importNo, limit) ?? {}
    return hashes === null || last === null ? null : { hashes, last }
  }

  /** In the order of their first appearance. */
  variableNames(evalSetId: EvalSetId): string[] {
    return this.#variableNames.all(evalSetId).map(({ name }) => name)
  }

  page(evalSetId: EvalSetId, page: { readonly offset: number; readonly limit: number }): EvalCase[] {
    return this.#page.all(evalSetId, page.limit, page.offset).map(toCase)
  }

  after(evalSetId: EvalSetId, position: number, limit: number): EvalCase[] {
    return this.#after.all(evalSetId, position, limit).map(toCase)
  }

  /** Cases with the text in a variable's value, the expected answer or a tag, whatever its case. */
  search(
    evalSetId: EvalSetId,
    { search, offset, limit }: { readonly search: string; readonly offset: number; readonly limit: number },
  ): { readonly cases: EvalCase[]; readonly total: number } {
    const matching = { evalSetId, search: search.toLowerCase() }
    const cases = this.#searchPage.all({ ...matching, offset, limit }).map(toCase)
    return { cases, total: this.#searchCount.get(matching) ?? 0 }
  }
}

function toColumns(content: CaseContent) {
  const { variables, expected, tags, weight } = content
  const sha256 = caseHash(content)
  return { variables: JSON.stringify(variables), expected, tags: JSON.stringify(tags), weight, sha256 }
}

function toCase(row: CaseRow): EvalCase {
  return {
    id: CaseId.parse(row.id),
    position: row.position,
    variables: JsonObjectSchema.parse(JSON.parse(row.variables)) satisfies JsonObject,
    expected: row.expected,
    tags: Tags.parse(JSON.parse(row.tags)),
    weight: row.weight,
  }
}
