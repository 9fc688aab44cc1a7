import type { ReactNode } from 'react'
import { PromptId } from '../../../shared/domain/ids.ts'
import type { Prompt } from '../../../shared/domain/prompt.ts'
import { useNavigate } from '../../client/services.tsx'
import { ArchivedList } from '../../ui/archived-list.tsx'
import { Explain } from '../../ui/explain.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import styles from '../../ui/side-list.module.css'
import { SideListItem } from '../../ui/side-list-item.tsx'
import type { PromptCommands } from './use-prompt-commands.tsx'

export interface PromptListProps {
  readonly prompts: readonly Prompt[]
  readonly archived: readonly Prompt[]
  readonly currentId: PromptId | null
  readonly commands: PromptCommands
  readonly onHide: () => void
  /** Below the prompts. */
  readonly children: ReactNode
}

export function PromptList({ prompts, archived, currentId, commands, onHide, children }: PromptListProps) {
  const { go } = useNavigate()
  return (
    <nav className={styles.pane} aria-label="Prompts of this project">
      <header className={styles.head}>
        <h2 className={styles.title}>
          Prompts
          <Explain word="prompt" />
        </h2>
        <IconButton icon="add" label="New prompt" onClick={() => void commands.create()} testId="new-prompt" />
        <IconButton icon="upload" label="Import prompt…" onClick={commands.importFile} testId="import-prompt" />
        <IconButton icon="pane-left" label="Hide the list of prompts" onClick={onHide} testId="hide-prompts" />
      </header>
      <ul className={styles.list}>
        {prompts.map((prompt) => (
          <SideListItem
            key={prompt.id}
            name={prompt.name}
            noun="prompt"
            isCurrent={prompt.id === currentId}
            onOpen={() => go({ page: 'prompts', promptId: prompt.id })}
            onRename={() => void commands.askRename(prompt)}
            onArchive={() => void commands.archive(prompt)}
            testId="prompt-item"
          />
        ))}
        {prompts.length === 0 ? <li className={styles.none}>None yet.</li> : null}
      </ul>
      <ArchivedList noun="prompt" items={archived} onRestore={(id) => void commands.restore(PromptId.parse(id))} />
      {children}
    </nav>
  )
}
