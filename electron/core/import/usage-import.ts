import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import { costOf } from '../../../shared/cost/cost-of.ts'
import { splitModelId } from '../../../shared/domain/ids.ts'
import type { CatalogModel } from '../../../shared/domain/model.ts'
import type { UsageLog, UsageLogId, UsageProblem, UsageReading } from '../../../shared/domain/usage-log.ts'
import { createTwinCounter } from '../../../shared/import/usage/create-twin-counter.ts'
import type { RawUsageRow } from '../../../shared/import/usage/raw-usage-row.ts'
import { createUsageReader, type UsageReader, type UsageRecord } from '../../../shared/import/usage/read-usage-row.ts'
import { createRowSplitter } from '../../../shared/import/usage/split-usage-rows.ts'
import { textHash } from '../../../shared/import/usage/text-hash.ts'
import { catalogNames } from '../../../shared/models/is-same-model.ts'
import type { CoreContext } from '../core-context.ts'
import { jobOwner } from '../jobs/job-owner.ts'
import type { NewUsageLog } from '../store/usage-log-store.ts'
import type { PricedRecord } from '../store/usage-row-writer.ts'

/** The longest that other work waits for a slice, about; each is a commit, whose own time is 5 ms and more. */
const SLICE_MS = 8
/** Rows that a slice stores at most in its time: fewer commits than with a piece each. */
const ROWS_PER_SLICE = 8000
/** Rows that are read at most while the library can take none. */
const ROWS_AHEAD = 32_000
const MAX_PROBLEMS = 100
/** Slices that are stored while the disk takes the last ones. */
const MAX_UNSYNCED = 10
const CHECKPOINT_LOOK_MS = 5
const BUSY_TRIES = 5
const BUSY_PAUSE_MS = 200

/**
 * One file of usage on its way into the library: text comes in pieces, rows are stored as they come, in slices between which other work
 * has its turn. Nobody sees them before the last piece.
 */
export class UsageImport {
  readonly id: UsageLogId
  readonly #no: number
  readonly #core: CoreContext
  readonly #reading: UsageReading
  readonly #splitter: ReturnType<typeof createRowSplitter>
  readonly #models = new Map<string, CatalogModel | null>()
  readonly #byName: ReadonlyMap<string, CatalogModel>
  readonly #nthOf = createTwinCounter()
  readonly #seed: number
  readonly #problems: UsageProblem[] = []
  #reader: UsageReader | null = null
  #syncing: Promise<void> | null = null
  /** Slices since that began. */
  #unsynced = 0
  #rows = 0
  #bad = 0

  constructor(core: CoreContext, log: Pick<NewUsageLog, 'projectId' | 'name'>, reading: UsageReading) {
    this.#core = core
    this.#reading = reading
    this.#seed = textHash(log.projectId) % 2 ** 31
    this.#splitter = createRowSplitter(reading.kind, reading.delimiter)
    this.#byName = modelsByName(core.models.all())
    const tagged = reading.columns.filter(({ use }) => use === 'tag')
    const tagNames = tagged.map(({ tagName, column }) => tagName || column)
    const uses = new Set(reading.columns.map(({ use }) => use))
    const { no, id } = core.store.usageLogs.begin({
      ...log,
      formatId: reading.formatId,
      tagNames,
      uses,
      owner: jobOwner(),
    })
    this.#no = no
    this.id = id
  }

