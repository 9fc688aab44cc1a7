import { defaultDeadlines } from '../../shared/domain/deadlines.ts'
import { ModelId } from '../../shared/domain/ids.ts'
import type { CatalogModel } from '../../shared/domain/model.ts'
import type { Settings } from '../../shared/domain/settings.ts'

const FIRST_CHOICE = ['sandbox/small', 'sandbox/large', 'openai/gpt-5.4-mini', 'anthropic/claude-haiku-5-5']

/** What holds until the user chooses; models that the catalog does not have are left out. */
export function defaultSettings(catalog: readonly CatalogModel[]): Settings {
  const known = new Set<string>(catalog.map(({ id }) => id))
  const chosenModelIds = FIRST_CHOICE.filter((id) => known.has(id)).map((id) => ModelId.parse(id))
  return {
    theme: 'system',
    chosenModelIds,
    compressModelId: chosenModelIds[0] ?? null,
    profile: { callsPerDay: 10_000, outputTokens: 200, arrivals: 'steady', burstCalls: 10 },
    defaultRunBudgetNanoUsd: null,
    dayBudgetNanoUsd: null,
    weekBudgetNanoUsd: null,
    monthBudgetNanoUsd: null,
    deadlines: defaultDeadlines,
    notifiesRunEnd: true,
    looksForUpdates: false,
    updateAddress: null,
    providerDiscounts: {},
    modelRateLimits: {},
    lastProjectId: null,
    projectWords: {},
    ownRules: {},
  }
}
