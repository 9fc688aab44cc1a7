import { AppError } from '../../../shared/contract/errors.ts'
import { type BundleCounts, noCounts } from '../../../shared/domain/bundle.ts'
import { type EvalSetId, ProjectId, VariantId } from '../../../shared/domain/ids.ts'
import type { Project } from '../../../shared/domain/prompt.ts'
import type { CoreContext } from '../core-context.ts'
import {
  CaseLine,
  CellLine,
  type EmbeddingsFile,
  type EvalSetFile,
  LabelLine,
  type RunFile,
  SnapshotLine,
} from '../store/bundle/bundle-format.ts'
import type { BundleInserts } from '../store/bundle/bundle-inserts.ts'
import { CaseDigest } from '../store/cases/eval-set-hash.ts'
import { variantLetter } from '../store/variant-letter.ts'
import { type BundleMatch, isOfOtherLength, type MatchedPrompt, matchBundle } from './match-bundle.ts'
import type { Bundle } from './read-bundle.ts'
import { readVectors } from './read-vectors.ts'

export interface BundleImport {
  readonly intoProjectId: ProjectId | null
  readonly name?: string | undefined
  readonly partials: 'keep' | 'replace'
}

const CASES_PER_READ = 1000

/**
 * Takes a bundle in, all of it or nothing: in one transaction, which other writers wait for. Everything gets an id of its own; code in
 * assertions is off until the user allows it.
 *
 * @throws AppError `bad-input` where the bundle speaks of something that it does not hold
 */
export function importBundle(
  core: CoreContext,
  bundle: Bundle,
  wish: BundleImport,
): { readonly project: Project; readonly added: BundleCounts } {
  const { store } = core
  const write = store.db.transaction(() => {
    // Parents and later revisions come in any order; SQLite holds them against each other at the end.
    store.db.pragma('defer_foreign_keys = ON')
    return new Importer(core, bundle, wish).run()
  })
  try {
    return write.immediate()
  } catch (error) {
    const isConstraint = error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_CONSTRAINT')
    if (!isConstraint) throw error
    throw new AppError('bad-input', 'The bundle holds something twice, or not at all, that must be there once.', {
      cause: error,
    })
  }
}

class Importer {
  readonly #core: CoreContext
  readonly #bundle: Bundle
  readonly #wish: BundleImport
  readonly #inserts: BundleInserts
  readonly #projectId: ProjectId
  readonly #match: BundleMatch
  /** By the bundle's id: of prompts, variants, eval sets, cases and runs. */
  readonly #ids = new Map<string, string>()
  readonly #added: { -readonly [Name in keyof BundleCounts]: number } = noCounts()

  constructor(core: CoreContext, bundle: Bundle, wish: BundleImport) {
    this.#core = core
    this.#bundle = bundle
    this.#wish = wish
    this.#inserts = core.store.bundleInserts()
    this.#match = matchBundle(bundle, core.store, wish.intoProjectId)
    this.#projectId = wish.intoProjectId === null ? this.#newProject() : core.store.projects.get(wish.intoProjectId).id
  }

