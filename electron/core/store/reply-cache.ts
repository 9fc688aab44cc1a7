import type { Database, Statement } from 'better-sqlite3'
import type { LogProbability } from '../../../shared/domain/log-probability.ts'
import type { NanoUsd } from '../../../shared/domain/money.ts'
import { FinishReason } from '../../../shared/domain/run.ts'
import type { ServiceTier } from '../../../shared/domain/service-tier.ts'
import { ToolCall } from '../../../shared/domain/tool.ts'
import { Usage } from '../../../shared/domain/usage.ts'
import { toLogProbability } from './to-log-probability.ts'

export interface NewReply {
  readonly cacheKey: Buffer
  /** The run that paid for it; null outside runs. */
  readonly runNo: number | null
  readonly finishReason: FinishReason
  readonly usage: Usage
  /** How it was billed. */
  readonly service: ServiceTier
  readonly answeredBy: string | null
  readonly costNanoUsd: NanoUsd | null
  readonly latencyMs: number | null
  readonly firstTokenMs: number | null
  readonly output: string
  /** Absent = none. */
  readonly toolCalls?: readonly ToolCall[] | undefined
  /** Absent = not asked for, or not told. */
  readonly logProbability?: LogProbability | undefined
  readonly raw: unknown
}

/** What had come when a reply broke off. */
export interface NewPartial {
  readonly runNo: number
  readonly output: string
  readonly usage: Usage | null
}

/** An answer from a table; null where the table does not say. */
export interface RecordedReply {
  readonly runNo: number
  readonly output: string
  readonly usage: Usage | null
  readonly costNanoUsd: NanoUsd | null
  readonly latencyMs: number | null
}

/** A reply that was paid before. */
export interface StoredReply {
  readonly no: number
  readonly output: string
  readonly finishReason: FinishReason
  readonly usage: Usage
  readonly answeredBy: string | null
  readonly costNanoUsd: NanoUsd | null
  readonly latencyMs: number | null
  readonly firstTokenMs: number | null
  readonly toolCalls: readonly ToolCall[]
  readonly logProbability: LogProbability | null
}

interface ReplyRow {
  readonly no: number
  readonly output: string
  readonly finish_reason: string
  readonly usage: string
  readonly answered_by: string | null
  readonly cost_nano_usd: number | null
  readonly latency_ms: number | null
  readonly first_token_ms: number | null
  readonly tool_calls: string | null
  readonly mean_log_probability: number | null
  readonly log_probability_tokens: number | null
}

const MAX_RAW_CHARACTERS = 1_000_000

/** Every reply that was paid, once; cells refer to it, and identical requests are answered from it. */
export class ReplyCache {
  readonly #insert: Statement
  readonly #find: Statement<{ cacheKey: Buffer; runNo: number | null; mayUseOthers: number }, ReplyRow>
  readonly #inOneRead: <T>(read: () => T) => T
  readonly #has: Statement<[Buffer], { no: number }>
  readonly #raw: Statement<[number], { raw: string | null }>

