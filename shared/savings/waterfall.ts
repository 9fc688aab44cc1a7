import type { Waterfall, WaterfallOrder } from '../domain/savings.ts'
import { seededRandom } from '../stats/seeded-random.ts'
import { jointQuality } from './joint-quality.ts'
import type { LeverOffer } from './levers/lever.ts'
import { planCost } from './plan-cost.ts'
import type { PlannedCall } from './planned-call.ts'
import type { SavingsInput } from './savings-input.ts'
import { shapleyShares } from './shapley-shares.ts'

export interface WaterfallLever {
  readonly id: string
  readonly label: string
  readonly family: string | null
  readonly offer: LeverOffer
}

/** Levers over which Shapley's mean is exact: 2^8 sums. */
const MAX_EXACT = 8
const SAMPLED_ORDERS = 200

/**
 * From today's bill to the rest, one lever after the other, each on the calls as those before left them: what two of them both save
 * is counted once. Every amount is whole nano-dollars per month, and the steps add up to today − rest exactly. Pauses between levers.
 *
 * @returns null where today's calls, or a lever's, are unpriced
 */
export function* waterfall(
  input: SavingsInput,
  today: readonly PlannedCall[],
  { levers, order }: { readonly levers: readonly WaterfallLever[]; readonly order: WaterfallOrder },
): Generator<undefined, Waterfall | null> {
  const todayNanoUsd = planCost(input, today).monthNanoUsd
  if (todayNanoUsd === null) return null
  const leftOut: { leverId: string; reason: string }[] = []
  const chosen = onePerFamily(levers, leftOut)
  const ordered = order === 'best' ? yield* bestOrder(input, today, { levers: chosen, leftOut }) : chosen
  let calls = today
  let bill = todayNanoUsd
  const steps: Waterfall['steps'] = []
  for (const { id, label, offer } of ordered) {
    yield
    calls = offer.change(calls)
    const after = planCost(input, calls).monthNanoUsd
    if (after === null) return null
    steps.push({ leverId: id, label, savedNanoUsd: bill - after, afterNanoUsd: after })
    bill = after
  }
  yield
  const { quality } = yield* jointQuality(input, today, ordered)
  const result = { todayNanoUsd, restNanoUsd: bill, order, leftOut, inferredRatio: inferredRatio(calls), quality }
  if (order !== 'shapley') return { ...result, steps, isSampled: false }
  const isSampled = ordered.length > MAX_EXACT
  const shares = yield* shapleyShares(ordered.length, {
    worth: (members) => {
      const left = ordered.reduce((now, { offer }, index) => (members.includes(index) ? offer.change(now) : now), today)
      return todayNanoUsd - (planCost(input, left).monthNanoUsd ?? todayNanoUsd)
    },
    sampled: isSampled ? { orders: SAMPLED_ORDERS, random: seededRandom('shapley') } : null,
  })
  let after = todayNanoUsd
  const shared = ordered.map(({ id, label }, index) => {
    after -= shares[index] ?? 0
    return { leverId: id, label, savedNanoUsd: shares[index] ?? 0, afterNanoUsd: after }
  })
  return { ...result, steps: shared, isSampled }
}

function onePerFamily(
  levers: readonly WaterfallLever[],
  leftOut: { leverId: string; reason: string }[],
): readonly WaterfallLever[] {
  const holders = new Map<string, WaterfallLever>()
  return levers.filter((lever) => {
    if (lever.family === null) return true
    const holder = holders.get(lever.family)
    if (holder) leftOut.push({ leverId: lever.id, reason: `${holder.label} is taken in its place.` })
    else holders.set(lever.family, lever)
    return !holder
  })
}

/** At each step the lever that saves most of what is left; what saves nothing any more is left out. */
function* bestOrder(
  input: SavingsInput,
  today: readonly PlannedCall[],
  {
    levers,
    leftOut,
  }: { readonly levers: readonly WaterfallLever[]; readonly leftOut: { leverId: string; reason: string }[] },
): Generator<undefined, readonly WaterfallLever[]> {
  const ordered: WaterfallLever[] = []
  const waiting = new Set(levers)
  let calls = today
  let bill = planCost(input, calls).monthNanoUsd ?? 0
  while (waiting.size > 0) {
    let best: { readonly lever: WaterfallLever; readonly calls: readonly PlannedCall[]; readonly bill: number } | null =
      null
    for (const lever of waiting) {
      yield
      const changed = lever.offer.change(calls)
      const after = planCost(input, changed).monthNanoUsd
      if (after !== null && after < (best?.bill ?? bill)) best = { lever, calls: changed, bill: after }
    }
    if (best === null) break
    waiting.delete(best.lever)
    ordered.push(best.lever)
    calls = best.calls
    bill = best.bill
  }
  for (const { id } of waiting) leftOut.push({ leverId: id, reason: 'It saves nothing more after the others.' })
  return ordered
}

function inferredRatio(calls: readonly PlannedCall[]): number {
  const share = (list: readonly PlannedCall[]) => list.reduce((sum, call) => sum + call.share, 0)
  const all = share(calls)
  return all === 0 ? 0 : share(calls.filter(({ isInferred }) => isInferred)) / all
}
