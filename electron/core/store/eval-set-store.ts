import type { Database, Statement } from 'better-sqlite3'
import { AppError } from '../../../shared/contract/errors.ts'
import { type CaseContent, type EvalCase, EvalSet } from '../../../shared/domain/eval-set.ts'
import { CaseId, EvalSetId, type ProjectId } from '../../../shared/domain/ids.ts'
import type { Assertion } from '../../../shared/domain/score.ts'
import { CaseRows } from './cases/case-rows.ts'
import { CaseDigest, evalSetHash } from './cases/eval-set-hash.ts'
import { ImportRows } from './cases/import-rows.ts'
import type { StoreClock } from './sqlite/store-clock.ts'

interface EvalSetRow {
  readonly id: string
  readonly project_id: string
  readonly name: string
  readonly variable_names: string
  readonly case_count: number
  readonly assertions: string
  readonly content_hash: string
  readonly may_run_code: number
  readonly archived_at: string | null
  readonly created_at: string
  readonly updated_at: string
}

interface NewAssertions {
  readonly assertions?: readonly Assertion[]
}

interface KnownContent extends NewAssertions {
  readonly variableNames?: readonly string[]
  readonly cases?: CaseDigest
}

export interface NewEvalSet extends NewAssertions {
  readonly name: string
  readonly cases?: readonly CaseContent[]
}

/** Where imported cases go: a new eval set, or one that is there. */
export type ImportTarget = { readonly projectId: ProjectId; readonly name: string } | { readonly evalSetId: EvalSetId }

/** What a set will be once an import shows. */
export interface ImportDigest {
  readonly cases: CaseDigest
  /** Of the set when it was read: the digest holds while it is the same. */
  readonly contentHash: string
}

const HASHES_PER_STEP = 2000

/** After so long an import that nobody touched is left over from a process that ended. */
const STALE_IMPORT_MS = 10 * 60_000

export interface CasePageRequest {
  readonly offset: number
  readonly limit: number
  /** Empty = all cases. */
  readonly search: string
}

/** Eval sets and their cases; every change keeps count, variable names and content hash of the set true. */
export class EvalSetStore {
  readonly #db: Database
  readonly #clock: StoreClock
  readonly #rows: CaseRows
  readonly #imports: ImportRows
  readonly #insert: Statement
  readonly #get: Statement<[string], EvalSetRow>
  readonly #list: Statement<[string, number], EvalSetRow>
  readonly #rename: Statement<[string, string, string]>
  readonly #archive: Statement<[string | null, string]>
  readonly #allowCode: Statement<[number, string]>
  readonly #refresh: Statement

