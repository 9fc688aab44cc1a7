import { columnRatio, moveCall, type PlannedCall } from '../planned-call.ts'
import type { SavingsInput } from '../savings-input.ts'

/**
 * Sends each call to other columns, by shares: a router's choices, or a cascade's tiers one after the other. Cases that were not
 * looked at get the mean shares of those that were.
 *
 * @param shares by option, then by place in `caseNos`: how often the option is asked for the case, 0 on; over all options more
 *   than 1 where several are asked one after the other
 */
export function spreadCalls(
  input: SavingsInput,
  given: {
    readonly columnNos: readonly number[]
    readonly caseNos: readonly number[]
    readonly shares: readonly Float64Array[]
    /** By option: what its check takes per case that asks it, in nano-dollars; absent = nothing. */
    readonly checkNanoUsd?: readonly number[]
  },
): (calls: readonly PlannedCall[]) => readonly PlannedCall[] {
  const { columnNos, caseNos, shares, checkNanoUsd } = given
  const from = input.baselineNo
  const swaps = columnNos.map((to) => ({ from, to, ratio: to === from ? null : columnRatio(input, { from, to }) }))
  const placeOf = new Map(caseNos.map((caseNo, place) => [caseNo, place]))
  const means = shares.map((ofCases) => ofCases.reduce((sum, share) => sum + share, 0) / Math.max(1, ofCases.length))
  return (calls) =>
    calls.flatMap((call) => {
      const place = placeOf.get(call.caseNo)
      let { extraNanoUsd } = call
      return swaps.flatMap((swap, option) => {
        const share = place === undefined ? (means[option] ?? 0) : (shares[option]?.[place] ?? 0)
        if (share === 0) return []
        const check = (checkNanoUsd?.[option] ?? 0) * call.share * share
        const part = { ...call, share: call.share * share, extraNanoUsd: extraNanoUsd + check }
        extraNanoUsd = 0
        return [swap.to === from ? part : moveCall(input, part, swap)]
      })
    })
}
