import { Menu } from '@mantine/core'
import type { ReactNode } from 'react'
import { PromptId } from '../../../shared/domain/ids.ts'
import type { Prompt } from '../../../shared/domain/prompt.ts'
import { useNavigate } from '../../client/services.tsx'
import { ArchivedList } from '../../ui/archived-list.tsx'
import { Icon } from '../../ui/icon.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import styles from '../../ui/side-list.module.css'
import type { PromptCommands } from './use-prompt-commands.tsx'

export interface PromptListProps {
  readonly prompts: readonly Prompt[]
  /** Null = not asked for. */
  readonly archived: readonly Prompt[] | null
  readonly onShowArchived: (isShown: boolean) => void
  readonly currentId: PromptId | null
  readonly commands: PromptCommands
  readonly onHide: () => void
  /** Below the prompts. */
  readonly children: ReactNode
}

export function PromptList({
  prompts,
  archived,
  onShowArchived,
  currentId,
  commands,
  onHide,
  children,
}: PromptListProps) {
  const { go } = useNavigate()
  return (
    <nav className={styles.pane} aria-label="Prompts of this project">
      <header className={styles.head}>
        <h2 className={styles.title}>Prompts</h2>
        <IconButton icon="add" label="New prompt" onClick={() => void commands.create()} testId="new-prompt" />
        <IconButton icon="pane-left" label="Hide the list of prompts" onClick={onHide} testId="hide-prompts" />
      </header>
      <ul className={styles.list}>
        {prompts.map((prompt) => (
          <li key={prompt.id} className={styles.item} data-current={prompt.id === currentId}>
            <button
              type="button"
              className={styles.name}
              title={prompt.name}
              aria-current={prompt.id === currentId ? 'true' : undefined}
              data-testid="prompt-item"
              onClick={() => go({ page: 'prompts', promptId: prompt.id })}
            >
              <span className={styles.text}>{prompt.name}</span>
            </button>
            <Menu position="bottom-end">
              <Menu.Target>
                <button type="button" className={styles.more} aria-label={`More for prompt ${prompt.name}`}>
                  <Icon name="more" size={14} />
                </button>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item leftSection={<Icon name="edit" size={14} />} onClick={() => void commands.askRename(prompt)}>
                  Rename…
                </Menu.Item>
                <Menu.Item
                  leftSection={<Icon name="archive" size={14} />}
                  onClick={() => void commands.archive(prompt)}
                >
                  Archive
                </Menu.Item>
              </Menu.Dropdown>
            </Menu>
          </li>
        ))}
      </ul>
      <ArchivedList
        noun="prompt"
        items={archived ?? []}
        isShown={archived !== null}
        onShow={onShowArchived}
        onRestore={(id) => void commands.restore(PromptId.parse(id))}
      />
      {children}
    </nav>
  )
}
