import { Menu } from '@mantine/core'
import { useState } from 'react'
import type { ProjectId } from '../../../../shared/domain/ids.ts'
import { PromptPartial } from '../../../../shared/domain/partial.ts'
import { useNavigate } from '../../../client/services.tsx'
import { useRoute } from '../../../client/use-route.ts'
import { ArchivedList } from '../../../ui/archived-list.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import list from '../../../ui/side-list.module.css'
import styles from './partials.module.css'
import type { PartialCommands } from './use-partial-commands.tsx'

export interface PartialListProps {
  readonly projectId: ProjectId
  readonly currentId: PromptPartial['id'] | null
  readonly commands: PartialCommands
}

/** The texts that the project's prompts share, below the prompts. */
export function PartialList({ projectId, currentId, commands }: PartialListProps) {
  const { go } = useNavigate()
  const partials = useRoute('partials.list', { projectId }).data ?? []
  const [isArchivedShown, setIsArchivedShown] = useState(false)
  const all = useRoute('partials.list', isArchivedShown ? { projectId, withArchived: true } : null)
  const archived = (all.data ?? []).filter(({ archivedAt }) => archivedAt !== null)
  return (
    <section className={styles.section} aria-label="Partials of this project">
      <header className={styles.head}>
        <h2 className={list.title}>Partials</h2>
        <IconButton icon="add" label="New partial" onClick={() => void commands.create()} testId="new-partial" />
      </header>
      {partials.length === 0 ? (
        <p className={styles.none}>
          A text that several prompts share. <code className={styles.code}>{"{% render 'name' %}"}</code> puts it in.
        </p>
      ) : null}
      <ul className={list.list}>
        {partials.map((partial) => (
          <li key={partial.id} className={list.item} data-current={partial.id === currentId}>
            <button
              type="button"
              className={list.name}
              title={partial.name}
              aria-current={partial.id === currentId ? 'true' : undefined}
              data-testid="partial-item"
              onClick={() => go({ page: 'prompts', partialId: partial.id })}
            >
              <span className={list.text}>{partial.name}</span>
            </button>
            <Menu position="bottom-end">
              <Menu.Target>
                <button type="button" className={list.more} aria-label={`More for partial ${partial.name}`}>
                  <Icon name="more" size={14} />
                </button>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item
                  leftSection={<Icon name="edit" size={14} />}
                  onClick={() => void commands.askRename(partial)}
                >
                  Rename…
                </Menu.Item>
                <Menu.Item
                  leftSection={<Icon name="archive" size={14} />}
                  onClick={() => void commands.archive(partial)}
                >
                  Archive
                </Menu.Item>
              </Menu.Dropdown>
            </Menu>
          </li>
        ))}
      </ul>
      <ArchivedList
        noun="partial"
        items={archived}
        isShown={isArchivedShown}
        onShow={setIsArchivedShown}
        onRestore={(id) => void commands.restore(PromptPartial.shape.id.parse(id))}
      />
    </section>
  )
}
