import { Stack, Switch, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Settings } from '../../../shared/domain/settings.ts'
import { UpdateAddress } from '../../../shared/domain/update-address.ts'
import { useCommand } from '../../client/use-command.ts'

export interface UpdateSettingProps extends Pick<Settings, 'looksForUpdates' | 'updateAddress'> {
  /** Null = whoever packaged this build named none. */
  readonly builtIn: string | null
  /** What this start's look found; null where none was made. */
  readonly outcome: string | null
}

/** Off until the user switches it on, and not to be switched on while nobody said where to look. */
export function UpdateSetting({ looksForUpdates, updateAddress, builtIn, outcome }: UpdateSettingProps) {
  const save = useCommand('settings.save')
  /** Null while nothing is being typed. */
  const [typed, setTyped] = useState<string | null>(null)
  const shown = typed ?? updateAddress ?? builtIn ?? ''
  const parsed = UpdateAddress.safeParse(shown.trim())
  const address = updateAddress ?? builtIn

  function commit(): void {
    if (typed === null) return
    const isEmpty = typed.trim() === ''
    if (!isEmpty && !parsed.success) return
    setTyped(null)
    const next = isEmpty || parsed.data === builtIn ? null : (parsed.data ?? null)
    // Nowhere to look any more: it is not left on.
    const isOver = next === null && builtIn === null
    void save.run({ updateAddress: next, ...(isOver ? { looksForUpdates: false } : {}) })
  }

  return (
    <Stack gap="sm" mt="sm" mb="lg">
      <Switch
        label="Look for a new version when Pithy starts"
        description={
          address === null
            ? 'This build names no address to look at. Enter one below.'
            : 'Reads one small file at the address below, sends nothing else, and never downloads or installs.'
        }
        checked={looksForUpdates && address !== null}
        disabled={address === null}
        data-testid="looks-for-updates"
        onChange={(event) => void save.run({ looksForUpdates: event.currentTarget.checked })}
      />
      <TextInput
        maw={480}
        label="Address of new versions"
        description={outcome ?? 'The folder in which latest.yml, as electron-builder writes it, lies.'}
        placeholder="https://"
        value={shown}
        error={typed !== null && typed.trim() !== '' && !parsed.success ? parsed.error.issues[0]?.message : undefined}
        data-testid="update-address"
        onChange={(event) => setTyped(event.currentTarget.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit()
          if (event.key === 'Escape') setTyped(null)
        }}
      />
    </Stack>
  )
}
