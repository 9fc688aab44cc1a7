import type { Database, Statement } from 'better-sqlite3'
import { AppError } from '../../../shared/contract/errors.ts'
import { JobId, ProjectId, PromptId, SqueezeId, VariantId } from '../../../shared/domain/ids.ts'
import { SqueezeSpec, SqueezeState } from '../../../shared/domain/squeeze.ts'
import { WireError } from '../../../shared/domain/wire-error.ts'

interface SqueezeRow {
  readonly no: number
  readonly id: string
  readonly project_id: string
  readonly prompt_id: string
  readonly variant_id: string
  readonly spec: string
  readonly state: string
  readonly wish: string | null
  readonly job_id: string | null
  readonly eval_set_hash: string | null
  readonly view: string | null
  readonly cached_count: number
  readonly failed_count: number
  readonly has_unpriced: number
  readonly winner_variant_id: string | null
  readonly error: string | null
  readonly created_at: string
  readonly updated_at: string
}

/** What the user asked of a squeeze that is under way; read by the process that works on it, whichever that is. */
export type SqueezeWish = 'pause' | 'stop' | 'cancel'

export interface StoredSqueeze {
  readonly no: number
  readonly id: SqueezeId
  readonly projectId: ProjectId
  readonly promptId: PromptId
  readonly variantId: VariantId
  readonly spec: SqueezeSpec
  readonly state: SqueezeState
  readonly wish: SqueezeWish | null
  readonly jobId: JobId | null
  readonly evalSetHash: string | null
  /** The LiveView as it was stored last, as JSON; null before the first. */
  readonly view: unknown
  readonly counts: SqueezeCounts
  readonly winnerVariantId: VariantId | null
  readonly error: WireError | null
  readonly createdAt: string
  readonly updatedAt: string
}

export interface SqueezeCounts {
  readonly cached: number
  readonly failed: number
  readonly hasUnpriced: boolean
}

export interface NewSqueeze
  extends Pick<StoredSqueeze, 'id' | 'projectId' | 'promptId' | 'variantId' | 'spec' | 'evalSetHash' | 'createdAt'> {}

/** Squeezes and the answers that they paid for. */
export class SqueezeStore {
  readonly #insert: Statement
  readonly #get: Statement<[string], SqueezeRow>
  readonly #list: Statement<[string], SqueezeRow>
  readonly #begin: Statement
  readonly #end: Statement
  readonly #saveView: Statement
  readonly #setWish: Statement<[string | null, string]>
  readonly #setSpec: Statement<[string, string]>
  readonly #setWinner: Statement<[string, string]>
  readonly #confirm: Statement<[string]>
  readonly #looks: Statement<[string], { looks: number }>
  readonly #putAnswer: Statement
  readonly #answer: Statement<[number, Buffer], { body: string }>

