import type { SavingsReport, SavingsWish, Waterfall, WaterfallOrder } from '../../../shared/domain/savings.ts'
import { type FoundLevers, findLevers } from '../../../shared/savings/find-levers.ts'
import { levers } from '../../../shared/savings/levers/registry.ts'
import type { SavingsInput } from '../../../shared/savings/savings-input.ts'
import { savingsReport } from '../../../shared/savings/savings-report.ts'
import { waterfall } from '../../../shared/savings/waterfall.ts'
import type { CoreContext } from '../core-context.ts'
import { inSteps } from '../in-steps.ts'
import type { StoredRun } from '../store/run-store.ts'
import { readSavingsInput, savingsRun } from './read-savings-input.ts'

interface Found {
  readonly input: SavingsInput
  readonly levers: FoundLevers
}

/** Answers to wishes that are kept: each holds the answers of its run. */
const KEPT = 2

/** Finds what could be saved; the last findings are kept while nothing that they rest on changes. */
export class SavingsDesk {
  readonly #core: CoreContext
  readonly #kept = new Map<string, Found>()

  constructor(core: CoreContext) {
    this.#core = core
  }

  /** Null while the project has no run with answers. */
  async report(wish: SavingsWish, signal: AbortSignal): Promise<SavingsReport | null> {
    const found = await this.find(wish, signal)
    return found && savingsReport(found.input, found.levers)
  }

  async waterfall(
    wish: SavingsWish,
    {
      leverIds,
      order,
      signal,
    }: {
      readonly leverIds: readonly string[] | null
      readonly order: WaterfallOrder
      readonly signal: AbortSignal
    },
  ): Promise<Waterfall | null> {
    const found = await this.find(wish, signal)
    if (!found) return null
    const { cards, offers, today } = found.levers
    const ids = leverIds ?? cards.filter(({ isTaken }) => isTaken).map(({ id }) => id)
    const wanted = ids.flatMap((id) => {
      const card = cards.find((each) => each.id === id)
      const offer = offers.get(id)
      return card && offer && card.finding.kind === 'estimate'
        ? [{ id, label: card.label, family: card.family, offer }]
        : []
    })
    return await inSteps(waterfall(found.input, today, { levers: wanted, order }), signal)
  }

  async find(wish: SavingsWish, signal: AbortSignal): Promise<Found | null> {
    const stored = savingsRun(this.#core, wish)
    if (stored === null) return null
    const key = this.#keyOf(stored, wish)
    const known = this.#kept.get(key)
    if (known) return known
    const input = await readSavingsInput(this.#core, stored, { wish, signal })
    const found = { input, levers: await inSteps(findLevers(input, levers.all), signal) }
    this.#kept.set(key, found)
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= KEPT) break
      this.#kept.delete(oldest)
    }
    return found
  }

  /** Another one after anything was written to the library, by this process or another. */
  #keyOf({ run }: StoredRun, wish: SavingsWish): string {
    const { db, settings } = this.#core.store
    const version = db.prepare<[], number>('SELECT total_changes()').pluck().get()
    return JSON.stringify([run.id, version, db.pragma('data_version', { simple: true }), settings.get().profile, wish])
  }
}
