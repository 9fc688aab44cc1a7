import { Button, Menu } from '@mantine/core'
import { useState } from 'react'
import type { ProviderInfo } from '../../../../shared/domain/provider.ts'
import { useCommand } from '../../../client/use-command.ts'
import { Icon } from '../../../ui/icon.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Tag } from '../../../ui/marks.tsx'
import { CheckResult } from './check-result.tsx'
import { KeyState } from './key-state.tsx'
import styles from './providers.module.css'
import type { SecretStorage } from './providers-section.tsx'
import { RemoveKey } from './remove-key.tsx'

export interface ProviderRowProps {
  readonly provider: ProviderInfo
  readonly secretStorage: SecretStorage
  readonly onSetKey: () => void
  readonly onEdit: () => void
  readonly onRemove: () => void
}

/** A provider on one line, with what a check of it found under it. */
export function ProviderRow({ provider, secretStorage, onSetKey, onEdit, onRemove }: ProviderRowProps) {
  const check = useCommand('providers.check', { isQuiet: true })
  const [found, setFound] = useState<readonly string[] | null>(null)
  const isSandbox = provider.kind === 'sandbox'
  const maySetKey = provider.needsKey && secretStorage !== 'environment'
  const hasOwnKey = provider.keySource === 'keychain' || provider.keySource === 'session'

  return (
    <li className={styles.row} data-testid="provider" data-provider={provider.id}>
      <div className={styles.line}>
        <div className={styles.who}>
          <strong>{provider.label}</strong>
          <span className={styles.small}>
            {protocolText(provider)} · <code>{provider.id}</code>
          </span>
        </div>
        <div className={styles.where}>
          <span className={styles.address} title={provider.baseUrl ?? undefined}>
            {isSandbox ? 'No network, no key' : (provider.baseUrl ?? "The vendor's own address")}
          </span>
          <span className={styles.small}>{limitsText(provider)}</span>
        </div>
        <div className={styles.key} data-testid="key-state">
          {isSandbox ? (
            <Tag tone="warn">simulation</Tag>
          ) : (
            <KeyState provider={provider} secretStorage={secretStorage} />
          )}
        </div>
        <div className={styles.actions}>
          {isSandbox ? null : (
            <Button
              variant="default"
              loading={check.isRunning}
              data-testid="provider-check"
              onClick={() => void check.run({ providerId: provider.id }).then((done) => setFound(done?.models ?? null))}
            >
              Check
            </Button>
          )}
          {maySetKey ? (
            <Button variant="default" onClick={onSetKey} data-testid="set-key">
              {hasOwnKey ? 'Replace key…' : 'Set key…'}
            </Button>
          ) : null}
          {hasOwnKey ? <RemoveKey provider={provider} /> : null}
          <Menu position="bottom-end">
            <Menu.Target>
              <IconButton icon="more" label={`More for ${provider.label}`} testId="provider-more" />
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<Icon name="edit" size={14} />} onClick={onEdit} data-testid="provider-edit">
                {isSandbox ? 'Edit concurrency…' : 'Edit address and limits…'}
              </Menu.Item>
              {provider.isRemovable ? (
                <Menu.Item leftSection={<Icon name="cancel" size={14} />} onClick={onRemove}>
                  Remove endpoint
                </Menu.Item>
              ) : null}
            </Menu.Dropdown>
          </Menu>
        </div>
      </div>
      <CheckResult error={check.error} models={check.isRunning ? null : found} />
    </li>
  )
}

/** "At most 8 calls at once, 500 requests and 200,000 tokens a minute". */
function limitsText({ maxConcurrency, requestsPerMinute, tokensPerMinute }: ProviderInfo): string {
  const count = (value: number) => value.toLocaleString('en-US')
  const perMinute = [
    ...(requestsPerMinute === null ? [] : [`${count(requestsPerMinute)} requests`]),
    ...(tokensPerMinute === null ? [] : [`${count(tokensPerMinute)} tokens`]),
  ]
  const atOnce = `At most ${count(maxConcurrency)} ${maxConcurrency === 1 ? 'call' : 'calls'} at once`
  return perMinute.length === 0 ? atOnce : `${atOnce}, ${perMinute.join(' and ')} a minute`
}

function protocolText({ kind, label }: ProviderInfo): string {
  if (kind === 'sandbox') return 'simulation, in process'
  return kind === 'openai-compatible' ? 'OpenAI-compatible' : `${label} API`
}
