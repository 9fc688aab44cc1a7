import { Modal } from '@mantine/core'
import type { ProviderInfo } from '../../../../shared/domain/provider.ts'
import { EndpointForm } from './endpoint-form.tsx'

export interface EndpointDialogProps {
  /** Null = closed; `provider` is null for a new endpoint. */
  readonly opened: { readonly provider: ProviderInfo | null } | null
  readonly takenIds: ReadonlySet<string>
  readonly onClose: () => void
}

export function EndpointDialog({ opened, takenIds, onClose }: EndpointDialogProps) {
  return (
    <Modal
      opened={opened !== null}
      onClose={onClose}
      title={opened?.provider ? opened.provider.label : 'Add an OpenAI-compatible endpoint'}
      size={460}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {opened ? <EndpointForm provider={opened.provider} takenIds={takenIds} onClose={onClose} /> : null}
    </Modal>
  )
}
