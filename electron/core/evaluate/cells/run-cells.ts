import { AppError, toWireError } from '../../../../shared/contract/errors.ts'
import type { JobId, ModelId, VariantId } from '../../../../shared/domain/ids.ts'
import type { NanoUsd } from '../../../../shared/domain/money.ts'
import type { Parameters } from '../../../../shared/domain/prompt.ts'
import type { WireError } from '../../../../shared/domain/wire-error.ts'
import { type OutputScore, scoreOutput } from '../../../../shared/evaluate/score-output.ts'
import { sentTools } from '../../../../shared/models/sent-tools.ts'
import type { ScorerContext } from '../../../../shared/score/scorer.ts'
import type { ParsedTemplate } from '../../../../shared/template/parse-template.ts'
import type { ParsedMessage } from '../../../../shared/template/render-messages.ts'
import type { BudgetRuleStore } from '../../store/budget-rule-store.ts'
import type { CellStore, NewCell } from '../../store/cell-store.ts'
import type { CellRef } from '../../store/ledger-store.ts'
import type { ReplyCache, StoredReply } from '../../store/reply-cache.ts'
import type { RunStore, StoredRun } from '../../store/run-store.ts'
import type { SnapshotStore } from '../../store/snapshot-store.ts'
import { otherModel } from '../calls/bill-of.ts'
import {
  type AnsweredCall,
  type CallOutcome,
  type CallTarget,
  callModel,
  type FailedCall,
  type ModelCall,
  type RefusedCall,
} from '../calls/call-model.ts'
import { Circuits } from '../calls/circuits.ts'
import { Refusals } from '../calls/refusals.ts'
import { tagsOfAll, tagsOfCall, tagsOfCell } from '../calls/tags-of-cell.ts'
import type { Engine } from '../engine.ts'
import { judgeOf } from '../judge/judge-of.ts'
import type { LentJudge } from '../judge/lend-judge.ts'
import { answerFacts, type KnownAnswer } from './answer-facts.ts'
import { CellLookahead, type PreparedCell } from './cell-lookahead.ts'
import { type QueuedCell, queueCells } from './cell-queue.ts'
import { failedCell } from './failed-cell.ts'
import { renderCell } from './render-cell.ts'
import { RunTally } from './run-tally.ts'
import { stopCheckerFor } from './stop-checker-for.ts'
import { cachedCell, judgedCell, type PaidAnswer, storeAnswer, storeUnjudged } from './store-answer.ts'
import { WarmFirstCells } from './warm-first-cells.ts'

/** Writes that may wait for their commit before the next cell is begun; keeps cached runs from blocking the event loop. */
const MAX_UNCOMMITTED = 64

const MAX_SPARE_WORKERS = 64

export interface RunStores {
  readonly budgetRules: BudgetRuleStore
  readonly runs: RunStore
  readonly cells: CellStore
  readonly replies: ReplyCache
  readonly snapshots: SnapshotStore
}

export interface RunWork {
  readonly stored: StoredRun
  readonly jobId: JobId
  readonly scope: string
  readonly targets: ReadonlyMap<ModelId, CallTarget>
  readonly prompts: ReadonlyMap<VariantId, ParsedPrompt>
  /** See CellSources. */
  readonly wantsLogProbabilities: boolean
  readonly isSkipped: (ref: CellRef) => boolean
  /** No answer is taken from the cache, and what is answered stays so where no new answer comes. */
  readonly isAgain?: boolean
  /** By column: whether one call warms the provider's cache before the others are sent; absent = no. */
  readonly isWarmedFirst?: readonly boolean[]
  readonly scoring: ScorerContext
  /** Models that judge outputs, by id; empty or absent where no assertion asks one. */
  readonly judges?: ReadonlyMap<string, CallTarget>
  /** Counts what several steps of one job do; absent = the step's own. */
  readonly tally?: RunTally
  readonly report: (tally: RunTally) => void
}

export interface ParsedPrompt {
  readonly messages: readonly ParsedMessage[]
  readonly parameters: Parameters
}

interface Asked {
  readonly call: ModelCall
  readonly key: Buffer
  readonly cells: WarmFirstCells
}

interface Sent {
  readonly key: Buffer
  /** To be told once the answer begins, and when the call has ended. */
  readonly isUnderWay: () => void
}

