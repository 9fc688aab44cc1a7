import type { Database, Statement } from 'better-sqlite3'
import { caseHash } from '../cases/eval-set-hash.ts'
import { IS_CUT } from '../cell-store.ts'
import type {
  CaseLine,
  CellLine,
  EvalSetFile,
  LabelLine,
  PartialFile,
  ProjectFile,
  PromptFile,
  RunFile,
  SnapshotLine,
  VariantFile,
  VectorLine,
} from './bundle-format.ts'

type Ids<Name extends string> = Readonly<Record<Name, string>>

/** Writes what a bundle holds, under the ids that it is given. All of it within the caller's transaction. */
export class BundleInserts {
  readonly #project: Statement
  readonly #rule: Statement<[string, string]>
  readonly #budget: Statement<[number | null, string]>
  readonly #prompt: Statement
  readonly #variant: Statement
  readonly #supersede: Statement<[string, string]>
  readonly #partial: Statement
  readonly #partialText: Statement
  readonly #evalSet: Statement
  readonly #setCounts: Statement<[number, string, string]>
  readonly #case: Statement
  readonly #place: Statement
  readonly #look: Statement
  readonly #label: Statement
  readonly #snapshot: Statement<[string, string]>
  readonly #findSnapshot: Statement<[string, string], number>
  readonly #snapshotCase: Statement
  readonly #run: Statement
  readonly #counts: Statement<[number, number, number]>
  readonly #runColumn: Statement<[number, number, string, string, string]>
  readonly #reply: Statement
  readonly #cell: Statement
  readonly #mark: Statement
  readonly #embedding: Statement