  constructor(db: Database) {
    this.#insert = db.prepare(`INSERT INTO reply (cache_key, run_no, is_reusable, finish_reason, usage, answered_by,
      service, cost_nano_usd, latency_ms, first_token_ms, created_at_ms, output, tool_calls,
      mean_log_probability, log_probability_tokens, raw)
      VALUES (@cacheKey, @runNo, @isReusable, @finishReason, @usage, @answeredBy, @service, @costNanoUsd, @latencyMs,
      @firstTokenMs, @nowMs, @output, @toolCalls, @meanLogProbability, @logProbabilityTokens, @raw)`)
    this.#find =
      db.prepare(`SELECT no, output, finish_reason, usage, answered_by, cost_nano_usd, latency_ms, first_token_ms, tool_calls,
      mean_log_probability, log_probability_tokens FROM reply
      WHERE cache_key = @cacheKey AND (run_no = @runNo OR (@mayUseOthers = 1 AND is_reusable = 1))
      ORDER BY no DESC LIMIT 1`)
    const inOneRead = db.transaction((read: () => unknown) => read())
    // The transaction gives back what its function returns.
    this.#inOneRead = inOneRead as <T>(read: () => T) => T
    this.#has = db.prepare('SELECT no FROM reply WHERE cache_key = ? AND is_reusable = 1 LIMIT 1')
    this.#raw = db.prepare('SELECT raw FROM reply WHERE no = ?')
  }

  add(reply: NewReply, nowMs: number): number {
    const { lastInsertRowid } = this.#insert.run({
      cacheKey: reply.cacheKey,
      runNo: reply.runNo,
      isReusable: isReusable(reply) ? 1 : 0,
      finishReason: reply.finishReason,
      usage: JSON.stringify(reply.usage),
      answeredBy: reply.answeredBy,
      service: reply.service,
      costNanoUsd: reply.costNanoUsd,
      latencyMs: reply.latencyMs,
      firstTokenMs: reply.firstTokenMs,
      nowMs,
      output: reply.output,
      toolCalls: reply.toolCalls === undefined ? null : JSON.stringify(reply.toolCalls),
      meanLogProbability: reply.logProbability?.mean ?? null,
      logProbabilityTokens: reply.logProbability?.tokens ?? null,
      raw: rawText(reply.raw),
    })
    return Number(lastInsertRowid)
  }

  /** What came of an answer that broke off, to be shown with its failed cell; no request ever finds it. */
  addPartial(partial: NewPartial, nowMs: number): number {
    const { lastInsertRowid } = this.#insert.run({
      cacheKey: Buffer.alloc(0),
      runNo: partial.runNo,
      isReusable: 0,
      finishReason: 'unknown',
      usage: JSON.stringify(partial.usage),
      answeredBy: null,
      service: null,
      costNanoUsd: null,
      latencyMs: null,
      firstTokenMs: null,
      nowMs,
      output: partial.output,
      toolCalls: null,
      meanLogProbability: null,
      logProbabilityTokens: null,
      raw: null,
    })
    return Number(lastInsertRowid)
  }

  /** An answer that somebody else paid for; no request ever finds it. */
  addRecorded(reply: RecordedReply, nowMs: number): number {
    const { lastInsertRowid } = this.#insert.run({
      cacheKey: Buffer.alloc(0),
      runNo: reply.runNo,
      isReusable: 0,
      finishReason: 'unknown',
      usage: JSON.stringify(reply.usage),
      answeredBy: null,
      service: null,
      costNanoUsd: reply.costNanoUsd,
      latencyMs: reply.latencyMs,
      firstTokenMs: null,
      nowMs,
      output: reply.output,
      toolCalls: null,
      meanLogProbability: null,
      logProbabilityTokens: null,
      raw: null,
    })
    return Number(lastInsertRowid)
  }

  /**
   * The newest answer to exactly this request.
   *
   * @param runNo        a run may always use its own answers: a cell never asks twice what the run already asked
   * @param mayUseOthers false looks at the run's own answers only
   */
  find(cacheKey: Buffer, runNo: number | null, mayUseOthers: boolean): StoredReply | null {
    const row = this.#find.get({ cacheKey, runNo, mayUseOthers: mayUseOthers ? 1 : 0 })
    if (!row) return null
    return {
      no: row.no,
      output: row.output,
      finishReason: FinishReason.parse(row.finish_reason),
      usage: Usage.parse(JSON.parse(row.usage)),
      answeredBy: row.answered_by,
      costNanoUsd: row.cost_nano_usd,
      latencyMs: row.latency_ms,
      firstTokenMs: row.first_token_ms,
      toolCalls: row.tool_calls === null ? [] : ToolCall.array().parse(JSON.parse(row.tool_calls)),
      logProbability: toLogProbability(row),
    }
  }

  /** `find` for many keys at once, in their order. */
  findAll(cacheKeys: readonly Buffer[], runNo: number, mayUseOthers: boolean): readonly (StoredReply | null)[] {
    if (cacheKeys.length === 0) return []
    return this.#inOneRead(() => cacheKeys.map((key) => this.find(key, runNo, mayUseOthers)))
  }

  has(cacheKey: Buffer): boolean {
    return this.#has.get(cacheKey) !== undefined
  }

  /** The provider's reply as it came. */
  raw(replyNo: number): unknown {
    const raw = this.#raw.get(replyNo)?.raw ?? null
    return raw === null ? null : JSON.parse(raw)
  }
}

/** Refusals, cut, filtered and empty answers are kept with their run, but never served to another one. */
function isReusable(reply: NewReply): boolean {
  return (reply.finishReason === 'stop' && reply.output.trim() !== '') || reply.finishReason === 'tool-calls'
}

function rawText(raw: unknown): string | null {
  const text = JSON.stringify(raw) ?? null
  return text !== null && text.length > MAX_RAW_CHARACTERS ? JSON.stringify(text.slice(0, MAX_RAW_CHARACTERS)) : text
}