/** Why a run ended before every cell was asked; null when none was left out. */
export interface RunEnd {
  readonly overBudget: RefusedCall | null
  readonly circuit: WireError | null
}

/**
 * Asks for every cell that is not skipped: as many at once as each provider allows, identical requests once, each cell
 * stored in the commit that settles its money. Ends early at an abort or when the budget is used up; keeps what it has.
 *
 * @throws what the library threw when it could not be written; nothing more is sent then
 */
export async function runCells(engine: Engine, stores: RunStores, work: RunWork, signal: AbortSignal): Promise<RunEnd> {
  const crew = new RunCrew(engine, stores, work, signal)
  return await crew.run()
}

interface UnjudgedAnswer {
  readonly answer: AnsweredCall
  readonly paid: Omit<PaidAnswer, 'scored'>
  readonly cost: { readonly nanoUsd: NanoUsd | null; readonly isEstimated: boolean }
}

class RunCrew {
  readonly #engine: Engine
  readonly #stores: RunStores
  readonly #work: RunWork
  readonly #signal: AbortSignal
  readonly #judge: LentJudge | null
  readonly #circuits = new Circuits()
  readonly #tally: RunTally
  /** Requests that are under way, by cache key; a twin waits and is then answered from the cache. */
  readonly #asking = new Map<string, Promise<void>>()
  readonly #parsedValues = new Map<string, ParsedTemplate>()
  readonly #refusals: Refusals
  #uncommitted = 0
  #broken: unknown = null