  constructor(db: Database) {
    this.#insert = db.prepare(`INSERT INTO squeeze (id, project_id, prompt_id, variant_id, spec, state, eval_set_hash,
      created_at, updated_at) VALUES (@id, @projectId, @promptId, @variantId, @spec, 'paused', @evalSetHash, @createdAt,
      @createdAt)`)
    this.#get = db.prepare('SELECT * FROM squeeze WHERE id = ?')
    this.#list = db.prepare('SELECT * FROM squeeze WHERE prompt_id = ? ORDER BY no DESC LIMIT 200')
    // Two windows may ask for the same one to go on: only the first gets it.
    this.#begin = db.prepare(`UPDATE squeeze SET state = 'running', wish = NULL, job_id = @jobId, error = NULL,
      updated_at = @at WHERE id = @id AND (state <> 'running' OR job_id IS NULL
      OR NOT EXISTS (SELECT 1 FROM job WHERE job.id = squeeze.job_id AND job.state = 'running'))`)
    this.#end = db.prepare(`UPDATE squeeze SET state = @state, error = @error, wish = NULL, updated_at = @at
      WHERE id = @id AND job_id = @jobId`)
    this.#saveView = db.prepare(`UPDATE squeeze SET view = @view, cached_count = @cached, failed_count = @failed,
      has_unpriced = @hasUnpriced, updated_at = @at WHERE id = @id AND job_id = @jobId`)
    this.#setWish = db.prepare(`UPDATE squeeze SET wish = ? WHERE id = ? AND state = 'running'`)
    this.#setSpec = db.prepare('UPDATE squeeze SET spec = ? WHERE id = ?')
    this.#setWinner = db.prepare('UPDATE squeeze SET winner_variant_id = ? WHERE id = ?')
    this.#confirm = db.prepare('UPDATE squeeze SET is_confirmed = 1 WHERE id = ?')
    this.#looks = db.prepare('SELECT count(*) AS looks FROM squeeze WHERE eval_set_hash = ? AND is_confirmed = 1')
    this.#putAnswer = db.prepare('INSERT OR REPLACE INTO squeeze_answer (squeeze_no, key, body) VALUES (?, ?, ?)')
    this.#answer = db.prepare('SELECT body FROM squeeze_answer WHERE squeeze_no = ? AND key = ?')
  }

  add(squeeze: NewSqueeze): StoredSqueeze {
    this.#insert.run({ ...squeeze, spec: JSON.stringify(squeeze.spec) })
    return this.get(squeeze.id)
  }

  /** @throws AppError `not-found` */
  get(id: SqueezeId): StoredSqueeze {
    const row = this.#get.get(id)
    if (!row) throw new AppError('not-found', `There is no squeeze ${id}.`)
    return toSqueeze(row)
  }

  /** Newest first. */
  list(promptId: PromptId): readonly StoredSqueeze[] {
    return this.#list.all(promptId).map(toSqueeze)
  }

  /** False when another job works on it. */
  begin(id: SqueezeId, jobId: JobId, at: string): boolean {
    return this.#begin.run({ id, jobId, at }).changes === 1
  }

  end(
    id: SqueezeId,
    jobId: JobId,
    end: { readonly state: SqueezeState; readonly error: WireError | null; readonly at: string },
  ) {
    this.#end.run({ id, jobId, ...end, error: end.error === null ? null : JSON.stringify(end.error) })
  }

  saveView(id: SqueezeId, jobId: JobId, view: unknown, counts: SqueezeCounts & { readonly at: string }): void {
    const { cached, failed, at } = counts
    this.#saveView.run({
      id,
      jobId,
      view: JSON.stringify(view),
      cached,
      failed,
      hasUnpriced: counts.hasUnpriced ? 1 : 0,
      at,
    })
  }

  setWish(id: SqueezeId, wish: SqueezeWish | null): void {
    this.#setWish.run(wish, id)
  }

  setSpec(id: SqueezeId, spec: SqueezeSpec): void {
    this.#setSpec.run(JSON.stringify(spec), id)
  }

  setWinner(id: SqueezeId, variantId: VariantId): void {
    this.#setWinner.run(variantId, id)
  }

  /** The hold-out was looked at. */
  confirm(id: SqueezeId): void {
    this.#confirm.run(id)
  }

  /** How many squeezes looked at the hold-out of an eval set as it is now. */
  looks(evalSetHash: string): number {
    return this.#looks.get(evalSetHash)?.looks ?? 0
  }

  /** Called inside the commit that settles its money. */
  putAnswer(squeezeNo: number, key: Buffer, body: unknown): void {
    this.#putAnswer.run(squeezeNo, key, JSON.stringify(body))
  }

  /** What was answered before; null = not asked yet. */
  answer(squeezeNo: number, key: Buffer): unknown {
    const row = this.#answer.get(squeezeNo, key)
    return row ? JSON.parse(row.body) : null
  }
}

function toSqueeze(row: SqueezeRow): StoredSqueeze {
  return {
    no: row.no,
    id: SqueezeId.parse(row.id),
    projectId: ProjectId.parse(row.project_id),
    promptId: PromptId.parse(row.prompt_id),
    variantId: VariantId.parse(row.variant_id),
    spec: SqueezeSpec.parse(JSON.parse(row.spec)),
    state: SqueezeState.parse(row.state),
    wish: row.wish as SqueezeWish | null, // the column's CHECK allows nothing else
    jobId: row.job_id === null ? null : JobId.parse(row.job_id),
    evalSetHash: row.eval_set_hash,
    view: row.view === null ? null : JSON.parse(row.view),
    counts: { cached: row.cached_count, failed: row.failed_count, hasUnpriced: row.has_unpriced === 1 },
    winnerVariantId: row.winner_variant_id === null ? null : VariantId.parse(row.winner_variant_id),
    error: row.error === null ? null : WireError.parse(JSON.parse(row.error)),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}