  run(): { readonly project: Project; readonly added: BundleCounts } {
    for (const matched of this.#match.partials) this.#addPartial(matched)
    for (const matched of this.#match.prompts) this.#addPrompt(matched)
    for (const { run, known } of this.#match.runs) this.#ids.set(run.id, known ?? this.#newId())
    for (const { evalSet, known } of this.#match.evalSets) this.#addEvalSet(evalSet, known?.id ?? null)
    for (const { run, known } of this.#match.runs) if (known === null) this.#addRun(run)
    this.#addOwnRules()
    for (const embeddings of this.#bundle.embeddings) this.#addEmbeddings(embeddings)
    return { project: this.#core.store.projects.get(this.#projectId), added: this.#added }
  }

  #newProject(): ProjectId {
    const { store, ports } = this.#core
    const { project } = this.#bundle
    const id = ProjectId.parse(this.#newId())
    const taken = new Set(store.projects.list({ withArchived: true }).map(({ name }) => name))
    const wished = this.#wish.name ?? (project.name.trim().slice(0, 180) || 'Imported project')
    const name = taken.has(wished) && this.#wish.name === undefined ? `${wished} (imported)` : wished
    this.#inserts.project(id, { ...project, name }, new Date(ports.now()).toISOString())
    this.#inserts.projectRules(id, project)
    if (project.words) {
      const { projectWords } = store.settings.get()
      store.settings.save({ projectWords: { ...projectWords, [id]: project.words } })
    }
    return id
  }

  /** Only where there are none: which of two would answer first cannot be told. */
  #addOwnRules(): void {
    const { ownRules } = this.#bundle.project
    if (ownRules === null || this.#match.ownRules?.state !== 'new') return
    this.#core.store.settings.save({ ownRules: { [this.#projectId]: ownRules } })
    this.#added.ownRules += ownRules.length
  }

  /** Vectors that cannot be held against those that are here stay out. */
  #addEmbeddings(embeddings: EmbeddingsFile): void {
    const isOther = isOfOtherLength(this.#core.store, embeddings)
    for (const line of readVectors(this.#bundle, embeddings))
      if (!isOther && this.#inserts.embedding(embeddings.modelId, line)) this.#added.embeddings += 1
  }

  #addPartial({ partial, known }: BundleMatch['partials'][number]): void {
    if (known === null) this.#inserts.partial({ id: this.#newId(), projectId: this.#projectId }, partial)
    else if (known.text !== partial.text && this.#wish.partials === 'replace')
      this.#core.store.partials.save(known.id, partial.text)
    else return
    this.#added.partials += 1
  }

  #addPrompt({ prompt, variants, into, known, letterCount }: MatchedPrompt): void {
    const { store } = this.#core
    const promptId = into?.id ?? this.#newId()
    this.#setId(prompt.id, promptId)
    if (into === null) {
      this.#inserts.prompt({ id: promptId, projectId: this.#projectId }, prompt)
      this.#added.prompts += 1
    }
    for (const { id } of variants) this.#setId(id, known.get(id) ?? this.#newId())
    // Letters have no gaps, so whatever comes in gets the next ones, in the order of its own.
    const letters = new Map<string, { readonly letter: string; revisions: number }>()
    const added = variants.filter(({ id }) => !known.has(id))
    const isAnyShown = variants.some(({ archivedAt, supersededById }) => archivedAt === null && supersededById === null)
    for (const variant of added) {
      const tab = letters.get(variant.letter) ?? { letter: variantLetter(letterCount + letters.size), revisions: 0 }
      letters.set(variant.letter, tab)
      tab.revisions += 1
      const parent = variant.parentId === null ? undefined : this.#ids.get(variant.parentId)
      if (variant.parentId !== null && known.has(variant.parentId)) store.variants.freeze([VariantId.parse(parent)])
      this.#inserts.variant(
        { id: this.#id(variant.id), promptId, parentId: parent ?? null },
        {
          ...variant,
          letter: tab.letter,
          revision: tab.revisions,
          partials: variant.isFrozen ? (variant.partials ?? {}) : null,
          archivedAt: isAnyShown || into !== null ? variant.archivedAt : null,
        },
      )
    }
    for (const { id, letter, supersededById } of added) {
      const later = added.find((each) => each.id === supersededById)
      if (later?.letter === letter) this.#inserts.supersede(this.#id(id), this.#id(later.id))
    }
    this.#added.variants += added.length
  }

  #addEvalSet(evalSet: EvalSetFile, known: EvalSetId | null): void {
    const id = known ?? this.#newId()
    this.#setId(evalSet.id, id)
    if (known === null) this.#addCases(id, evalSet)
    else this.#matchCases(known, evalSet)
    const labels = evalSet.labels === null ? [] : this.#bundle.linesOf(evalSet.labels, LabelLine)
    for (const label of labels) {
      if (this.#inserts.label(this.#id(label.caseId), label)) this.#added.labels += 1
    }
    for (const { runId, baseline, candidate, lookedAt } of evalSet.looks) {
      const columns = { baseline: this.#columnKey(baseline), candidate: this.#columnKey(candidate) }
      this.#inserts.look({ evalSetId: id, runId: this.#ids.get(runId) ?? runId, ...columns }, lookedAt)
    }
  }

  #addCases(id: string, evalSet: EvalSetFile): void {
    const digest = new CaseDigest()
    this.#inserts.evalSet({ id, projectId: this.#projectId }, evalSet)
    for (const line of this.#bundle.linesOf(evalSet.cases, CaseLine)) {
      const caseId = this.#newId()
      this.#setId(line.id, caseId)
      digest.add(this.#inserts.case({ id: caseId, evalSetId: id }, line))
    }
    this.#inserts.evalSetCounts(id, {
      caseCount: digest.caseCount,
      contentHash: digest.withAssertions(evalSet.assertions),
    })
    this.#added.evalSets += 1
    this.#added.cases += digest.caseCount
  }

  /** The same cases in the same order, as their hash says. */
  #matchCases(known: EvalSetId, evalSet: EvalSetFile): void {
    const { evalSets } = this.#core.store
    let page = evalSets.casesAfter(known, 0, CASES_PER_READ)
    let at = 0
    for (const { id } of this.#bundle.linesOf(evalSet.cases, CaseLine)) {
      if (at === page.length) {
        page = evalSets.casesAfter(known, page.at(-1)?.position ?? 0, CASES_PER_READ)
        at = 0
      }
      const same = page[at]
      if (!same) throw new AppError('bad-input', `${evalSet.cases} of the bundle holds more cases than its hash is of.`)
      this.#setId(id, same.id)
      at += 1
    }
  }

  #addRun(run: RunFile): void {
    const { store } = this.#core
    const evalSetId = this.#id(run.spec.evalSetId)
    const variantIds = run.spec.variantIds.map((id) => VariantId.parse(this.#id(id)))
    store.variants.freeze(variantIds)
    const snapshot = this.#inserts.snapshot(evalSetId, run.evalSetHash)
    if (snapshot.isNew) this.#addSnapshot(snapshot.no, run)
    const columns = run.columns.map((column) => ({
      ...column,
      promptId: this.#id(column.promptId),
      variantId: this.#id(column.variantId),
    }))
    const spec = { ...run.spec, projectId: this.#projectId, evalSetId, variantIds }
    const no = this.#inserts.run({ ...run, id: this.#id(run.id), spec, columns } as RunFile, snapshot.no) // ids are branded texts
    const counts = { done: 0, failed: 0 }
    for (const cell of this.#bundle.linesOf(run.cells, CellLine)) {
      const isInside = cell.row < run.caseCount && cell.column < columns.length && cell.repeat < run.spec.repeats
      if (!isInside) throw new AppError('bad-input', `${run.cells} of the bundle has a cell outside of its run.`)
      if ((cell.reply === null) !== (cell.state === 'failed') && cell.state === 'answered')
        throw new AppError('bad-input', `${run.cells} of the bundle has an answered cell without its answer.`)
      this.#inserts.cell(no, cell)
      counts.done += 1
      counts.failed += Number(cell.state === 'failed')
    }
    this.#inserts.runCounts(no, counts)
    this.#added.runs += 1
    this.#added.cells += counts.done
  }

  /** Cases that were removed from their set since then have no id there. */
  #addSnapshot(snapshotNo: number, run: RunFile): void {
    let rowNo = 0
    for (const line of this.#bundle.linesOf(run.cases, SnapshotLine)) {
      if (!this.#ids.has(line.id)) this.#ids.set(line.id, this.#newId())
      this.#inserts.snapshotCase(snapshotNo, rowNo, this.#id(line.id), line)
      rowNo += 1
    }
    if (rowNo < run.caseCount)
      throw new AppError('bad-input', `${run.cases} of the bundle holds fewer cases than the run "${run.name}" asked.`)
  }

  /** "variant model": see VerdictStore. */
  #columnKey(key: string): string {
    const space = key.indexOf(' ')
    return `${this.#ids.get(key.slice(0, space)) ?? key.slice(0, space)}${key.slice(space)}`
  }

  #newId(): string {
    return this.#core.ports.newId()
  }

  #setId(old: string, id: string): void {
    if (this.#ids.has(old)) throw new AppError('bad-input', `The bundle has the id ${old} twice.`)
    this.#ids.set(old, id)
  }

  #id(old: string): string {
    const id = this.#ids.get(old)
    if (id === undefined) throw new AppError('bad-input', `The bundle speaks of ${old}, which it does not hold.`)
    return id
  }
}
