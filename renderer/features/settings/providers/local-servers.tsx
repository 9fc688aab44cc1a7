import { Button, Loader } from '@mantine/core'
import { ProviderId } from '../../../../shared/domain/ids.ts'
import type { ProviderInfo } from '../../../../shared/domain/provider.ts'
import { useCommand } from '../../../client/use-command.ts'
import { useRoute } from '../../../client/use-route.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Tag } from '../../../ui/marks.tsx'
import { notifyDone } from '../../../ui/notify.tsx'
import { providerIdFor } from './provider-id-for.ts'
import styles from './providers.module.css'

/** One machine answers few calls at once; more would only wait. */
const LOCAL_CONCURRENCY = 2

export interface LocalServersProps {
  readonly providers: readonly ProviderInfo[]
  readonly onClose: () => void
}

/** What answers on the usual ports of this machine, to be added by a click. */
export function LocalServers({ providers, onClose }: LocalServersProps) {
  const found = useRoute('providers.discover', {})
  const save = useCommand('providers.save')
  const check = useCommand('providers.check', { isQuiet: true })

  async function add(label: string, baseUrl: string): Promise<void> {
    const providerId = ProviderId.parse(providerIdFor(label, new Set(providers.map(({ id }) => id))))
    const saved = await save.run({ providerId, label, baseUrl, maxConcurrency: LOCAL_CONCURRENCY, needsKey: false })
    if (!saved) return
    // Brings its models into the catalog.
    await check.run({ providerId })
    notifyDone(`Added ${label}. Its models are on the page Models.`)
  }

  return (
    <section className={styles.local} aria-label="Local servers" data-testid="local-servers">
      <header className={styles.localHead}>
        <strong>Local servers</strong>
        <Button variant="subtle" loading={found.isFetching} onClick={() => void found.refetch()}>
          Look again
        </Button>
        <IconButton icon="cancel" label="Close the search for local servers" onClick={onClose} />
      </header>
      {found.isPending ? (
        <p className={styles.small}>
          <Loader size={12} /> Asking Ollama (port 11434) and LM Studio (port 1234) on this machine…
        </p>
      ) : found.error ? (
        <p className={styles.failure} role="alert">
          {found.error.message}
        </p>
      ) : found.data.length === 0 ? (
        <p className={styles.small}>
          No server answered on the usual ports: Ollama 11434, LM Studio 1234. Start one and look again, or add its
          address with “Add endpoint…”.
        </p>
      ) : (
        <ul className={styles.found}>
          {found.data.map(({ label, baseUrl, models }) => (
            <li key={baseUrl} className={styles.foundRow}>
              <strong>{label}</strong>
              <code>{baseUrl}</code>
              <span className={styles.small}>
                {models.length} {models.length === 1 ? 'model' : 'models'}
              </span>
              {providers.some((one) => one.baseUrl === baseUrl) ? (
                <Tag tone="good">added</Tag>
              ) : (
                <Button
                  variant="default"
                  loading={save.isRunning || check.isRunning}
                  data-testid="add-local-server"
                  onClick={() => void add(label, baseUrl)}
                >
                  Add
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
