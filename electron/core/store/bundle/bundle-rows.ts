import type { Database } from 'better-sqlite3'
import type {
  EmbeddingsFile,
  EvalSetFile,
  PartialFile,
  ProjectFile,
  PromptFile,
  RunFile,
  VariantFile,
} from './bundle-format.ts'

/** A run with where its cases and cells lie. */
export interface BundledRun {
  readonly no: number
  readonly snapshotNo: number
  readonly run: Omit<RunFile, 'cases' | 'cells'>
}

// SQLite makes the JSON of each row: what is stored as JSON goes out as it is stored.
const flag = (column: string) => `json(CASE ${column} WHEN 1 THEN 'true' WHEN 0 THEN 'false' ELSE 'null' END)`
const raw = (column: string) => `json(ifnull(${column}, 'null'))`
const TIMES = `'archivedAt', archived_at, 'createdAt', created_at, 'updatedAt', updated_at`

/**
 * A project as the files of a bundle have it. Everything is read in one transaction of its own connection, so that a bundle shows one
 * moment, whatever is written meanwhile.
 */
export class BundleRows {
  readonly #db: Database

  /** @param db a connection of its own, which close() ends */
  constructor(db: Database) {
    this.#db = db
    db.exec('BEGIN')
  }

  close(): void {
    this.#db.close()
  }

