import { Drawer } from '@mantine/core'
import type { CatalogModel } from '../../../shared/domain/model.ts'
import type { ProviderInfo } from '../../../shared/domain/provider.ts'
import styles from './model-drawer.module.css'
import { ModelForm } from './model-form.tsx'
import type { ModelEditing } from './use-model-editing.ts'

export interface ModelDrawerProps {
  readonly editing: ModelEditing
  readonly providers: readonly ProviderInfo[]
  readonly models: readonly CatalogModel[]
}

export function ModelDrawer({ editing, providers, models }: ModelDrawerProps) {
  const { opened } = editing
  return (
    <Drawer
      opened={opened !== null}
      onClose={editing.close}
      position="right"
      size={460}
      title={opened?.model ? opened.model.label : 'Add model'}
      closeButtonProps={{ 'aria-label': 'Close without saving' }}
      transitionProps={{ duration: 0 }}
      overlayProps={{ backgroundOpacity: 0.2 }}
      classNames={{ header: styles.head ?? '', title: styles.title ?? '', body: styles.body ?? '' }}
    >
      {opened ? (
        <ModelForm
          key={opened.version}
          model={opened.model}
          providers={providers}
          takenIds={new Set(models.map(({ id }) => id))}
          editing={editing}
        />
      ) : null}
    </Drawer>
  )
}
