import type { ProjectId } from '../../../shared/domain/ids.ts'
import type { CatalogModel } from '../../../shared/domain/model.ts'
import type { SpendAlert, SpendLimit } from '../../../shared/domain/spend-alert.ts'
import { runAlerts } from '../../../shared/savings/spend/run-alerts.ts'
import { spendAlerts } from '../../../shared/savings/spend/spend-alerts.ts'
import type { CoreContext } from '../core-context.ts'

type NewLimit = Pick<SpendLimit, 'period' | 'tag' | 'limitNanoUsd'>

/** What in the spend of a project's logs and runs is worth a look, broken limits first. */
export async function readSpendAlerts(
  { store, models }: Pick<CoreContext, 'store' | 'models'>,
  { projectId, more }: { readonly projectId: ProjectId; readonly more: readonly NewLimit[] },
  signal: AbortSignal,
): Promise<SpendAlert[]> {
  const limits = [...store.spendLimits.list(store.projects.get(projectId).id), ...more]
  const logs = await store.spend.days(projectId, [null, ...limits.map(({ tag }) => tag)], signal)
  const catalog = new Map<string, CatalogModel>(models.all().map((model) => [model.id, model]))
  const found = spendAlerts({
    cells: logs.cells[0] ?? [],
    limits: limits.map((limit, index) => ({ limit, cells: logs.cells[index + 1] ?? [] })),
    priceOf: (name) => catalog.get(logs.modelIds.get(name) ?? '')?.price ?? null,
  })
  return [...found, ...runAlerts(store.spend.runFigures(projectId))]
}
