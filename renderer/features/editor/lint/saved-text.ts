import { formatUsd } from '../../../../shared/cost/format-usd.ts'
import type { Finding } from '../../../../shared/lint/finding.ts'
import { savingText } from '../../../ui/saving-text.ts'

type Saved = Pick<Finding, 'savedTokens' | 'savedNanoUsdPerMonth'>

export function savedTokensOf(findings: readonly Saved[]): number {
  return findings.reduce((sum, { savedTokens }) => sum + (savedTokens ?? 0), 0)
}

/** "−7 tok"; nothing where nothing is saved. */
export function savedTokensText(savedTokens: number | null): string {
  return savedTokens ? `${savingText(savedTokens)} tok` : ''
}

/** "≈ −$0.320/mo", of those whose price is known; nothing where none is, or nothing is saved. */
export function savedMoneyText(findings: readonly Saved[]): string {
  const nanoUsd = findings.reduce((sum, { savedNanoUsdPerMonth }) => sum + (savedNanoUsdPerMonth ?? 0), 0)
  return nanoUsd === 0 ? '' : `≈ ${nanoUsd > 0 ? '−' : '+'}${formatUsd(Math.abs(nanoUsd))}/mo`
}
