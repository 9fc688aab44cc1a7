import { AppError } from '../../../shared/contract/errors.ts'
import type { Output } from '../../../shared/contract/routes.ts'
import { formatUsd } from '../../../shared/cost/format-usd.ts'
import type { LeverCard, SavingsWish } from '../../../shared/domain/savings.ts'
import type { DecisionEvidence } from '../../../shared/savings/exports/decision.ts'
import { decisionExporters } from '../../../shared/savings/exports/registry.ts'
import type { SavingsInput } from '../../../shared/savings/savings-input.ts'
import type { CoreContext } from '../core-context.ts'
import type { SavingsDesk } from './savings-desk.ts'

/**
 * Writes what a lever settled, with where it comes from.
 *
 * @throws AppError `not-found` without a run or such a lever, `conflict` where there is nothing to write or not in this form
 */
export async function exportDecision(
  core: CoreContext,
  desk: SavingsDesk,
  { wish, leverId, exportId }: { readonly wish: SavingsWish; readonly leverId: string; readonly exportId: string },
): Promise<Output<'savings.export'>> {
  const exporter = decisionExporters.get(exportId)
  const found = await desk.find(wish)
  if (found === null)
    throw new AppError('not-found', 'The project has no run with answers, so there is nothing to export.')
  const card = found.levers.cards.find(({ id }) => id === leverId)
  if (!card) throw new AppError('not-found', `There is no lever "${leverId}".`)
  const decision = found.levers.offers.get(leverId)?.decision
  if (decision === undefined || card.finding.kind !== 'estimate') {
    throw new AppError('conflict', `${card.label} has settled nothing that could be exported.`)
  }
  if (!exporter.kinds.includes(decision.kind)) {
    throw new AppError('conflict', `${card.label} cannot be written as ${exporter.label}.`)
  }
  const { sidecar, ...file } = exporter.render(decision, evidenceOf(core, found.input, card, card.finding))
  return sidecar === undefined ? file : { ...file, sidecar }
}

function evidenceOf(
  { store, ports }: CoreContext,
  input: SavingsInput,
  { label }: LeverCard,
  finding: Extract<LeverCard['finding'], { kind: 'estimate' }>,
): DecisionEvidence {
  const { run } = store.runs.get(input.run.id)
  const baseline = input.columns[input.baselineNo]
  return {
    title: label,
    choice: finding.choice,
    promptName: baseline ? store.prompts.get(baseline.promptId).name : run.name,
    method: finding.method,
    quality: finding.quality.sentence,
    notes: finding.notes,
    savedPerMonth: `${formatUsd(finding.savedNanoUsd)}${intervalText(finding.savedInterval)}`,
    runId: run.id,
    runName: run.name,
    evalSetHash: run.evalSetHash,
    cases: finding.evidence.cases,
    prices: input.columns.map(({ modelId, price, pricedAs }) =>
      price === null
        ? `${modelId} as the run was billed`
        : `${modelId}${pricedAs === null ? '' : ` reckoned as ${pricedAs}`}, ${price.source}, read ${price.readOn}`,
    ),
    exportedAt: new Date(ports.now()).toISOString(),
    appVersion: ports.appVersion,
  }
}

function intervalText(interval: { readonly low: number; readonly high: number } | null): string {
  if (interval === null) return ''
  return ` (${formatUsd(Math.round(interval.low))} to ${formatUsd(Math.round(interval.high))})`
}
