import { useMemo, useRef } from 'react'
import { pricedParts } from '../cost/priced-parts.ts'
import { useBreakdown } from '../cost/use-breakdown.ts'
import { useMoneyUnit, usePartModel } from '../cost/use-part-model.ts'
import type { Desk } from '../use-desk.ts'
import { type GutterRow, gutterRows } from './gutter-rows.ts'
import { type GutterSwitch, useGutterSwitch } from './use-gutter-switch.ts'

/** Tokens and money of each line, beside it. */
export interface Gutter extends GutterSwitch {
  /** By message; null while they are not shown or not counted yet. */
  readonly rows: readonly (readonly GutterRow[])[] | null
}

export function useGutter(desk: Desk): Gutter {
  const { isOn, toggle } = useGutterSwitch()
  const [unit] = useMoneyUnit()
  const { model, cost } = usePartModel(desk)
  const { breakdown } = useBreakdown(desk, isOn ? (cost?.profile.encoding ?? 'o200k_base') : null)
  const callsPerDay = desk.settings?.profile.callsPerDay ?? 0
  const latest = useRef(cost)
  latest.current = cost
  // The cost is another object at every key; the parts are counted, and so priced, once typing pauses.
  const isCounted = cost !== null
  const rows = useMemo(() => {
    const now = latest.current
    if (!isOn || !breakdown || !isCounted || !now || !model) return null
    return gutterRows(breakdown, pricedParts(breakdown, now, callsPerDay), {
      unit,
      isEstimate: now.bandRatio !== null || now.exact !== null,
      modelLabel: model.label,
    })
  }, [isOn, breakdown, isCounted, model, callsPerDay, unit])
  return { isOn, toggle, rows }
}