  /** @throws the signal's reason when it is aborted; AppError `bad-input` when the mapping does not fit the file */
  async add(text: string, isLast: boolean, signal: AbortSignal): Promise<UsageLog> {
    const { usageLogs } = this.#core.store
    const begin = this.#rows === 0 && this.#reader === null ? text.replace(/^\uFEFF/, '') : text
    let waiting: PricedRecord[] = []
    // A piece that comes from another process takes some time by itself.
    await nextTurn()
    let startMs = performance.now()
    const store = async (): Promise<void> => {
      for (let at = 0; at < waiting.length; ) {
        await nextTurn()
        signal.throwIfAborted()
        while (usageLogs.isBusy) await sleep(CHECKPOINT_LOOK_MS, undefined, { signal })
        const endMs = performance.now() + SLICE_MS
        const mayGoOn = () => performance.now() < endMs
        at = await patiently(() => usageLogs.add(this.#no, waiting, at, mayGoOn), signal)
        await this.#sync()
      }
      waiting = []
      await nextTurn()
      startMs = performance.now()
    }
    for (const rows of this.#splitter.push(begin, isLast)) {
      waiting.push(...this.#read(rows))
      if (waiting.length < ROWS_PER_SLICE && performance.now() - startMs <= SLICE_MS) continue
      if (!usageLogs.isBusy || waiting.length >= ROWS_AHEAD) await store()
      else {
        await nextTurn()
        startMs = performance.now()
      }
    }
    await store()
    await this.#syncing
    // Else the next commit, anybody's, would wait for the disk to take all of it.
    await usageLogs.sync()
    usageLogs.note(this.id, this.#bad, this.#problems)
    return isLast ? usageLogs.finish(this.#no, this.id) : usageLogs.get(this.id)
  }

  /** Lets the disk take what is stored while more is read; waits where it comes too far behind. */
  async #sync(): Promise<void> {
    if (this.#syncing === null) {
      this.#unsynced = 0
      this.#syncing = this.#core.store.usageLogs.sync().finally(() => {
        this.#syncing = null
      })
      // Whoever waits for it hears of a fault; until then it is nobody's.
      this.#syncing.catch(() => undefined)
    } else if (++this.#unsynced >= MAX_UNSYNCED) await this.#syncing
  }

  #read(rows: readonly RawUsageRow[]): readonly PricedRecord[] {
    this.#reader ??= createUsageReader(this.#reading, this.#splitter.header(), this.#seed)
    const reader = this.#reader
    const priced: PricedRecord[] = []
    for (const row of rows) {
      this.#rows += 1
      const records = reader.read(row)
      if (typeof records !== 'string') for (const record of records) priced.push(this.#price(record))
      else {
        this.#bad += 1
        if (this.#problems.length < MAX_PROBLEMS) this.#problems.push({ row: this.#rows, message: records })
      }
    }
    return priced
  }

  #price(record: UsageRecord): PricedRecord {
    const { hash } = record
    const nth = record.hasRequestId ? 0 : this.#nthOf(hash)
    const model = this.#model(record.model)
    return {
      record,
      hash: nth === 0 ? hash : textHash(`${hash} ${nth}`, this.#seed),
      modelId: model?.id ?? null,
      pricedNanoUsd: priceOf(record, model),
    }
  }

  #model(name: string): CatalogModel | null {
    const known = this.#models.get(name)
    if (known !== undefined) return known
    const ids = catalogNames(name).map((one) => this.#byName.get(one.toLowerCase()))
    const model = ids.find((one) => one !== undefined) ?? null
    this.#models.set(name, model)
    return model
  }
}

/** Another process, or a checkpoint on a slow disk, may keep the library for longer than SQLite itself waits. */
async function patiently(write: () => number, signal: AbortSignal): Promise<number> {
  for (let tries = 1; ; tries++) {
    try {
      return write()
    } catch (error) {
      const isBusy = error instanceof Error && Reflect.get(error, 'code') === 'SQLITE_BUSY'
      if (!isBusy || tries === BUSY_TRIES) throw error
      await sleep(BUSY_PAUSE_MS, undefined, { signal })
    }
  }
}

/** Half of a usage would be priced too low. */
function priceOf(record: UsageRecord, model: CatalogModel | null): number | null {
  const { inputTokens, cacheReadTokens, cacheWrite5mTokens, cacheWrite1hTokens, outputTokens } = record
  if (model === null || model.price === null) return null
  if (inputTokens === null && (cacheReadTokens ?? 0) === 0) return null
  if (outputTokens === null && model.price.prices.output > 0) return null
  const usage = {
    inputTokens: inputTokens ?? 0,
    cacheReadTokens: cacheReadTokens ?? 0,
    cacheWrite5mTokens: cacheWrite5mTokens ?? 0,
    cacheWrite1hTokens: cacheWrite1hTokens ?? 0,
    outputTokens: outputTokens ?? 0,
    reasoningTokens: null,
    isEstimated: true,
  }
  // The length of one prompt chooses the tier, and the sum of many prompts is none.
  const price = record.calls === 1 ? model.price : { ...model.price, tiers: [] }
  return costOf({ usage, price })?.nanoUsd ?? null
}

/** By the whole id and by the model's own name; of two models of one name the first of the catalog. */
function modelsByName(models: readonly CatalogModel[]): ReadonlyMap<string, CatalogModel> {
  const byName = new Map<string, CatalogModel>()
  for (const model of models) {
    byName.set(model.id.toLowerCase(), model)
    const name = splitModelId(model.id).modelName.toLowerCase()
    if (!byName.has(name)) byName.set(name, model)
  }
  return byName
}
