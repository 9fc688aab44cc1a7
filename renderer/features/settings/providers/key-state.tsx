import type { ProviderInfo } from '../../../../shared/domain/provider.ts'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { Tag } from '../../../ui/marks.tsx'
import styles from './providers.module.css'
import type { SecretStorage } from './providers-section.tsx'

export interface KeyStateProps {
  readonly provider: ProviderInfo
  readonly secretStorage: SecretStorage
}

/** Whether there is a key and where it comes from; the key itself is never shown. */
export function KeyState({ provider, secretStorage }: KeyStateProps) {
  const { needsKey, keySource, keyVariable } = provider
  if (!needsKey) return <Tag>needs no key</Tag>
  if (keySource === 'keychain') return <Tag tone="good">key in the keychain</Tag>
  if (keySource === 'session') return <Tag tone="good">key until Pithy closes</Tag>
  if (keySource !== null) {
    return (
      <span className={styles.variable}>
        <Tag tone="good">key from</Tag>
        <code>{keySource}</code>
      </span>
    )
  }
  if (secretStorage !== 'environment' || keyVariable === null) return <Tag>no key</Tag>
  return (
    <span className={styles.variable} title="Set this variable where you start Pithy, then start it again.">
      <Tag>no key: set</Tag>
      <code>{keyVariable}</code>
      <CopyButton text={keyVariable} label={`Copy the variable's name`} />
    </span>
  )
}
