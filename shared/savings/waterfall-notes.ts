import type { Waterfall, WaterfallOrder } from '../domain/savings.ts'

const ORDERS: Readonly<Record<WaterfallOrder, string>> = {
  best: 'Each step takes what saves most of what is left; what two levers both save is counted once.',
  chosen: 'In the order of the cards; each lever counts on what those before it left.',
  shapley: 'Each lever’s mean over all orders (Shapley), so that none gains by coming first.',
}

/** How a waterfall is to be read, in sentences: its order, what of it is reckoned, which levers were left out and why. */
export function waterfallNotes(
  { order, isSampled, inferredRatio, leftOut }: Waterfall,
  labelOf: (leverId: string) => string,
): readonly string[] {
  return [
    ORDERS[order],
    ...(isSampled ? ['Drawn from 200 orders, since all are too many.'] : []),
    ...(inferredRatio > 0
      ? [
          `≈ No run has answered ${Math.round(inferredRatio * 100)} % of the calls at the end as they would be made: they are reckoned from the ratios of measured pairs.`,
        ]
      : []),
    ...leftOut.map(({ leverId, reason }) => `${labelOf(leverId)}: ${reason}`),
  ]
}
