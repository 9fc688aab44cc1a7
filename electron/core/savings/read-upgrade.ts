import { AppError } from '../../../shared/contract/errors.ts'
import type { Output } from '../../../shared/contract/routes.ts'
import type { ModelId } from '../../../shared/domain/ids.ts'
import type { CatalogModel } from '../../../shared/domain/model.ts'
import type { UpgradeReport, UpgradeWish } from '../../../shared/domain/upgrade.ts'
import type { SavingsInput } from '../../../shared/savings/savings-input.ts'
import type { AuditModel } from '../../../shared/savings/upgrade/audit-prompt.ts'
import { upgradeRecord } from '../../../shared/savings/upgrade/upgrade-record.ts'
import { upgradeReport } from '../../../shared/savings/upgrade/upgrade-report.ts'
import type { CoreContext } from '../core-context.ts'
import { inSteps } from '../turns/in-steps.ts'
import type { SavingsDesk } from './savings-desk.ts'

/** Null while the project has no run with answers. @throws AppError `not-found` for a model that the catalog does not have */
export async function readUpgrade(
  core: CoreContext,
  desk: SavingsDesk,
  wish: UpgradeWish,
): Promise<UpgradeReport | null> {
  return (await find(core, desk, wish))?.report ?? null
}

/** @throws AppError `not-found` as above, and without a run */
export async function writeUpgrade(
  core: CoreContext,
  desk: SavingsDesk,
  wish: UpgradeWish,
): Promise<Output<'savings.upgrade-record'>> {
  const found = await find(core, desk, wish)
  if (found === null)
    throw new AppError('not-found', 'The project has no run with answers, so there is nothing to record.')
  const { input, report } = found
  const { store, ports } = core
  const { run } = store.runs.get(input.run.id)
  return upgradeRecord(report, {
    promptName: store.prompts.get(report.promptId).name,
    runId: run.id,
    runName: run.name,
    evalSetHash: run.evalSetHash,
    cases: input.cases.length,
    callsPerDay: input.profile.callsPerDay,
    exportedAt: new Date(ports.now()).toISOString(),
    appVersion: ports.appVersion,
  })
}

async function find(
  core: CoreContext,
  desk: SavingsDesk,
  { modelId, ...wish }: UpgradeWish,
): Promise<{ readonly input: SavingsInput; readonly report: UpgradeReport } | null> {
  const found = await desk.find(wish)
  if (found === null) return null
  const { input } = found
  const baseline = input.columns[input.baselineNo]
  if (!baseline) return null
  const asRun = core.store.runs.get(input.run.id).models
  const from = auditModel(core, baseline.modelId, asRun)
  const to = auditModel(core, modelId, asRun)
  return { input, report: await inSteps(upgradeReport(input, { from, to }), new AbortController().signal) }
}

/** The models of a run of recorded answers are only in the run. */
function auditModel(core: CoreContext, modelId: ModelId, asRun: readonly CatalogModel[]): AuditModel {
  const model = core.models.all().find(({ id }) => id === modelId) ?? asRun.find(({ id }) => id === modelId)
  if (!model) throw new AppError('not-found', `The catalog has no model "${modelId}".`)
  const provider = core.providers.all().find(({ id }) => id === model.providerId)
  return { model, providerKind: provider?.kind ?? model.providerId }
}
