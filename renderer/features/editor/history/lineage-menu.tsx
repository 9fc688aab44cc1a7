import { Menu } from '@mantine/core'
import { type Variant, variantLabel } from '../../../../shared/domain/prompt.ts'
import { Icon } from '../../../ui/icon.tsx'
import type { VariantCommands } from '../use-variant-commands.ts'
import styles from '../variant-tabs.module.css'
import { useRestoreText } from './use-restore-text.ts'

export interface LineageMenuProps {
  readonly variant: Variant
  /** The latest revision of its tab. */
  readonly head: Variant
  readonly isCurrent: boolean
  readonly commands: VariantCommands
  readonly onOpen: () => void
  readonly onCompare: () => void
}

/** What can be done with a variant, or an earlier revision of one. */
export function LineageMenu({ variant, head, isCurrent, commands, onOpen, onCompare }: LineageMenuProps) {
  const restoreText = useRestoreText()
  const label = variantLabel(variant)
  const isEarlier = variant.id !== head.id
  const isArchived = head.archivedAt !== null
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <button
          type="button"
          className={styles.more}
          aria-label={`More for ${label}`}
          data-testid={`lineage-menu-${label}`}
        >
          <Icon name="more" size={14} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {isArchived ? (
          <Menu.Item leftSection={<Icon name="archive" size={14} />} onClick={() => void commands.restore(head)}>
            Restore {head.letter}
          </Menu.Item>
        ) : (
          <Menu.Item leftSection={<Icon name="edit" size={14} />} onClick={onOpen}>
            Open {head.letter}
          </Menu.Item>
        )}
        {isCurrent ? null : (
          <Menu.Item leftSection={<Icon name="compare" size={14} />} onClick={onCompare}>
            Compare with the open variant
          </Menu.Item>
        )}
        <Menu.Item
          leftSection={<Icon name="copy" size={14} />}
          onClick={() => void (isEarlier ? commands.forkStored(variant) : commands.fork(variant))}
        >
          New variant from {label}
        </Menu.Item>
        {isEarlier && !isArchived ? (
          <Menu.Item
            leftSection={<Icon name="arrow-up" size={14} />}
            onClick={() => restoreText(head, variant.content, `the text of ${label}`)}
          >
            Put this text back on {head.letter}
          </Menu.Item>
        ) : null}
        {isEarlier || isArchived ? null : (
          <Menu.Item leftSection={<Icon name="archive" size={14} />} onClick={() => void commands.archive(variant)}>
            Archive
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
