import { tokenCost } from '../cost/cost-of.ts'
import { formatUsd } from '../cost/format-usd.ts'
import { monthlyCost } from '../cost/monthly-cost.ts'
import { pricesFor } from '../cost/prices-for.ts'
import type { CatalogModel } from '../domain/model.ts'
import type { NanoUsd } from '../domain/money.ts'
import type { SqueezeSnapshot } from '../domain/squeeze.ts'

/** What a choice of edits changes of a month's bill. */
export interface MonthlySaving {
  /** Below 0 it costs more. */
  readonly nanoUsd: NanoUsd
  /** `measured`: by what the cases' answers cost; `input`: by the tokens of the prompt alone, at the input price. */
  readonly basis: 'measured' | 'input'
  readonly callsPerDay: number
  readonly isSimulation: boolean
}

export interface SqueezeChoice {
  /** The candidate whose edits are chosen; null = a choice that no case was asked about. */
  readonly armId: string | null
  /** Of the prompt as chosen. */
  readonly promptTokens: number
  readonly savedTokens: number
}

/** Measured where the hold-out, or else the development cases, told what the candidate's calls cost; null = unpriced. */
export function monthlySaving(
  {
    arms,
    verdict,
    bestArmId,
    confirmations,
  }: Pick<SqueezeSnapshot, 'arms' | 'verdict' | 'bestArmId' | 'confirmations'>,
  { armId, promptTokens, savedTokens }: SqueezeChoice,
  given: { readonly model: Pick<CatalogModel, 'price' | 'isSimulation'> | null; readonly callsPerDay: number },
): MonthlySaving | null {
  const { model, callsPerDay } = given
  const price = model?.price ?? null
  const own = confirmations.find((one) => one.armId === armId)?.verdict ?? (armId === bestArmId ? verdict : null)
  const ratio = armId === null ? null : (own?.costRatio ?? arms.find(({ id }) => id === armId)?.costRatio ?? null)
  const original = arms.find(({ isBaseline }) => isBaseline)?.costPer1000NanoUsd ?? null
  const isMeasured = ratio !== null && original !== null
  const perCall = isMeasured
    ? (original / 1000) * (1 - ratio)
    : price && Math.sign(savedTokens) * tokenCost(Math.abs(savedTokens), pricesFor(price, promptTokens).input)
  const nanoUsd = monthlyCost(perCall, callsPerDay)
  if (nanoUsd === null) return null
  return { nanoUsd, basis: isMeasured ? 'measured' : 'input', callsPerDay, isSimulation: model?.isSimulation === true }
}

/** "≈ $12.30 less per month at 10,000 calls a day, as measured on the cases". */
export function monthlySavingText({ nanoUsd, basis, callsPerDay, isSimulation }: MonthlySaving): string {
  const amount = `≈ ${formatUsd(Math.abs(nanoUsd))} ${nanoUsd < 0 ? 'more' : 'less'} per month`
  const how = basis === 'measured' ? 'as measured on the cases' : 'by the input price alone'
  const at = `at ${callsPerDay.toLocaleString('en-US')} calls a day`
  return `${amount} ${at}, ${how}${isSimulation ? ' (simulation, example prices)' : ''}`
}