  constructor(db: Database) {
    this.#project = db.prepare(`INSERT INTO project (id, name, description, is_sample, archived_at, created_at)
      VALUES (@id, @name, @description, 0, NULL, @now)`)
    this.#rule = db.prepare('INSERT INTO verdict_rule (project_id, rule) VALUES (?, ?) ON CONFLICT DO NOTHING')
    this.#budget = db.prepare('UPDATE project SET budget_nano_usd = ? WHERE id = ?')
    this.#prompt = db.prepare(`INSERT INTO prompt (id, project_id, name, archived_at, created_at, updated_at)
      VALUES (@id, @projectId, @name, @archivedAt, @createdAt, @updatedAt)`)
    this.#variant =
      db.prepare(`INSERT INTO variant (id, prompt_id, letter, revision, name, content, parent_id, origin, note,
      is_frozen, partials, superseded_by_id, archived_at, created_at, updated_at) VALUES (@id, @promptId, @letter, @revision, @name,
      @content, @parentId, @origin, @note, @isFrozen, @partials, NULL, @archivedAt, @createdAt, @updatedAt)`)
    this.#supersede = db.prepare('UPDATE variant SET superseded_by_id = ? WHERE id = ?')
    this.#partial =
      db.prepare(`INSERT INTO prompt_partial (id, project_id, name, text, archived_at, created_at, updated_at)
      VALUES (@id, @projectId, @name, @text, @archivedAt, @createdAt, @updatedAt)`)
    this.#partialText = db.prepare(
      'INSERT INTO partial_text (partial_id, text, saved_at_ms) VALUES (@id, @text, @savedAtMs)',
    )
    this.#evalSet =
      db.prepare(`INSERT INTO eval_set (id, project_id, name, variable_names, case_count, assertions, content_hash,
      archived_at, created_at, updated_at) VALUES (@id, @projectId, @name, @variableNames, @caseCount, @assertions, @contentHash,
      @archivedAt, @createdAt, @updatedAt)`)
    this.#setCounts = db.prepare('UPDATE eval_set SET case_count = ?, content_hash = ? WHERE id = ?')
    this.#case =
      db.prepare(`INSERT INTO eval_case (id, eval_set_id, position, variables, expected, tags, weight, sha256)
      VALUES (@id, @evalSetId, @position, @variables, @expected, @tags, @weight, @sha256)`)
    this.#place = db.prepare(`INSERT INTO case_place (case_id, eval_set_id, part, cluster)
      VALUES (@id, @evalSetId, @part, @cluster) ON CONFLICT DO NOTHING`)
    this.#look = db.prepare(`INSERT INTO hold_out_look (eval_set_id, run_id, baseline, candidate, looked_at)
      VALUES (@evalSetId, @runId, @baseline, @candidate, @lookedAt) ON CONFLICT DO NOTHING`)
    this.#label =
      db.prepare(`INSERT INTO human_label (judge_key, output_hash, case_id, labeller, judge_passed, human_passed,
      labelled_at) VALUES (@judgeKey, unhex(@outputHash), @caseId, @labeller, @judgePassed, @humanPassed, @labelledAt)
      ON CONFLICT DO NOTHING`)
    this.#snapshot = db.prepare('INSERT INTO case_snapshot (eval_set_id, content_hash, is_complete) VALUES (?, ?, 1)')
    this.#findSnapshot = db
      .prepare<[string, string], number>(
        'SELECT no FROM case_snapshot WHERE eval_set_id = ? AND content_hash = ? AND is_complete = 1',
      )
      .pluck()
    this.#snapshotCase = db.prepare(`INSERT INTO snapshot_case (snapshot_no, row_no, case_id, position, content)
      VALUES (@snapshotNo, @rowNo, @caseId, @position, @content)`)
    this.#run =
      db.prepare(`INSERT INTO run (id, project_id, name, spec, columns, assertions, models, judges, other_models,
      snapshot_no, eval_set_name, eval_set_hash, case_count, cell_count, state, cost_nano_usd, has_unpriced,
      archived_at, created_at, finished_at) VALUES (@id, @projectId, @name, @spec, @columns, @assertions, @models, @judges,
      @otherModels, @snapshotNo, @evalSetName, @evalSetHash, @caseCount, @cellCount, @state, @costNanoUsd,
      @hasUnpriced, @archivedAt, @createdAt, @finishedAt)`)
    this.#counts = db.prepare('UPDATE run SET done_count = ?, error_count = ? WHERE no = ?')
    this.#runColumn = db.prepare(
      'INSERT INTO run_column (run_no, column_no, prompt_id, variant_id, model_id) VALUES (?, ?, ?, ?, ?)',
    )
    // Never used again for a call: whether a provider said so is only known where it was asked.
    this.#reply =
      db.prepare(`INSERT INTO reply (cache_key, run_no, is_reusable, finish_reason, usage, answered_by, service,
      cost_nano_usd, latency_ms, first_token_ms, created_at_ms, output, tool_calls,
      mean_log_probability, log_probability_tokens) VALUES (x'', @runNo, 0, @finishReason, @usage,
      @answeredBy, @service, @costNanoUsd, @latencyMs, @firstTokenMs, @createdAtMs, @output, @toolCalls,
      @meanLogProbability, @logProbabilityTokens)`)
    this.#cell = db.prepare(`INSERT INTO cell (run_no, row_no, column_no, repeat_no, state, score, has_passed,
      cost_nano_usd, latency_ms, prompt_tokens, output_tokens, is_cached, attempts, may_have_been_billed, output_hash, reply_no,
      assertions, error, is_cut) VALUES (@runNo, @row, @column, @repeat, @state, @score, @hasPassed, @costNanoUsd, @latencyMs, @promptTokens,
      @outputTokens, @isCached, @attempts, @mayHaveBeenBilled, unhex(@outputHash), @replyNo, @assertions, @error,
      ${IS_CUT})`)
    this.#mark = db.prepare(`INSERT INTO cell_mark (run_no, row_no, column_no, repeat_no, thumb, score, comment, label,
      is_highlighted, marked_at, reply_no) SELECT @runNo, @row, @column, @repeat, @thumb, @score, @comment, @label, @isHighlighted,
      @markedAt, reply_no FROM cell WHERE run_no = @runNo AND row_no = @row AND column_no = @column AND repeat_no = @repeat`)
    this.#embedding = db.prepare(`INSERT INTO case_embedding (model_id, text_hash, vector, tokens)
      VALUES (@modelId, unhex(@textHash), @bytes, @tokens) ON CONFLICT DO NOTHING`)
  }

  project(id: string, { name, description }: ProjectFile, now: string): void {
    this.#project.run({ id, name, description, now })
  }

  /** The rule that its verdicts go by, and its hard limit. */
  projectRules(id: string, { verdictRule, budgetNanoUsd }: ProjectFile): void {
    if (verdictRule) this.#rule.run(id, JSON.stringify(verdictRule))
    this.#budget.run(budgetNanoUsd, id)
  }

  prompt(ids: Ids<'id' | 'projectId'>, prompt: PromptFile): void {
    this.#prompt.run({ ...prompt, ...ids })
  }

  variant(ids: Ids<'id' | 'promptId'> & { readonly parentId: string | null }, variant: VariantFile): void {
    const { content, partials, isFrozen } = variant
    this.#variant.run({
      ...variant,
      ...ids,
      content: JSON.stringify(content),
      partials: partials === null ? null : JSON.stringify(partials),
      isFrozen: Number(isFrozen),
    })
  }

  supersede(id: string, supersededById: string): void {
    this.#supersede.run(supersededById, id)
  }

  partial(ids: Ids<'id' | 'projectId'>, partial: PartialFile): void {
    this.#partial.run({ ...partial, ...ids })
    this.#partialText.run({ id: ids.id, text: partial.text, savedAtMs: Date.parse(partial.updatedAt) })
  }

  evalSet(ids: Ids<'id' | 'projectId'>, evalSet: EvalSetFile): void {
    const { variableNames, assertions } = evalSet
    const lists = { variableNames: JSON.stringify(variableNames), assertions: JSON.stringify(assertions) }
    this.#evalSet.run({ ...evalSet, ...ids, ...lists })
  }

  evalSetCounts(id: string, { caseCount, contentHash }: Pick<EvalSetFile, 'caseCount' | 'contentHash'>): void {
    this.#setCounts.run(caseCount, contentHash, id)
  }

  /** @returns the hash of what it says */
  case(ids: Ids<'id' | 'evalSetId'>, line: CaseLine): string {
    const { variables, expected, tags, weight, part, cluster } = line
    const sha256 = caseHash({ variables, expected, tags, weight })
    const texts = { variables: JSON.stringify(variables), tags: JSON.stringify(tags) }
    this.#case.run({ ...ids, ...texts, position: line.position, expected, weight, sha256 })
    if (part && cluster !== undefined) this.#place.run({ ...ids, part, cluster })
    return sha256
  }

  look(ids: Ids<'evalSetId' | 'runId' | 'baseline' | 'candidate'>, lookedAt: string): void {
    this.#look.run({ ...ids, lookedAt })
  }

  /** @returns whether it was not there yet */
  label(caseId: string, label: LabelLine): boolean {
    const said = { judgePassed: Number(label.judgePassed), humanPassed: Number(label.humanPassed) }
    return this.#label.run({ ...label, ...said, caseId }).changes === 1
  }

  /** @returns its number, and whether its rows are there already */
  snapshot(evalSetId: string, contentHash: string): { readonly no: number; readonly isNew: boolean } {
    const known = this.#findSnapshot.get(evalSetId, contentHash)
    if (known !== undefined) return { no: known, isNew: false }
    return { no: Number(this.#snapshot.run(evalSetId, contentHash).lastInsertRowid), isNew: true }
  }

  snapshotCase(
    snapshotNo: number,
    rowNo: number,
    caseId: string,
    { id: _id, position, ...content }: SnapshotLine,
  ): void {
    this.#snapshotCase.run({ snapshotNo, rowNo, caseId, position, content: JSON.stringify(content) })
  }

  /** @returns its number; how much of it is done is told by runCounts */
  run(run: RunFile, snapshotNo: number): number {
    const texts = ['spec', 'columns', 'assertions', 'models', 'judges', 'otherModels'] as const
    const { lastInsertRowid } = this.#run.run({
      ...run,
      ...Object.fromEntries(texts.map((name) => [name, JSON.stringify(run[name])])),
      projectId: run.spec.projectId,
      hasUnpriced: Number(run.hasUnpriced),
      snapshotNo,
    })
    const no = Number(lastInsertRowid)
    for (const [index, { promptId, variantId, modelId }] of run.columns.entries())
      this.#runColumn.run(no, index, promptId, variantId, modelId)
    return no
  }

  runCounts(runNo: number, { done, failed }: { readonly done: number; readonly failed: number }): void {
    this.#counts.run(done, failed, runNo)
  }

  cell(runNo: number, { reply, mark, ...cell }: CellLine): void {
    this.#cell.run({
      ...cell,
      runNo,
      hasPassed: toFlag(cell.hasPassed),
      isCached: Number(cell.isCached),
      mayHaveBeenBilled: Number(cell.mayHaveBeenBilled),
      assertions: JSON.stringify(cell.assertions),
      error: cell.error === null ? null : JSON.stringify(cell.error),
      replyNo: reply === null ? null : this.#addReply(runNo, reply),
    })
    if (!mark) return
    const flags = { thumb: toFlag(mark.thumb), isHighlighted: Number(mark.isHighlighted) }
    this.#mark.run({ ...mark, ...flags, runNo, row: cell.row, column: cell.column, repeat: cell.repeat })
  }

  /** @returns whether it was not there yet */
  embedding(modelId: string, { textHash, tokens, vector }: VectorLine): boolean {
    const bytes = Buffer.from(vector, 'base64')
    return this.#embedding.run({ modelId, textHash, tokens, bytes }).changes === 1
  }

  #addReply(runNo: number, reply: NonNullable<CellLine['reply']>): number {
    const toolCalls = reply.toolCalls === null ? null : JSON.stringify(reply.toolCalls)
    const { logProbability, ...fields } = reply
    const { lastInsertRowid } = this.#reply.run({
      ...fields,
      runNo,
      usage: JSON.stringify(reply.usage),
      toolCalls,
      meanLogProbability: logProbability?.mean ?? null,
      logProbabilityTokens: logProbability?.tokens ?? null,
    })
    return Number(lastInsertRowid)
  }
}

function toFlag(value: boolean | null): number | null {
  return value === null ? null : Number(value)
}
