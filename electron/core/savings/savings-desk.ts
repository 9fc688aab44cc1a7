import type { SavingsReport, SavingsWish, Waterfall, WaterfallOrder } from '../../../shared/domain/savings.ts'
import { dropOldest } from '../../../shared/drop-oldest.ts'
import { type FoundLevers, findLevers, type SettledFindings } from '../../../shared/savings/levers/find-levers.ts'
import { levers } from '../../../shared/savings/levers/registry.ts'
import type { SavingsInput } from '../../../shared/savings/savings-input.ts'
import { savingsReport } from '../../../shared/savings/savings-report.ts'
import { waterfall } from '../../../shared/savings/waterfall.ts'
import type { CoreContext } from '../core-context.ts'
import type { StoredRun } from '../store/run-store.ts'
import { inSteps } from '../turns/in-steps.ts'
import { readSavingsInput, savingsRun } from './read-savings-input.ts'

interface Found {
  readonly input: SavingsInput
  readonly levers: FoundLevers
  /** Made when it is first asked for. */
  readonly report: () => Promise<SavingsReport | null>
}

/** What is kept of a run while nothing that it rests on changes. */
interface Base {
  readonly input: Promise<SavingsInput>
  readonly settled: SettledFindings
  /** By assumptions. */
  readonly found: Map<string, Promise<Found>>
}

/** Each base holds the answers of its run; of each so many sets of assumptions. */
const KEPT_BASES = 2
const KEPT_FOUND = 4

/** Finds what could be saved; what was found is kept, and joined by whoever asks the same meanwhile. */
export class SavingsDesk {
  readonly #core: CoreContext
  readonly #bases = new Map<string, Base>()

  constructor(core: CoreContext) {
    this.#core = core
  }

  /** Null while the project has no run with answers. */
  async report(wish: SavingsWish): Promise<SavingsReport | null> {
    const found = await this.find(wish)
    return found && (await found.report())
  }

  async waterfall(
    wish: SavingsWish,
    {
      leverIds,
      order,
      signal,
    }: { readonly leverIds: readonly string[] | null; readonly order: WaterfallOrder; readonly signal: AbortSignal },
  ): Promise<Waterfall | null> {
    const found = await this.find(wish)
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

  /** Work that others may have joined is not given up when one of them leaves. */
  async find(wish: SavingsWish): Promise<Found | null> {
    const stored = savingsRun(this.#core, wish)
    if (stored === null) return null
    const { signal } = new AbortController()
    const base = this.#baseOf(stored, wish, signal)
    const find = async (): Promise<Found> => {
      const input = { ...(await base.input), assumptions: wish.assumptions }
      const found = await inSteps(findLevers(input, levers.all, base.settled), signal)
      let report: Promise<SavingsReport | null> | null = null
      const makeReport = () => inSteps(savingsReport(input, found), signal)
      return { input, levers: found, report: () => (report ??= makeReport()) }
    }
    return await kept(base.found, JSON.stringify(wish.assumptions), { make: find, most: KEPT_FOUND })
  }

  #baseOf(stored: StoredRun, wish: SavingsWish, signal: AbortSignal): Base {
    const { db, settings } = this.#core.store
    const { callsPerDay, pricedAs, arrivalsFrom, arrivalTag, embedding } = wish.assumptions
    // Another one after anything was written to the library, by this process or another.
    const version = [
      db.prepare<[], number>('SELECT total_changes()').pluck().get(),
      db.pragma('data_version', { simple: true }),
    ]
    const said = [callsPerDay, pricedAs, arrivalsFrom, arrivalTag, embedding]
    const key = JSON.stringify([stored.run.id, version, settings.get().profile, wish.baseline, ...said])
    const known = this.#bases.get(key)
    if (known) return known
    const input = readSavingsInput(this.#core, stored, { wish, signal })
    input.catch(() => this.#bases.delete(key))
    const base = { input, settled: new Map(), found: new Map() }
    this.#bases.set(key, base)
    dropOldest(this.#bases, KEPT_BASES)
    return base
  }
}

function kept<T>(
  known: Map<string, Promise<T>>,
  key: string,
  { make, most }: { readonly make: () => Promise<T>; readonly most: number },
): Promise<T> {
  const found = known.get(key)
  if (found) return found
  const making = make()
  known.set(key, making)
  making.catch(() => known.delete(key))
  dropOldest(known, most)
  return making
}