  constructor(db: Database, clock: StoreClock) {
    this.#db = db
    this.#clock = clock
    this.#rows = new CaseRows(db)
    this.#imports = new ImportRows(db)
    this.#insert = db.prepare(`INSERT INTO eval_set (id, project_id, name, variable_names, case_count, assertions,
      content_hash, archived_at, created_at, updated_at)
      VALUES (@id, @projectId, @name, '[]', 0, '[]', @contentHash, NULL, @now, @now)`)
    this.#get = db.prepare('SELECT * FROM eval_set WHERE id = ?')
    this.#list = db.prepare(
      `SELECT * FROM eval_set WHERE project_id = ? AND (? OR archived_at IS NULL)
        AND id NOT IN (SELECT eval_set_id FROM case_import WHERE is_new = 1) ORDER BY created_at, id`,
    )
    this.#rename = db.prepare('UPDATE eval_set SET name = ?, updated_at = ? WHERE id = ?')
    this.#archive = db.prepare('UPDATE eval_set SET archived_at = ? WHERE id = ?')
    this.#allowCode = db.prepare('UPDATE eval_set SET may_run_code = ? WHERE id = ?')
    this.#refresh = db.prepare(`UPDATE eval_set SET variable_names = @variableNames, case_count = @caseCount,
      assertions = @assertions, content_hash = @contentHash, updated_at = @now WHERE id = @id`)
  }

  /** Oldest first. */
  list(projectId: ProjectId, { withArchived }: { readonly withArchived: boolean }): EvalSet[] {
    return this.#list.all(projectId, withArchived ? 1 : 0).map(toEvalSet)
  }

  /** @throws AppError `not-found` */
  get(id: EvalSetId): EvalSet {
    const row = this.#get.get(id)
    if (!row) throw new AppError('not-found', `There is no eval set ${id}.`)
    return toEvalSet(row)
  }

  /** The project must exist. */
  create(projectId: ProjectId, { name, cases = [], assertions = [] }: NewEvalSet): EvalSet {
    return this.#write(() => {
      const id = EvalSetId.parse(this.#clock.newId())
      this.#insert.run({ id, projectId, name, contentHash: evalSetHash('', []), now: this.#clock.nowIso() })
      this.#insertCases(id, cases)
      return this.#keepTrue(id, { assertions, variableNames: unionOf(cases.map(namesOf)) })
    })
  }

  rename(id: EvalSetId, name: string): EvalSet {
    this.#rename.run(name, this.#clock.nowIso(), this.get(id).id)
    return this.get(id)
  }

  setArchived(id: EvalSetId, isArchived: boolean): EvalSet {
    this.#archive.run(isArchived ? this.#clock.nowIso() : null, this.get(id).id)
    return this.get(id)
  }

  allowCode(id: EvalSetId, mayRunCode: boolean): EvalSet {
    this.#allowCode.run(mayRunCode ? 1 : 0, this.get(id).id)
    return this.get(id)
  }

  setAssertions(id: EvalSetId, assertions: readonly Assertion[]): EvalSet {
    return this.#write(() => this.#keepTrue(id, { assertions, variableNames: this.get(id).variableNames }))
  }

  /** In the order of their positions; `total` is the number of cases that match. */
  page(id: EvalSetId, request: CasePageRequest): { readonly cases: EvalCase[]; readonly total: number } {
    const total = this.get(id).caseCount
    if (request.search.trim() === '') return { cases: this.#rows.page(id, request), total }
    return this.#rows.search(id, { ...request, search: request.search.trim() })
  }

  /** The next cases by position, for reading a whole set piece by piece; start with position 0. */
  casesAfter(id: EvalSetId, position: number, limit: number): EvalCase[] {
    return this.#rows.after(id, position, limit)
  }

  addCase(id: EvalSetId, content: CaseContent): EvalCase {
    return this.#write(() => {
      const { variableNames } = this.get(id)
      const added = this.#insertCase(id, content, this.#rows.lastPosition(id) + 1)
      this.#keepTrue(id, { variableNames: unionOf([variableNames, namesOf(content)]) })
      return added
    })
  }

  /** All of them in one transaction. */
  addCases(id: EvalSetId, contents: readonly CaseContent[]): EvalSet {
    return this.#write(() => {
      const { variableNames } = this.get(id)
      this.#insertCases(id, contents)
      return this.#keepTrue(id, { variableNames: unionOf([variableNames, ...contents.map(namesOf)]) })
    })
  }

  /** The first step of an import; its cases are seen by nobody until finishImport. See stageCases. */
  beginImport(target: ImportTarget): number {
    return this.#write(() => {
      const now = this.#clock.nowIso()
      if ('evalSetId' in target) return this.#imports.begin(this.get(target.evalSetId).id, false, now)
      const id = EvalSetId.parse(this.#clock.newId())
      this.#insert.run({ id, projectId: target.projectId, name: target.name, contentHash: evalSetHash('', []), now })
      return this.#imports.begin(id, true, now)
    })
  }

  /** Stores cases from the one at `from` while it may go on, at least one. @returns the index of the next */
  stage(
    importNo: number,
    cases: readonly CaseContent[],
    slice: { readonly from: number; readonly goOn: (index: number) => boolean },
  ): number {
    return this.#write(() => {
      const { evalSetId } = this.#imports.touch(importNo, this.#clock.nowIso())
      let position = this.#rows.lastPosition(evalSetId)
      let index = slice.from
      do {
        const content = cases[index]
        if (!content) break
        position += 1
        this.#rows.insert(evalSetId, { ...content, id: CaseId.parse(this.#clock.newId()), position }, importNo)
        index += 1
      } while (slice.goOn(index))
      return index
    })
  }

  /** Reads beforehand, with pauses, what the switch would else read in one go. */
  *digestImport(importNo: number): Generator<void, ImportDigest> {
    const { evalSetId } = this.#write(() => this.#imports.touch(importNo, this.#clock.nowIso()))
    const { contentHash } = this.get(evalSetId)
    const cases = new CaseDigest()
    for (let position = 0; ; ) {
      const next = this.#rows.hashesAfter(evalSetId, { importNo, position, limit: HASHES_PER_STEP })
      if (next === null) return { cases, contentHash }
      cases.add(next.hashes)
      position = next.last
      yield
    }
  }

  /**
   * The switch: from here on everybody sees the cases.
   *
   * @param names  of their variables, in the order of first appearance
   * @param digest of digestImport; where the set has changed since, all is read again
   */
  finishImport(importNo: number, names: Iterable<string>, digest: ImportDigest | null = null): EvalSet {
    return this.#write(() => {
      const { evalSetId } = this.#imports.touch(importNo, this.#clock.nowIso())
      const { variableNames, contentHash } = this.get(evalSetId)
      this.#imports.end(importNo)
      return this.#keepTrue(evalSetId, {
        variableNames: unionOf([variableNames, [...names]]),
        ...(digest !== null && digest.contentHash === contentHash ? { cases: digest.cases } : {}),
      })
    })
  }

  /** Takes back a part of what an import stored. @returns whether there is more to do */
  dropStaged(importNo: number, limit: number): boolean {
    return this.#write(() => this.#imports.drop(importNo, limit))
  }

  /** Imports whose process ended in the middle. */
  staleImports(): readonly number[] {
    const before = new Date(Date.parse(this.#clock.nowIso()) - STALE_IMPORT_MS)
    return this.#imports.untouchedSince(before.toISOString())
  }

  saveCase(id: EvalSetId, caseId: CaseId, content: CaseContent): EvalCase {
    return this.#write(() => {
      const before = this.#caseOf(id, caseId)
      this.#rows.update(caseId, content)
      // Reading the names from all cases again is slow on a large set, and seldom needed.
      const hasSameNames = namesOf(before).join('\n') === namesOf(content).join('\n')
      this.#keepTrue(id, hasSameNames ? this.get(id) : {})
      return { ...content, id: caseId, position: before.position }
    })
  }

  /** Gives what was removed; the others keep their positions. */
  removeCases(id: EvalSetId, caseIds: readonly CaseId[]): EvalCase[] {
    return this.#write(() => {
      const removed = [...new Set(caseIds)].map((caseId) => this.#caseOf(id, caseId))
      const now = this.#clock.nowIso()
      for (const caseId of caseIds) this.#rows.setRemovedAt(id, caseId, now)
      this.#keepTrue(id)
      return removed.sort((a, b) => a.position - b.position)
    })
  }

  /** Puts removed cases back to where they were, as they were; ones that are there already are left alone. */
  restoreCases(id: EvalSetId, caseIds: readonly CaseId[]): EvalSet {
    return this.#write(() => {
      for (const caseId of caseIds) {
        if (!this.#rows.find(id, caseId)) throw new AppError('not-found', `The eval set never had a case ${caseId}.`)
        this.#rows.setRemovedAt(id, caseId, null)
      }
      return this.#keepTrue(id)
    })
  }

  /** @throws AppError `not-found` */
  #caseOf(id: EvalSetId, caseId: CaseId): EvalCase {
    const found = this.#rows.find(id, caseId)
    if (!found || found.isRemoved) throw new AppError('not-found', `The eval set has no case ${caseId}.`)
    return found.evalCase
  }

  #insertCases(id: EvalSetId, contents: readonly CaseContent[]): void {
    const last = this.#rows.lastPosition(id)
    for (const [index, content] of contents.entries()) this.#insertCase(id, content, last + index + 1)
  }

  #insertCase(id: EvalSetId, content: CaseContent, position: number): EvalCase {
    const evalCase = { ...content, id: CaseId.parse(this.#clock.newId()), position }
    this.#rows.insert(id, evalCase)
    return evalCase
  }

  /** Computes what the set says of its cases; names and assertions that are known need not be read. */
  #keepTrue(id: EvalSetId, known: KnownContent = {}): EvalSet {
    const assertions = known.assertions ?? this.get(id).assertions
    const cases = known.cases ?? new CaseDigest().add(this.#rows.joinedHashes(id))
    this.#refresh.run({
      id,
      variableNames: JSON.stringify(known.variableNames ?? this.#rows.variableNames(id)),
      // Told by the hashes: counting reads the whole set once more.
      caseCount: cases.caseCount,
      assertions: JSON.stringify(assertions),
      contentHash: cases.withAssertions(assertions),
      now: this.#clock.nowIso(),
    })
    return this.get(id)
  }

  /** Immediate: another process may write between the reading and the writing of one change. */
  #write<T>(change: () => T): T {
    return this.#db.transaction(change).immediate()
  }
}

function namesOf({ variables }: CaseContent): string[] {
  return Object.keys(variables)
}

/** Every name once, in the order of first appearance. */
function unionOf(lists: readonly (readonly string[])[]): string[] {
  const names = new Set<string>()
  for (const list of lists) for (const name of list) names.add(name)
  return [...names]
}

function toEvalSet(row: EvalSetRow): EvalSet {
  return EvalSet.parse({
    id: row.id,
    projectId: row.project_id,
    name: row.name,
    variableNames: JSON.parse(row.variable_names),
    caseCount: row.case_count,
    assertions: JSON.parse(row.assertions),
    mayRunCode: row.may_run_code === 1,
    contentHash: row.content_hash,
    archivedAt: row.archived_at,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  })
}
