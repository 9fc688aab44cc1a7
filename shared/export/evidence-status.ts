import type { EvidenceState, EvidenceStatus } from '../domain/exported-file.ts'
import type { PriceRow, TokenPrices } from '../domain/model.ts'
import { caveatText } from '../verdict/verdict-sentence.ts'
import type { ExportInput } from './exporter.ts'

export const evidenceWords: Readonly<Record<EvidenceState, string>> = {
  proven: 'proven',
  'not-shown': 'not shown',
  unverified: 'unverified',
  'out-of-date': 'out of date',
}

type Given = Pick<ExportInput, 'evidence' | 'evalSet' | 'model'>

/** What an export may claim of its variant, and why it may claim no more, in sentences with the way on. */
export function evidenceStatus(input: Given): EvidenceStatus {
  const missing = whatIsMissing(input)
  const changed = changedSince(input)
  const verdict = input.evidence?.verdict ?? null
  if (missing !== null || verdict === null)
    return status('unverified', [...(missing === null ? [] : [missing]), ...changed])
  if (changed.length > 0) return status('out-of-date', [...changed, 'Run it again, and confirm the choice anew.'])
  const caveats = verdict.caveats.map((caveat) => caveatText(caveat, verdict))
  const isShown = verdict.isProven && verdict.kind === 'not-worse-and-cheaper'
  return status(isShown ? 'proven' : 'not-shown', [verdict.sentence, ...caveats])
}

/** What a run measured that is no longer so: its eval set, or the price of the model that the file names. */
export function changedSince({ evidence, evalSet, model }: Given): readonly string[] {
  if (evidence === null) return []
  const { run, column } = evidence
  const changed: string[] = []
  if (evalSet !== null && evalSet.contentHash !== run.evalSetHash)
    changed.push(`The eval set "${run.evalSetName}" has changed since the run.`)
  const before = run.priceSnapshot[column.modelId] ?? null
  if (column.modelId === model.id && !isSamePrice(before, model.price)) {
    const [then, now] = [dayOf(before), dayOf(model.price)]
    const days = then === now ? '' : ` (${then} then, ${now} now)`
    changed.push(`The price or discount of ${model.id} has changed since the run${days}.`)
  }
  return changed
}

function whatIsMissing({ evidence, model }: Given): string | null {
  if (evidence === null) return 'No run of this variant is attached. Run it, and choose the run as evidence.'
  const { column, verdict } = evidence
  if (column.passRate === null) return 'The run has no scored answers of this variant. Give its eval set assertions.'
  if (column.isSimulation) return `It was measured on the simulation ${column.modelId} only. Run it on a real model.`
  if (column.modelId !== model.id) return `It was measured on ${column.modelId}. Run it on ${model.id}.`
  if (verdict !== null) return null
  return 'It was not held against another variant. Run both, and compare them in the results.'
}

function status(state: EvidenceState, reasons: readonly string[]): EvidenceStatus {
  return { state, reasons: [...reasons] }
}

/** The same prices, read again on a later day, change nothing. */
function isSamePrice(one: PriceRow | null, other: PriceRow | null): boolean {
  return JSON.stringify(asked(one)) === JSON.stringify(asked(other))
}

/** In one order, since one of them may have been stored and read again. */
function asked(price: PriceRow | null): readonly unknown[] | null {
  if (price === null) return null
  const { prices, tiers, batchFactor, flexFactor = null, usOnlyFactor = null, discountRatio = 0 } = price
  const ofTiers = tiers.map((tier) => [tier.aboveInputTokens, ...inOrder(tier.prices)])
  return [inOrder(prices), ofTiers, batchFactor, flexFactor, usOnlyFactor, discountRatio]
}

function inOrder({ input, output, cacheRead, cacheWrite5m, cacheWrite1h }: TokenPrices): readonly unknown[] {
  return [input, output, cacheRead, cacheWrite5m, cacheWrite1h]
}

function dayOf(price: PriceRow | null): string {
  return price === null ? 'unknown' : `as of ${price.readOn}`
}
