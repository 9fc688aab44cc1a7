import { type NanoUsd, nanoToUsd } from '../domain/money.ts'

const SUFFIXES = ['', 'k', 'M', 'B', 'T']

/** Money as people read it, with three significant digits: "$0.0142", "$1.42k"; null is "unpriced". */
export function formatUsd(nanoUsd: NanoUsd | null): string {
  if (nanoUsd === null) return 'unpriced'
  if (nanoUsd === 0) return '$0'
  // Rounded first, so that 999.6 becomes "$1.00k" and not "$1000".
  const rounded = Number(Math.abs(nanoToUsd(nanoUsd)).toPrecision(3))
  const exponent = Math.floor(Math.log10(rounded) + 1e-9)
  const group = Math.min(Math.max(Math.floor(exponent / 3), 0), SUFFIXES.length - 1)
  const decimals = Math.max(2 - (exponent - group * 3), 0)
  return `${nanoUsd < 0 ? '-' : ''}$${(rounded / 1000 ** group).toFixed(decimals)}${SUFFIXES[group]}`
}