  constructor(engine: Engine, stores: RunStores, work: RunWork, signal: AbortSignal) {
    this.#engine = engine
    this.#stores = stores
    this.#work = work
    this.#signal = signal
    this.#tally = work.tally ?? new RunTally()
    this.#refusals = new Refusals(stores, tagsOfAll(work.stored.run))
    this.#judge = judgeOf(engine, stores, work, {
      signal,
      onPaid: (nanoUsd) => this.#tally.spent(nanoUsd),
      onRefused: (refused) => this.#refusals.see(refused),
    })
  }

  async run(): Promise<RunEnd> {
    const workers: Promise<void>[] = []
    // Each model has its own, so that one whose rate is held back leaves the others theirs; the lane is their provider's.
    for (const { model, maxConcurrency } of this.#work.targets.values()) {
      const cells = this.#cellsOf([model.id])
      const places = Math.max(1, maxConcurrency)
      // More than there are places: the next request is ready when a place falls free, while the last one is being stored.
      const count = places + Math.min(places, MAX_SPARE_WORKERS)
      for (let index = 0; index < count; index++) workers.push(this.#workThrough(cells))
    }
    await Promise.all(workers)
    // Commits are made in order: after this one all others are on disk.
    await this.#engine.commits.add(() => undefined)
    if (this.#broken !== null) throw this.#broken
    return { overBudget: this.#refusals.told, circuit: this.#circuits.first }
  }

  #cellsOf(modelIds: readonly ModelId[]): WarmFirstCells {
    const { stored, isSkipped, isAgain, isWarmedFirst } = this.#work
    const ahead = new CellLookahead({
      queue: queueCells(this.#stores.snapshots, stored, modelIds, isSkipped),
      render: (queued) => renderCell(this.#work, queued),
      find: (keys) =>
        isAgain ? keys.map(() => null) : this.#stores.replies.findAll(keys, stored.no, stored.run.spec.mayUseCache),
    })
    return new WarmFirstCells(ahead, (columnNo) => isWarmedFirst?.[columnNo] ?? false)
  }

  get #mayGoOn(): boolean {
    return !this.#signal.aborted && this.#refusals.ofAll === null && this.#broken === null
  }

  /** Meanwhile the budget may be used up, or the provider have refused the key. */
  #reasonToSkip(target: CallTarget): WireError | null {
    const circuit = this.#circuits.reasonFor(target)
    if (circuit || this.#mayGoOn) return circuit
    return toWireError(new AppError('cancelled', 'Not sent, since the run stopped.'))
  }

  /** Never rejects, so that every worker is waited for: what is under way must be settled before the job ends. */
  async #workThrough(cells: WarmFirstCells): Promise<void> {
    try {
      while (this.#mayGoOn) {
        const next = cells.next()
        if (next !== null) {
          await this.#fill(next, cells)
          continue
        }
        const { released } = cells
        if (released === null) break
        await released
      }
    } catch (error) {
      this.#broken ??= error
    }
  }

  async #fill(prepared: PreparedCell, cells: WarmFirstCells): Promise<void> {
    const { stored, jobId, scope } = this.#work
    const { queued, rendered } = prepared
    const { ref } = queued
    if (rendered.kind === 'failed') return await this.#store(ref, rendered.cell)
    const { request, key } = rendered
    const { id: runId, projectId, spec } = stored.run
    const mayStop = spec.mayStopEarly && sentTools(request.parameters, request.target.model) === null
    const stopChecker = () => (mayStop ? stopCheckerFor(stored.assertions, queued.evalCase) : null)
    const reasonToSkip = () => this.#reasonToSkip(request.target)
    const { variantId, modelId } = queued.column
    const cellKey = { variantId, modelId, caseId: queued.evalCase.id, repeat: ref.repeatNo }
    const watch = this.#engine.streams.open(runId, cellKey)
    const tags = tagsOfCall(stored.run, queued.column, queued.evalCase)
    const call = { ...request, jobId, scope, projectId, tags, cell: ref, stopChecker, reasonToSkip, watch }
    try {
      await this.#answer(prepared, { call, key, cells })
    } finally {
      watch.end()
    }
  }

  async #answer(prepared: PreparedCell, { call, key, cells }: Asked): Promise<void> {
    const { queued, known: foundBefore } = prepared
    const { no, run } = this.#work.stored
    const keyText = key.toString('latin1')
    for (let twin = this.#asking.get(keyText); twin; twin = this.#asking.get(keyText)) await twin
    const { replies } = this.#stores
    const isOutdated = cells.isOutdated(prepared, keyText) && !this.#work.isAgain
    const known = isOutdated ? replies.find(key, no, run.spec.mayUseCache) : foundBefore
    if (known) {
      await this.#storeCached(queued, known, call.target)
      return
    }
    if (!this.#mayGoOn) return
    const circuit = this.#circuits.reasonFor(call.target)
    if (circuit)
      return await this.#store(queued.ref, failedCell({ error: circuit, attempts: 0, mayHaveBeenBilled: false }))
    const asking = this.#ask(queued, call, { key, isUnderWay: cells.begin(queued) })
    const settled = asking.catch(() => undefined)
    this.#asking.set(keyText, settled)
    try {
      await asking
    } finally {
      this.#asking.delete(keyText)
      cells.answered(keyText)
    }
  }

  async #ask(queued: QueuedCell, call: ModelCall, { key, isUnderWay }: Sent): Promise<void> {
    let outcome: CallOutcome
    // Not `.finally`: a turn later, others would have been sent to a provider that refuses the key.
    try {
      outcome = await callModel(this.#engine, heard(call, isUnderWay), this.#signal)
    } finally {
      isUnderWay()
    }
    switch (outcome.kind) {
      case 'answered':
        return await this.#storeAnswer(queued, outcome, key)
      case 'over-budget':
        this.#refusals.see(outcome)
        if (!outcome.mayHaveBeenBilled) return
        return await this.#store(queued.ref, failedCell({ ...outcome, error: overBudgetError() }))
      case 'failed':
        this.#circuits.see(call.target, outcome)
        // A cell that was cancelled before anything could be billed is simply not there yet.
        if (outcome.error.code === 'cancelled' && !outcome.mayHaveBeenBilled) return
        return await this.#storeFailure(queued, outcome)
      default:
        return outcome satisfies never
    }
  }

  async #storeAnswer(queued: QueuedCell, answer: AnsweredCall, key: Buffer): Promise<void> {
    const { stored } = this.#work
    const { reply, usage, service, costNanoUsd, other, latencyMs, attempts, mayHaveBeenBilled } = answer
    const cost = { nanoUsd: costNanoUsd, isEstimated: answer.isEstimate }
    const paid = {
      ref: queued.ref,
      key,
      reply,
      usage,
      service,
      costNanoUsd,
      other,
      latencyMs,
      attempts,
      mayHaveBeenBilled,
    }
    if (this.#judge !== null) return await this.#storeThenJudge(queued, { answer, paid, cost })
    const scored = await this.#score(queued, reply.output, { ...answer, ...reply })
    await this.#engine.desk.settle(answer.attempt, cost, () =>
      storeAnswer(this.#stores, stored, { ...paid, scored }, this.#engine.now()),
    )
    this.#tally.answered(costNanoUsd)
    this.#work.report(this.#tally)
  }

  /**
   * The answer is settled before the judge is asked: a judge's call that waits for room in the budget would else wait for the very
   * answer that waits for the judge. If the judge is stopped, resuming finds the answer in the cache and asks only the judge.
   */
  async #storeThenJudge(queued: QueuedCell, { answer, paid, cost }: UnjudgedAnswer): Promise<void> {
    let replyNo: number | null = null
    await this.#engine.desk.settle(answer.attempt, cost, () => {
      replyNo = storeUnjudged(this.#stores, this.#work.stored, paid, this.#engine.now())
    })
    this.#tally.spent(paid.costNanoUsd)
    const scored = await this.#judged(queued, paid.reply.output, { ...answer, ...paid.reply })
    if (scored !== null && replyNo !== null) await this.#store(queued.ref, judgedCell({ ...paid, scored }, replyNo))
  }

  /** Null when a judge was stopped: the cell is not there yet. */
  async #judged(queued: QueuedCell, output: string, known: KnownAnswer): Promise<OutputScore | null> {
    try {
      return await this.#score(queued, output, known)
    } catch (error) {
      if (error instanceof AppError && (error.code === 'budget-exceeded' || error.code === 'cancelled')) return null
      throw error
    }
  }

  /** With what had come of the answer, so that it can be shown; it is never taken for one. */
  async #storeFailure(queued: QueuedCell, failed: FailedCall): Promise<void> {
    const { partial } = failed
    if (!partial) return await this.#store(queued.ref, failedCell(failed))
    const { replies, cells } = this.#stores
    await this.#store(queued.ref, failedCell(failed), (cell) => {
      const replyNo = replies.addPartial({ ...partial, runNo: this.#work.stored.no }, this.#engine.now())
      cells.put(queued.ref, { ...cell, replyNo })
    })
  }

  async #storeCached(queued: QueuedCell, known: StoredReply, target: CallTarget): Promise<void> {
    const scored = await this.#judged(queued, known.output, known)
    if (scored === null) return
    const other = otherModel(target, known.answeredBy)
    const { runs, cells } = this.#stores
    await this.#store(queued.ref, cachedCell(known, scored), (cell) => {
      runs.noteOther(this.#work.stored.no, other)
      cells.put(queued.ref, cell)
    })
  }

  async #score({ evalCase, column }: QueuedCell, output: string, known: KnownAnswer) {
    const { stored, scoring, prompts } = this.#work
    const { assertions } = stored
    return await scoreOutput({
      ...scoring,
      judge: this.#judge?.taggedWith(tagsOfCell(column, evalCase)) ?? null,
      output,
      answer: answerFacts(known, prompts.get(column.variantId)?.parameters),
      assertions,
      evalCase,
      parsedValues: this.#parsedValues,
    })
  }

  /** Stores a cell that costs nothing; waits for the disk only when too many are on their way. */
  async #store(ref: CellRef, cell: NewCell, put?: (cell: NewCell) => void): Promise<void> {
    if (this.#work.isAgain && cell.state === 'failed' && this.#stores.cells.isAnswered(ref)) {
      this.#tally.free(cell)
      return this.#work.report(this.#tally)
    }
    this.#uncommitted++
    const commit = this.#engine.commits
      .add(() => (put ? put(cell) : this.#stores.cells.put(ref, cell)))
      .then(
        () => {
          this.#tally.free(cell)
          this.#work.report(this.#tally)
        },
        (error: unknown) => {
          this.#broken ??= error
        },
      )
      .finally(() => this.#uncommitted--)
    if (this.#uncommitted >= MAX_UNCOMMITTED) await commit
  }
}

function heard(call: ModelCall, isUnderWay: () => void): ModelCall {
  const { watch } = call
  function text(piece: string): void {
    isUnderWay()
    watch?.text(piece)
  }
  return { ...call, watch: { begin: () => watch?.begin(), text } }
}

function overBudgetError(): WireError {
  return toWireError(new AppError('budget-exceeded', 'The budget did not allow another attempt.', { retryable: true }))
}
