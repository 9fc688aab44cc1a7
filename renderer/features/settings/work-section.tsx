import { Select } from '@mantine/core'
import type { CatalogModel } from '../../../shared/domain/model.ts'
import { nanoToUsd, usdToNano } from '../../../shared/domain/money.ts'
import type { Settings } from '../../../shared/domain/settings.ts'
import { useAnsweringModels } from '../../client/use-answering-models.ts'
import { useCommand } from '../../client/use-command.ts'
import { CommittedNumber } from './committed-number.tsx'
import styles from './settings-group.module.css'
import { SettingsGroup } from './settings-group.tsx'

/** What new work starts with. */
export function WorkSection({ settings }: { readonly settings: Settings }) {
  const save = useCommand('settings.save')
  const models = useAnsweringModels() ?? []
  const { profile, compressModelId, defaultRunBudgetNanoUsd } = settings
  return (
    <>
      <SettingsGroup title="Work">
        <div className={styles.fields}>
          <Select
            label="Model that compresses"
            description="The small model that rewrites segments."
            placeholder="None chosen"
            searchable
            clearable
            data={groupedModels(models)}
            value={compressModelId}
            data-testid="compress-model"
            onChange={(id) => void save.run({ compressModelId: models.find((model) => model.id === id)?.id ?? null })}
          />
          <CommittedNumber
            label="Budget of a new run"
            description="A hard limit. Empty = none."
            prefix="$"
            placeholder="none"
            max={1_000_000}
            decimalScale={4}
            mayBeEmpty
            testId="default-budget"
            value={defaultRunBudgetNanoUsd === null ? null : nanoToUsd(defaultRunBudgetNanoUsd)}
            onCommit={(usd) => void save.run({ defaultRunBudgetNanoUsd: usd === null ? null : usdToNano(usd) })}
          />
        </div>
      </SettingsGroup>
      <SettingsGroup
        title="Profile"
        word="profile"
        note="How the prompts are used in production: the figures per month are computed with it."
      >
        <div className={styles.fields}>
          <CommittedNumber
            label="Calls per day"
            description="All callers together."
            max={1e10}
            decimalScale={0}
            testId="profile-calls"
            value={profile.callsPerDay}
            onCommit={(callsPerDay) => callsPerDay !== null && void save.run({ profile: { callsPerDay } })}
          />
          <CommittedNumber
            label="Output tokens per call"
            description="≈ until a run has measured it."
            max={1e7}
            decimalScale={0}
            testId="profile-output-tokens"
            value={profile.outputTokens}
            onCommit={(outputTokens) => outputTokens !== null && void save.run({ profile: { outputTokens } })}
          />
        </div>
      </SettingsGroup>
    </>
  )
}

function groupedModels(models: readonly CatalogModel[]) {
  const providers = [...new Set(models.map(({ providerId }) => providerId))]
  return providers.map((group) => ({
    group,
    items: models
      .filter(({ providerId }) => providerId === group)
      .map(({ id, label, price }) => ({ value: id, label: price ? label : `${label} (unpriced)` })),
  }))
}
