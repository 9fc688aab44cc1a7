import { cacheRule } from '../../cost/cache-rules.ts'
import { splitModelId } from '../../domain/ids.ts'
import type { UpgradeReport, UpgradeSide } from '../../domain/upgrade.ts'
import { quantile } from '../../stats/quantile.ts'
import { claimWithoutCritical } from '../levers/claim-without-critical.ts'
import { columnFigures, pairedVerdict } from '../paired-quality.ts'
import { planCost } from '../plan-cost.ts'
import { callsOfColumn } from '../planned-call.ts'
import type { SavingsInput } from '../savings-input.ts'
import { type AuditModel, auditPrompt } from './audit-prompt.ts'

/** What moving today's prompt to another model would mean; measured where the run has answers of it. Pauses within. */
export function* upgradeReport(
  input: SavingsInput,
  { from, to }: { readonly from: AuditModel; readonly to: AuditModel },
): Generator<undefined, UpgradeReport> {
  const baseline = input.columns[input.baselineNo]
  if (!baseline) throw new RangeError('The run has no column for today.')
  const columnNo = input.columns.findIndex(
    ({ modelId, variantId }) => modelId === to.model.id && variantId === baseline.variantId,
  )
  const isMeasured = columnNo >= 0 && columnNo !== input.baselineNo && callsOfColumn(input, columnNo).length > 0
  const verdict = isMeasured
    ? claimWithoutCritical(
        input.rule,
        yield* pairedVerdict(input, columnFigures(input, input.baselineNo), columnFigures(input, columnNo)),
      )
    : null
  return {
    promptId: baseline.promptId,
    variantId: baseline.variantId,
    variantLabel: baseline.variantLabel,
    from: sideOf(input, from, input.baselineNo),
    to: isMeasured ? sideOf(input, to, columnNo) : reckonedSide(input, to),
    isMeasured,
    verdict: verdict && { kind: verdict.kind, isProven: verdict.isProven, sentence: verdict.sentence },
    findings: [...auditPrompt({ content: baseline.content, from, to, tokens: baseline.tokens })],
  }
}

function sideOf(input: SavingsInput, { model }: AuditModel, columnNo: number): UpgradeSide {
  const { scores } = columnFigures(input, columnNo)
  const known = scores.flatMap((score) => score ?? [])
  const latencies = (input.answers[columnNo] ?? []).flatMap((trials) =>
    trials.flatMap(({ latencyMs }) => latencyMs ?? []),
  )
  return {
    modelId: model.id,
    label: model.label,
    score: known.length === 0 ? null : known.reduce((sum, score) => sum + score, 0) / known.length,
    monthNanoUsd: planCost(input, callsOfColumn(input, columnNo)).monthNanoUsd,
    latencyP50Ms: quantile(latencies, 0.5),
    latencyP95Ms: quantile(latencies, 0.95),
    ...pricesOf(input.columns[columnNo]?.price ?? null),
  }
}

/** Today's tokens at the new prices, cached by the new rules: how long its answers are, only a run tells. */
function reckonedSide(input: SavingsInput, { model, providerKind }: AuditModel): UpgradeSide {
  const rule = cacheRule({ providerKind, modelName: splitModelId(model.id).modelName })
  const columns = input.columns.map((column, columnNo) =>
    columnNo === input.baselineNo ? { ...column, price: model.price, cacheRule: rule } : column,
  )
  const reckoned = { ...input, columns }
  const isPriced = model.price !== null
  return {
    modelId: model.id,
    label: model.label,
    score: null,
    monthNanoUsd: isPriced ? planCost(reckoned, callsOfColumn(reckoned, input.baselineNo)).monthNanoUsd : null,
    latencyP50Ms: null,
    latencyP95Ms: null,
    ...pricesOf(model.price),
  }
}

function pricesOf(price: AuditModel['model']['price']): Pick<UpgradeSide, 'inputUsd' | 'outputUsd'> {
  return { inputUsd: price?.prices.input ?? null, outputUsd: price?.prices.output ?? null }
}
