import type { Database, Statement } from 'better-sqlite3'

type CellFacts = readonly [
  rowNo: number,
  columnNo: number,
  state: 'answered' | 'failed',
  hasPassed: number | null,
  score: number | null,
  cost: number | null,
  latency: number | null,
  tokens: number | null,
  outputHash: string | null,
]

/** Rows worked out in one go: about 10 ms with 20 columns. */
const SLICE_ROWS = 200
/** The letters of `outcomes` begin here; "." stands for a column without a cell. */
const FIRST_OUTCOME = 0xa1

/**
 * What each row of a run as a whole came to, kept in the library so that a filter reads one short record per row instead of all
 * its cells. Only rows that changed are worked out, when they are next asked for.
 */
export class ResultRows {
  readonly #stale: Statement<[number, number], number>
  readonly #hasStale: Statement<[number], number>
  readonly #cells: Statement<[number, number, number], CellFacts>
  readonly #put: Statement
  readonly #forget: Statement<[number, number, number]>
  readonly #dropSummary: Statement<[number]>
  readonly #workOut: (runNo: number) => number
  /** How many slices of each run were worked out. */
  readonly #revisions = new Map<number, number>()

  constructor(db: Database) {
    this.#stale = db
      .prepare<[number, number], number>('SELECT row_no FROM stale_row WHERE run_no = ? ORDER BY row_no LIMIT ?')
      .pluck()
    this.#hasStale = db.prepare<[number], number>('SELECT EXISTS (SELECT 1 FROM stale_row WHERE run_no = ?)').pluck()
    this.#cells = db
      .prepare<[number, number, number], CellFacts>(`SELECT row_no, column_no, state, has_passed, score, cost_nano_usd,
        latency_ms, prompt_tokens + output_tokens, CASE WHEN has_passed IS NULL THEN hex(output_hash) END
        FROM cell WHERE run_no = ? AND row_no BETWEEN ? AND ? ORDER BY row_no, column_no, repeat_no`)
      .raw()
    this.#put = db.prepare(`INSERT OR REPLACE INTO result_row VALUES (@runNo, @rowNo, @passed, @failed, @errors,
      @isDifferent, @isFlaky, @outcomes, @lowScore, @highScore, @lowCost, @highCost, @lowLatency, @highLatency,
      @lowTokens, @highTokens)`)
    this.#forget = db.prepare('DELETE FROM stale_row WHERE run_no = ? AND row_no BETWEEN ? AND ?')
    this.#dropSummary = db.prepare('DELETE FROM run_summary WHERE run_no = ?')
    const workOut = db.transaction((runNo: number) => this.#workOutSlice(runNo))
    this.#workOut = (runNo) => workOut.immediate(runNo)
  }

  isStale(runNo: number): boolean {
    return this.#hasStale.get(runNo) === 1
  }

  /** Works out some of the changed rows; gives false once none is left. */
  refreshSome(runNo: number): boolean {
    return this.isStale(runNo) && this.#workOut(runNo) === SLICE_ROWS
  }

  revisionOf(runNo: number): number {
    return this.#revisions.get(runNo) ?? 0
  }

  refresh(runNo: number): void {
    while (this.refreshSome(runNo));
  }

  #workOutSlice(runNo: number): number {
    const stale = this.#stale.all(runNo, SLICE_ROWS)
    const [first] = stale
    const last = stale.at(-1)
    if (first === undefined || last === undefined) return 0
    this.#dropSummary.run(runNo)
    this.#revisions.set(runNo, this.revisionOf(runNo) + 1)
    const wanted = new Set(stale)
    // Rows that changed lie close together, mostly; where they do not, each is read by itself.
    const isDense = last - first < 4 * stale.length
    for (const [from, to] of isDense ? [[first, last] as const] : stale.map((row) => [row, row] as const)) {
      let row: RowFigures | null = null
      for (const facts of this.#cells.all(runNo, from, to)) {
        if (row?.rowNo !== facts[0]) {
          if (row && wanted.has(row.rowNo)) this.#put.run(row.record(runNo))
          row = new RowFigures(facts[0])
        }
        row.add(facts)
      }
      if (row && wanted.has(row.rowNo)) this.#put.run(row.record(runNo))
    }
    this.#forget.run(runNo, first, last)
    return stale.length
  }
}

/** Adds up the cells of one row, which come by column. */
class RowFigures {
  readonly rowNo: number
  #passed = 0
  #failed = 0
  #errors = 0
  /** As isSameOutcome (shared/evaluate) tells two cells apart. */
  readonly #outcomes = new Set<string>()
  readonly #columns: Trials[] = []
  readonly #ranges = [new Range(), new Range(), new Range(), new Range()] as const

  constructor(rowNo: number) {
    this.rowNo = rowNo
  }

  add([, columnNo, state, hasPassed, score, cost, latency, tokens, hash]: CellFacts): void {
    if (state === 'failed') this.#errors++
    else if (hasPassed === 1) this.#passed++
    else if (hasPassed === 0) this.#failed++
    this.#outcomes.add(
      state === 'failed' ? 'failed' : hasPassed === null ? `= ${hash}` : `${hasPassed} ${score?.toFixed(9)}`,
    )
    this.#columns[columnNo] ??= new Trials()
    this.#columns[columnNo]?.add(state === 'failed' ? 'failed' : hasPassed === null ? `= ${hash}` : `${hasPassed}`)
    for (const [index, value] of [score, cost, latency, tokens].entries()) this.#ranges[index]?.add(value)
  }

  record(runNo: number) {
    const [score, cost, latency, tokens] = this.#ranges
    const kinds = new Map<string, string>()
    const outcomes = Array.from(this.#columns, (trials) => {
      if (!trials) return '.'
      const kind = trials.kind()
      const letter = kinds.get(kind) ?? String.fromCharCode(FIRST_OUTCOME + kinds.size)
      kinds.set(kind, letter)
      return letter
    })
    return {
      runNo,
      rowNo: this.rowNo,
      passed: this.#passed,
      failed: this.#failed,
      errors: this.#errors,
      isDifferent: this.#outcomes.size > 1 ? 1 : 0,
      isFlaky: this.#columns.some((trials) => trials?.isFlaky()) ? 1 : 0,
      outcomes: outcomes.join(''),
      lowScore: score.low,
      highScore: score.high,
      lowCost: cost.low,
      highCost: cost.high,
      lowLatency: latency.low,
      highLatency: latency.high,
      lowTokens: tokens.low,
      highTokens: tokens.high,
    }
  }
}

/** What the trials of one cell came to. */
class Trials {
  readonly #kinds = new Set<string>()

  add(kind: string): void {
    this.#kinds.add(kind)
  }

  kind(): string {
    return [...this.#kinds].sort().join(' ')
  }

  /** Of the answered trials some passed and others did not; where nothing is scored, they say different things. */
  isFlaky(): boolean {
    if (this.#kinds.has('0') || this.#kinds.has('1')) return this.#kinds.has('0') && this.#kinds.has('1')
    return [...this.#kinds].filter((kind) => kind !== 'failed').length > 1
  }
}

class Range {
  low: number | null = null
  high: number | null = null

  add(value: number | null): void {
    if (value === null) return
    if (this.low === null || value < this.low) this.low = value
    if (this.high === null || value > this.high) this.high = value
  }
}