  project(projectId: string): ProjectFile | null {
    const [project] = this.#all<ProjectFile>(
      `SELECT json_object('name', name, 'description', description, 'budgetNanoUsd', budget_nano_usd, 'verdictRule',
        json(ifnull((SELECT rule FROM verdict_rule WHERE project_id = project.id), 'null')), 'words',
        json(ifnull((SELECT value -> ('$."' || project.id || '"') FROM setting WHERE key = 'projectWords'), 'null')), 'ownRules',
        json(ifnull((SELECT value -> ('$."' || project.id || '"') FROM setting WHERE key = 'ownRules'), 'null'))) FROM project WHERE id = ?`,
      projectId,
    )
    return project ?? null
  }

  prompts(projectId: string): readonly Omit<PromptFile, 'variants'>[] {
    return this.#all(
      `SELECT json_object('id', id, 'name', name, ${TIMES}) FROM prompt WHERE project_id = ? ORDER BY created_at, id`,
      projectId,
    )
  }

  variants(promptId: string): readonly VariantFile[] {
    return this.#all(
      `SELECT json_object('id', id, 'letter', letter, 'revision', revision, 'name', name, 'content', json(content),
        'parentId', parent_id, 'origin', origin, 'note', note, 'isFrozen', ${flag('is_frozen')}, 'partials', ${raw('partials')},
        'supersededById', superseded_by_id, ${TIMES})
        FROM variant WHERE prompt_id = ? ORDER BY length(letter), letter, revision`,
      promptId,
    )
  }

  partials(projectId: string): readonly PartialFile[] {
    return this.#all(
      `SELECT json_object('name', name, 'text', text, ${TIMES}) FROM prompt_partial WHERE project_id = ?
        ORDER BY archived_at IS NOT NULL, name, id`,
      projectId,
    )
  }

  evalSets(projectId: string): readonly Omit<EvalSetFile, 'cases' | 'labels'>[] {
    return this.#all(
      `SELECT json_object('id', id, 'name', name, 'variableNames', json(variable_names), 'caseCount', case_count,
        'assertions', json(assertions), 'contentHash', content_hash, ${TIMES}, 'looks', json(
        (SELECT json_group_array(json_object('runId', run_id, 'baseline', baseline, 'candidate', candidate, 'lookedAt', looked_at)
          ORDER BY no) FROM hold_out_look WHERE eval_set_id = eval_set.id)))
        FROM eval_set WHERE project_id = ? AND id NOT IN (SELECT eval_set_id FROM case_import WHERE is_new = 1)
        ORDER BY created_at, id`,
      projectId,
    )
  }

  /** A CaseLine as JSON for each case. */
  caseLines(evalSetId: string): Iterable<string> {
    return this.#lines(
      `SELECT json_patch(json_object('id', c.id, 'position', position, 'variables', json(variables), 'expected', expected,
        'tags', json(tags), 'weight', weight), json_object('part', p.part, 'cluster', p.cluster)) AS body
        FROM eval_case c LEFT JOIN case_place p ON p.case_id = c.id WHERE c.eval_set_id = ? AND removed_at IS NULL
        AND (import_no IS NULL OR NOT EXISTS (SELECT 1 FROM case_import i WHERE i.no = import_no)) ORDER BY position`,
      evalSetId,
    )
  }

  labelLines(evalSetId: string): Iterable<string> {
    return this.#lines(
      `SELECT json_object('caseId', l.case_id, 'judgeKey', judge_key, 'outputHash', lower(hex(output_hash)), 'labeller', labeller,
        'judgePassed', ${flag('judge_passed')}, 'humanPassed', ${flag('human_passed')}, 'labelledAt', labelled_at) AS body
        FROM human_label l JOIN eval_case c ON c.id = l.case_id WHERE c.eval_set_id = ? AND c.removed_at IS NULL ORDER BY l.no`,
      evalSetId,
    )
  }

  /** Oldest first. What is under way goes out as incomplete. */
  runs(projectId: string): readonly BundledRun[] {
    return this.#all(
      `SELECT json_object('no', no, 'snapshotNo', snapshot_no, 'run', json_object('id', id, 'name', name, 'spec', json(spec),
        'columns', json(columns), 'assertions', json(assertions), 'models', json(models), 'judges', json(judges), 'otherModels',
        json(other_models), 'evalSetName', eval_set_name, 'evalSetHash', eval_set_hash, 'caseCount', case_count,
        'cellCount', cell_count, 'state', iif(state = 'complete', state, 'incomplete'), 'costNanoUsd', cost_nano_usd,
        'hasUnpriced', ${flag('has_unpriced')}, 'archivedAt', archived_at, 'createdAt', created_at, 'finishedAt', finished_at))
        FROM run WHERE project_id = ? AND (SELECT is_complete FROM case_snapshot s WHERE s.no = snapshot_no) = 1
        ORDER BY created_at, no`,
      projectId,
    )
  }

  snapshotLines(snapshotNo: number): Iterable<string> {
    return this.#lines(
      `SELECT json_patch(content, json_object('id', case_id, 'position', position)) AS body
        FROM snapshot_case WHERE snapshot_no = ? ORDER BY row_no`,
      snapshotNo,
    )
  }

  cellLines(runNo: number): Iterable<string> {
    return this.#lines(
      `SELECT json_object('row', c.row_no, 'column', c.column_no, 'repeat', c.repeat_no, 'state', state, 'score', c.score,
        'hasPassed', ${flag('has_passed')}, 'costNanoUsd', c.cost_nano_usd, 'latencyMs', c.latency_ms, 'promptTokens', prompt_tokens,
        'outputTokens', output_tokens, 'isCached', ${flag('is_cached')}, 'attempts', attempts, 'mayHaveBeenBilled',
        ${flag('may_have_been_billed')}, 'outputHash', iif(output_hash IS NULL, NULL, lower(hex(output_hash))),
        'assertions', json(assertions), 'error', ${raw('error')}, 'reply', json(iif(r.no IS NULL, 'null', json_object(
          'finishReason', finish_reason, 'usage', json(usage), 'answeredBy', answered_by, 'service', service,
          'costNanoUsd', r.cost_nano_usd, 'latencyMs', r.latency_ms, 'firstTokenMs', first_token_ms, 'createdAtMs', created_at_ms,
          'output', output, 'toolCalls', ${raw('tool_calls')}, 'logProbability', json(iif(log_probability_tokens IS NULL, 'null',
          json_object('mean', mean_log_probability, 'tokens', log_probability_tokens)))))),
        'mark', json(iif(m.run_no IS NULL, 'null', json_object('thumb', ${flag('thumb')}, 'score', m.score, 'comment', comment,
          'label', label, 'isHighlighted', ${flag('is_highlighted')}, 'markedAt', marked_at)))) AS body
        FROM cell c LEFT JOIN reply r ON r.no = c.reply_no LEFT JOIN cell_mark m ON m.run_no = c.run_no AND m.row_no = c.row_no
          AND m.column_no = c.column_no AND m.repeat_no = c.repeat_no AND m.reply_no IS c.reply_no
        WHERE c.run_no = ? ORDER BY c.row_no, c.column_no, c.repeat_no`,
      runNo,
    )
  }

  /** What was embedded by which models, the newest last; nothing in most libraries. */
  embeddings(): readonly Omit<EmbeddingsFile, 'vectors'>[] {
    const sql = `SELECT json_object('modelId', model_id, 'dimensions', length(vector) / 4) FROM case_embedding
      WHERE no IN (SELECT MAX(no) FROM case_embedding GROUP BY model_id) ORDER BY no`
    return this.#all(sql)
  }

  /** The values of each case of the project, and of each that one of its runs asked, as JSON; some come more than once. */
  variables(projectId: string, withRuns: boolean): Iterable<string> {
    const ofSets = `SELECT c.variables AS body FROM eval_case c JOIN eval_set s ON s.id = c.eval_set_id
      WHERE s.project_id = ? AND c.removed_at IS NULL`
    const ofRuns = `SELECT content -> '$.variables' FROM snapshot_case WHERE snapshot_no IN
      (SELECT snapshot_no FROM run WHERE project_id = ?)`
    return withRuns
      ? this.#lines(`${ofSets} UNION ALL ${ofRuns}`, projectId, projectId)
      : this.#lines(ofSets, projectId)
  }

  /** A VectorLine as JSON for each of the texts that the model has embedded. */
  *vectorLines(
    { modelId, dimensions }: Omit<EmbeddingsFile, 'vectors'>,
    textHashes: Iterable<string>,
  ): Generator<string> {
    const find = this.#db.prepare<[string, string, number], { tokens: number; vector: Buffer }>(
      'SELECT tokens, vector FROM case_embedding WHERE model_id = ? AND text_hash = unhex(?) AND length(vector) = 4 * ?',
    )
    for (const textHash of textHashes) {
      const found = find.get(modelId, textHash, dimensions)
      if (found) yield JSON.stringify({ textHash, tokens: found.tokens, vector: found.vector.toString('base64') })
    }
  }

  #all<T>(sql: string, ...ids: readonly string[]): readonly T[] {
    const texts = this.#db
      .prepare<unknown[], string>(sql)
      .pluck()
      .all(...ids)
    return texts.map((text) => JSON.parse(text) as T) // what the stores wrote; whoever reads the bundle checks it again
  }

  *#lines(sql: string, ...ids: readonly (string | number)[]): Generator<string> {
    for (const row of this.#db.prepare<unknown[], { body: string }>(sql).iterate(...ids)) yield row.body
  }
}
