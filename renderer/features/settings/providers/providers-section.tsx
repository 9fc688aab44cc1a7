import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Output } from '../../../../shared/contract/routes.ts'
import type { ProviderInfo } from '../../../../shared/domain/provider.ts'
import { useActions } from '../../../client/use-actions.ts'
import { useCommand } from '../../../client/use-command.ts'
import { useRoute } from '../../../client/use-route.ts'
import { Icon } from '../../../ui/icon.tsx'
import { notifyUndo } from '../../../ui/notify.tsx'
import { FailedState, LoadingRows } from '../../../ui/states.tsx'
import { SettingsGroup } from '../settings-group.tsx'
import { EndpointDialog } from './endpoint-dialog.tsx'
import { KeyDialog } from './key-dialog.tsx'
import { LocalServers } from './local-servers.tsx'
import { ProviderRow } from './provider-row.tsx'
import styles from './providers.module.css'

export type SecretStorage = Output<'app.hello'>['secretStorage']

const STORAGE_NOTES: Readonly<Record<SecretStorage, string>> = {
  keychain: "Keys are kept in the operating system's keychain. They are sent to their provider and nowhere else.",
  session:
    'No keychain was found on this machine, so keys are kept in memory only: they are gone when Pithy closes. To keep one, set its environment variable.',
  environment:
    'This host reads keys from environment variables and stores none. Set the variable of a provider where you start Pithy, then start it again.',
}

type Opened =
  | { readonly kind: 'key'; readonly provider: ProviderInfo }
  | { readonly kind: 'endpoint'; readonly provider: ProviderInfo | null }

/** Who answers calls: keys, addresses, how many calls at once. */
export function ProvidersSection({ secretStorage }: { readonly secretStorage: SecretStorage }) {
  const providers = useRoute('providers.list', {})
  const [opened, setOpened] = useState<Opened | null>(null)
  const [isLooking, setIsLooking] = useState(false)
  const remove = useCommand('providers.remove')
  const save = useCommand('providers.save')
  useActions([
    {
      id: 'add-endpoint',
      label: 'Add endpoint…',
      group: 'Settings',
      run: () => setOpened({ kind: 'endpoint', provider: null }),
    },
    { id: 'find-local', label: 'Find local servers', group: 'Settings', run: () => setIsLooking(true) },
  ])

  async function removeProvider(provider: ProviderInfo): Promise<void> {
    const { id: providerId, label, baseUrl, maxConcurrency, needsKey, hasKey } = provider
    const { requestsPerMinute, tokensPerMinute } = provider
    if (!(await remove.run({ providerId }))) return
    const wasKeyLost = hasKey && secretStorage !== 'environment'
    notifyUndo(`Removed ${label}.${wasKeyLost ? ' Its key was forgotten.' : ''}`, () => {
      const limits = { maxConcurrency, requestsPerMinute, tokensPerMinute }
      void save.run({ providerId, label, baseUrl, needsKey, ...limits })
    })
  }

  return (
    <SettingsGroup
      title="Providers"
      note={STORAGE_NOTES[secretStorage]}
      actions={
        <>
          <Button
            variant="default"
            leftSection={<Icon name="search" size={14} />}
            onClick={() => setIsLooking(true)}
            data-testid="find-local-servers"
          >
            Find local servers
          </Button>
          <Button
            variant="default"
            leftSection={<Icon name="add" size={14} />}
            onClick={() => setOpened({ kind: 'endpoint', provider: null })}
            data-testid="add-endpoint"
          >
            Add endpoint…
          </Button>
        </>
      }
    >
      {isLooking ? <LocalServers providers={providers.data ?? []} onClose={() => setIsLooking(false)} /> : null}
      {providers.error ? (
        <FailedState error={providers.error} onRetry={() => void providers.refetch()} />
      ) : providers.isPending ? (
        <LoadingRows rows={6} label="Loading providers" />
      ) : (
        <ul className={styles.list}>
          {providers.data.map((provider) => (
            <ProviderRow
              // What a check found does not hold for another address.
              key={`${provider.id} ${provider.baseUrl}`}
              provider={provider}
              secretStorage={secretStorage}
              onSetKey={() => setOpened({ kind: 'key', provider })}
              onEdit={() => setOpened({ kind: 'endpoint', provider })}
              onRemove={() => void removeProvider(provider)}
            />
          ))}
        </ul>
      )}
      <KeyDialog
        provider={opened?.kind === 'key' ? opened.provider : null}
        isSession={secretStorage === 'session'}
        onClose={() => setOpened(null)}
      />
      <EndpointDialog
        opened={opened?.kind === 'endpoint' ? opened : null}
        takenIds={new Set((providers.data ?? []).map(({ id }) => id))}
        onClose={() => setOpened(null)}
      />
    </SettingsGroup>
  )
}
