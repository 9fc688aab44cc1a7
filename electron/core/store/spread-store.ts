import type { Database, Statement } from 'better-sqlite3'
import type { SpendMinute } from '../../../shared/domain/result-charts.ts'
import { ServiceTier } from '../../../shared/domain/service-tier.ts'
import { Usage } from '../../../shared/domain/usage.ts'
import type { StoredRun } from './run-store.ts'

export interface PaidCall {
  readonly usage: Usage | null
  readonly service: ServiceTier
}

interface PaidRow {
  readonly usage: string
  readonly service: string | null
}

/** What the charts of a run are drawn from, besides its cells' figures. */
export class SpreadStore {
  readonly #calls: Statement<[number, number, number, number, number], PaidRow>
  readonly #spend: Statement<[number, number], { minute: number; nano: number; calls: number }>

  constructor(db: Database) {
    this.#calls = db.prepare(`SELECT r.usage, r.service FROM cell c JOIN reply r ON r.no = c.reply_no
      WHERE c.run_no = ? AND c.row_no >= ? AND c.row_no < ? AND c.column_no = ? AND c.state = 'answered'
        AND c.cost_nano_usd IS NOT NULL AND c.row_no % ? = 0`)
    this.#spend = db.prepare(`SELECT closed_at_ms / 60000 AS minute, SUM(amount_nano_usd) AS nano, COUNT(*) AS calls
      FROM ledger WHERE sent_at_ms >= ? AND run_no = ? AND state = 'settled' AND closed_at_ms IS NOT NULL
      GROUP BY 1 ORDER BY 1`)
  }

  /** Priced answers of one column in some rows. @param every only of every so many-th row */
  callsOf(runNo: number, columnNo: number, rows: { from: number; to: number; every: number }): readonly PaidCall[] {
    return this.#calls.all(runNo, rows.from, rows.to, columnNo, rows.every).map(({ usage, service }) => ({
      usage: Usage.nullable().parse(JSON.parse(usage)),
      service: ServiceTier.parse(service ?? 'standard'),
    }))
  }

  /** Settled calls, judges included, by the minute in which they ended. */
  spendOf({ no, run }: StoredRun): readonly SpendMinute[] {
    return this.#spend.all(Date.parse(run.createdAt), no).map(({ minute, nano, calls }) => ({
      minute: new Date(minute * 60_000).toISOString(),
      nanoUsd: nano ?? 0,
      calls,
    }))
  }
}
