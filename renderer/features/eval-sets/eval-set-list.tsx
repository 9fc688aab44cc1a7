import { Menu } from '@mantine/core'
import type { EvalSet } from '../../../shared/domain/eval-set.ts'
import { EvalSetId } from '../../../shared/domain/ids.ts'
import { ArchivedList } from '../../ui/archived-list.tsx'
import { Icon } from '../../ui/icon.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import styles from '../../ui/side-list.module.css'
import type { EvalSetCommands } from './use-eval-set-commands.tsx'

export interface EvalSetListProps {
  readonly evalSets: readonly EvalSet[]
  /** Null = not asked for. */
  readonly archived: readonly EvalSet[] | null
  readonly onShowArchived: (isShown: boolean) => void
  readonly currentId: EvalSetId | null
  readonly commands: EvalSetCommands
  readonly onHide: () => void
}

export function EvalSetList({ evalSets, archived, onShowArchived, currentId, commands, onHide }: EvalSetListProps) {
  return (
    <nav className={styles.pane} aria-label="Eval sets of this project">
      <header className={styles.head}>
        <h2 className={styles.title}>Eval sets</h2>
        <IconButton icon="add" label="New eval set" onClick={() => void commands.create()} testId="new-eval-set" />
        <IconButton icon="pane-left" label="Hide the list of eval sets" onClick={onHide} testId="hide-eval-sets" />
      </header>
      <ul className={styles.list}>
        {evalSets.map((evalSet) => (
          <li key={evalSet.id} className={styles.item} data-current={evalSet.id === currentId}>
            <button
              type="button"
              className={styles.name}
              title={evalSet.name}
              aria-current={evalSet.id === currentId ? 'true' : undefined}
              data-testid="eval-set-item"
              onClick={() => commands.open(evalSet.id)}
            >
              <span className={styles.text}>{evalSet.name}</span>
              <span className={styles.count}>
                {evalSet.caseCount.toLocaleString('en-US')}
                <span className="visually-hidden"> cases</span>
              </span>
            </button>
            <Menu position="bottom-end">
              <Menu.Target>
                <button type="button" className={styles.more} aria-label={`More for eval set ${evalSet.name}`}>
                  <Icon name="more" size={14} />
                </button>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item
                  leftSection={<Icon name="edit" size={14} />}
                  onClick={() => void commands.askRename(evalSet)}
                >
                  Rename…
                </Menu.Item>
                <Menu.Item
                  leftSection={<Icon name="archive" size={14} />}
                  onClick={() => void commands.archive(evalSet)}
                >
                  Archive
                </Menu.Item>
              </Menu.Dropdown>
            </Menu>
          </li>
        ))}
        {evalSets.length === 0 ? <li className={styles.none}>None yet.</li> : null}
      </ul>
      <ArchivedList
        noun="eval set"
        items={archived ?? []}
        isShown={archived !== null}
        onShow={onShowArchived}
        onRestore={(id) => void commands.restore(EvalSetId.parse(id))}
      />
    </nav>
  )
}
