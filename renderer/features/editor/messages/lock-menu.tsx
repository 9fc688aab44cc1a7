import { Menu } from '@mantine/core'
import { memo } from 'react'
import { Icon } from '../../../ui/icon.tsx'
import styles from './messages-column.module.css'

export interface LockMenuProps {
  /** Number of the message, from 1. */
  readonly place: number
  readonly locked: readonly string[]
  readonly onLockSelection: () => void
  readonly onUnlock: (text: string) => void
}

const SHOWN_CHARACTERS = 48

/** Locks what is selected against every compressor, and lists what is locked. */
export const LockMenu = memo(function LockMenu({ place, locked, onLockSelection, onUnlock }: LockMenuProps) {
  const label =
    locked.length === 0 ? `Lock text of message ${place}` : `Locked texts of message ${place}: ${locked.length}`
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <button
          type="button"
          className={styles.lock}
          data-some={locked.length > 0}
          aria-label={label}
          title={label}
          data-testid={`locks-${place - 1}`}
        >
          <Icon name="lock" size={13} />
          {locked.length > 0 ? locked.length : null}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<Icon name="lock" size={14} />}
          rightSection="Alt+L"
          onClick={onLockSelection}
          data-testid="lock-selection"
        >
          Lock the selection
        </Menu.Item>
        {locked.length > 0 ? <Menu.Label>Click to unlock</Menu.Label> : null}
        {locked.map((text) => (
          <Menu.Item
            key={text}
            leftSection={<Icon name="cancel" size={12} />}
            onClick={() => onUnlock(text)}
            title={text}
          >
            {shorten(text)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
})

function shorten(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  return line.length > SHOWN_CHARACTERS ? `${line.slice(0, SHOWN_CHARACTERS - 1)}…` : line
}
