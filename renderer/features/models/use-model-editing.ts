import { useState } from 'react'
import type { CatalogModel } from '../../../shared/domain/model.ts'
import { catalogModels } from '../../../shared/models/catalog.ts'
import { useCommand } from '../../client/use-command.ts'
import { notifyDone, notifyUndo } from '../../ui/notify.tsx'

export interface ModelEditing {
  /** `model` is null for a new one. */
  readonly opened: { readonly model: CatalogModel | null; readonly version: number } | null
  readonly isSaving: boolean
  readonly add: () => void
  readonly edit: (model: CatalogModel) => void
  readonly close: () => void
  readonly save: (model: CatalogModel) => void
  /** Takes the user's own entry away; can be undone. */
  readonly removeOwn: (model: CatalogModel) => void
}

/** Which model is open in the drawer, and what becomes of it. */
export function useModelEditing(): ModelEditing {
  const [opened, setOpened] = useState<ModelEditing['opened']>(null)
  const saveModel = useCommand('models.save')
  const removeModel = useCommand('models.remove')

  function open(model: CatalogModel | null): void {
    setOpened({ model, version: (opened?.version ?? 0) + 1 })
  }

  async function save(model: CatalogModel): Promise<void> {
    if (!(await saveModel.run({ model }))) return
    setOpened(null)
    notifyDone(`Saved ${model.label}. Your entry holds from now on; finished runs keep the prices that they ran with.`)
  }

  async function removeOwn(model: CatalogModel): Promise<void> {
    if (!(await removeModel.run({ modelId: model.id }))) return
    setOpened(null)
    const what = isShipped(model) ? `The shipped entry of ${model.label} holds again.` : `Removed ${model.label}.`
    notifyUndo(what, () => void saveModel.run({ model }))
  }

  return {
    opened,
    isSaving: saveModel.isRunning || removeModel.isRunning,
    add: () => open(null),
    edit: open,
    close: () => setOpened(null),
    save: (model) => void save(model),
    removeOwn: (model) => void removeOwn(model),
  }
}

/** Whether Pithy ships with an entry for the model, which an own entry hides. */
export function isShipped({ id }: CatalogModel): boolean {
  return catalogModels.some((model) => model.id === id)
}
