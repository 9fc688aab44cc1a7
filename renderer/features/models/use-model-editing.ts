import { useState } from 'react'
import type { ModelId } from '../../../shared/domain/ids.ts'
import type { CatalogModel } from '../../../shared/domain/model.ts'
import type { RateLimits } from '../../../shared/domain/rate-limits.ts'
import { catalogModels } from '../../../shared/models/catalog.ts'
import { useCommand } from '../../client/use-command.ts'
import { useRoute } from '../../client/use-route.ts'
import { notifyDone, notifyUndo } from '../../ui/notify.tsx'

export interface ModelEditing {
  /** `model` is null for a new one. */
  readonly opened: { readonly model: CatalogModel | null; readonly version: number } | null
  readonly isSaving: boolean
  readonly add: () => void
  readonly edit: (model: CatalogModel) => void
  readonly close: () => void
  /** The user's own limits of a model, by its id. */
  readonly limitsOf: (modelId: string) => RateLimits
  /** `model` is null when only the limits changed: they need no entry of the user's own. */
  readonly save: (model: CatalogModel | null, limits: { readonly modelId: ModelId; readonly to: RateLimits }) => void
  /** Takes the user's own entry away; can be undone. */
  readonly removeOwn: (model: CatalogModel) => void
}

/** Which model is open in the drawer, and what becomes of it. */
export function useModelEditing(): ModelEditing {
  const [opened, setOpened] = useState<ModelEditing['opened']>(null)
  const saveModel = useCommand('models.save')
  const removeModel = useCommand('models.remove')
  const settings = useRoute('settings.get', {}).data
  const saveSettings = useCommand('settings.save')

  function open(model: CatalogModel | null): void {
    setOpened({ model, version: (opened?.version ?? 0) + 1 })
  }

  function limitsOf(modelId: string): RateLimits {
    // Own property: an id is text that the user wrote.
    const limits = settings && Object.hasOwn(settings.modelRateLimits, modelId) ? settings.modelRateLimits : {}
    return limits[modelId as ModelId] ?? { requestsPerMinute: null, tokensPerMinute: null }
  }

  async function save(...[model, { modelId, to }]: Parameters<ModelEditing['save']>): Promise<void> {
    const before = limitsOf(modelId)
    const isLimited = to.requestsPerMinute !== null || to.tokensPerMinute !== null
    const { [modelId]: _old, ...others } = settings?.modelRateLimits ?? {}
    const modelRateLimits = isLimited ? { ...others, [modelId]: to } : others
    const isChanged = before.requestsPerMinute !== to.requestsPerMinute || before.tokensPerMinute !== to.tokensPerMinute
    if (isChanged && !(await saveSettings.run({ modelRateLimits }))) return
    if (model && !(await saveModel.run({ model }))) return
    setOpened(null)
    if (model) {
      const note = 'Your entry holds from now on; finished runs keep the prices that they ran with.'
      notifyDone(`Saved ${model.label}. ${note}`)
    } else if (isChanged) notifyDone('Saved the limits. They hold from the next run on.')
  }

  async function removeOwn(model: CatalogModel): Promise<void> {
    if (!(await removeModel.run({ modelId: model.id }))) return
    setOpened(null)
    const what = isShipped(model) ? `The shipped entry of ${model.label} holds again.` : `Removed ${model.label}.`
    notifyUndo(what, () => void saveModel.run({ model }))
  }

  return {
    opened,
    isSaving: saveModel.isRunning || removeModel.isRunning || saveSettings.isRunning,
    limitsOf,
    add: () => open(null),
    edit: open,
    close: () => setOpened(null),
    save: (model, limits) => void save(model, limits),
    removeOwn: (model) => void removeOwn(model),
  }
}

/** Whether Pithy ships with an entry for the model, which an own entry hides. */
export function isShipped({ id }: CatalogModel): boolean {
  return catalogModels.some((model) => model.id === id)
}
