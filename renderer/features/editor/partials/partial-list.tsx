import type { ProjectId } from '../../../../shared/domain/ids.ts'
import { PromptPartial } from '../../../../shared/domain/partial.ts'
import { useNavigate } from '../../../client/services.tsx'
import { useRoute } from '../../../client/use-route.ts'
import { ArchivedList } from '../../../ui/archived-list.tsx'
import { Explain } from '../../../ui/explain.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import list from '../../../ui/side-list.module.css'
import { SideListItem } from '../../../ui/side-list-item.tsx'
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
  const all = useRoute('partials.list', { projectId, withArchived: true })
  const archived = (all.data ?? []).filter(({ archivedAt }) => archivedAt !== null)
  return (
    <section className={styles.section} aria-label="Partials of this project">
      <header className={styles.head}>
        <h2 className={list.title}>
          Partials
          <Explain word="partial" />
        </h2>
        <IconButton icon="add" label="New partial" onClick={() => void commands.create()} testId="new-partial" />
      </header>
      {partials.length === 0 ? (
        <p className={styles.none}>
          A text that several prompts share. <code className={styles.code}>{"{% render 'name' %}"}</code> puts it in.
        </p>
      ) : null}
      <ul className={list.list}>
        {partials.map((partial) => (
          <SideListItem
            key={partial.id}
            name={partial.name}
            noun="partial"
            isCurrent={partial.id === currentId}
            onOpen={() => go({ page: 'prompts', partialId: partial.id })}
            onRename={() => void commands.askRename(partial)}
            onArchive={() => void commands.archive(partial)}
            testId="partial-item"
          />
        ))}
      </ul>
      <ArchivedList
        noun="partial"
        items={archived}
        onRestore={(id) => void commands.restore(PromptPartial.shape.id.parse(id))}
      />
    </section>
  )
}
