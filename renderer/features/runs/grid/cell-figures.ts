import { formatUsd } from '../../../../shared/cost/format-usd.ts'
import type { NanoUsd } from '../../../../shared/domain/money.ts'
import type { Cell } from '../../../../shared/domain/run.ts'
import { promptTokensOf } from '../../../../shared/domain/usage.ts'
import { countText, durationText, plural } from '../../../ui/figures.ts'

export interface CellFigures {
  /** "123 µ$ · 0.50 · 515 tok · 840 ms", "123 µ$ · 515 tok · cached"; a score of 0 or 1 is said by the verdict. */
  readonly short: string
  /** The same with its names, for whoever points at it. */
  readonly full: string
}

/** What a cell took, in a line: the cost first, since the end is cut off where there is no room. */
export function cellFigures(cell: Cell): CellFigures {
  const short: string[] = []
  const full: string[] = []
  if (cell.state === 'answered') {
    short.push(smallUsd(cell.costNanoUsd))
    full.push(`cost ${formatUsd(cell.costNanoUsd)}`)
  }
  if (cell.score !== null) {
    if (cell.score !== 0 && cell.score !== 1) short.push(cell.score.toFixed(2))
    full.push(`score ${cell.score.toFixed(3)}`)
  }
  if (cell.usage) {
    const promptTokens = promptTokensOf(cell.usage)
    short.push(`${countText(promptTokens + cell.usage.outputTokens)} tok`)
    full.push(`${countText(promptTokens)} tokens in, ${countText(cell.usage.outputTokens)} out`)
  }
  // The time that an earlier run took would only mislead.
  if (cell.isCached) {
    short.push('cached')
    full.push('from the cache')
  } else if (cell.latencyMs !== null) {
    short.push(durationText(cell.latencyMs))
    full.push(durationText(cell.latencyMs))
  }
  if (cell.attempts > 1) full.push(plural(cell.attempts, 'attempt'))
  return { short: short.join(' · '), full: full.join(' · ') }
}

/** "12.3 µ$" below a cent: with zeros after the point one column could not be compared at a glance. */
function smallUsd(nanoUsd: NanoUsd | null): string {
  if (nanoUsd === null || nanoUsd === 0 || nanoUsd >= 9_995_000) return formatUsd(nanoUsd)
  const microUsd = Number((nanoUsd / 1000).toPrecision(3))
  return `${microUsd < 100 ? microUsd.toPrecision(3) : countText(microUsd)} µ$`
}
