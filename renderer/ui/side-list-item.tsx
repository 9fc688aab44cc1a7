import { Menu } from '@mantine/core'
import type { ReactNode } from 'react'
import { Icon } from './icon.tsx'
import styles from './side-list.module.css'

export interface SideListItemProps {
  readonly name: string
  /** "prompt": what it is, for the menu's label. */
  readonly noun: string
  readonly isCurrent: boolean
  readonly onOpen: () => void
  readonly onRename: () => void
  readonly onArchive: () => void
  readonly testId: string
  /** After the name, such as a count. */
  readonly children?: ReactNode
}

/** A row of a side list: opens by a click, and has a menu of its own. */
export function SideListItem({
  name,
  noun,
  isCurrent,
  onOpen,
  onRename,
  onArchive,
  testId,
  children,
}: SideListItemProps) {
  return (
    <li className={styles.item} data-current={isCurrent}>
      <button
        type="button"
        className={styles.name}
        title={name}
        aria-current={isCurrent ? 'true' : undefined}
        data-testid={testId}
        onClick={onOpen}
      >
        <span className={styles.text}>{name}</span>
        {children}
      </button>
      <Menu position="bottom-end">
        <Menu.Target>
          <button type="button" className={styles.more} aria-label={`More for ${noun} ${name}`}>
            <Icon name="more" size={14} />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<Icon name="edit" size={14} />} onClick={onRename}>
            Rename…
          </Menu.Item>
          <Menu.Item leftSection={<Icon name="archive" size={14} />} onClick={onArchive}>
            Archive
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </li>
  )
}
