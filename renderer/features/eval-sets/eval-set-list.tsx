import type { EvalSet } from '../../../shared/domain/eval-set.ts'
import { EvalSetId } from '../../../shared/domain/ids.ts'
import { ArchivedList } from '../../ui/archived-list.tsx'
import { Explain } from '../../ui/explain.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import styles from '../../ui/side-list.module.css'
import { SideListItem } from '../../ui/side-list-item.tsx'
import type { EvalSetCommands } from './use-eval-set-commands.tsx'

export interface EvalSetListProps {
  readonly evalSets: readonly EvalSet[]
  readonly archived: readonly EvalSet[]
  readonly currentId: EvalSetId | null
  readonly commands: EvalSetCommands
  readonly onHide: () => void
}

export function EvalSetList({ evalSets, archived, currentId, commands, onHide }: EvalSetListProps) {
  return (
    <nav className={styles.pane} aria-label="Eval sets of this project">
      <header className={styles.head}>
        <h2 className={styles.title}>
          Eval sets
          <Explain word="eval set" />
        </h2>
        <IconButton icon="add" label="New eval set" onClick={() => void commands.create()} testId="new-eval-set" />
        <IconButton icon="pane-left" label="Hide the list of eval sets" onClick={onHide} testId="hide-eval-sets" />
      </header>
      <ul className={styles.list}>
        {evalSets.map((evalSet) => (
          <SideListItem
            key={evalSet.id}
            name={evalSet.name}
            noun="eval set"
            isCurrent={evalSet.id === currentId}
            onOpen={() => commands.open(evalSet.id)}
            onRename={() => void commands.askRename(evalSet)}
            onArchive={() => void commands.archive(evalSet)}
            testId="eval-set-item"
          >
            <span className={styles.count}>
              {evalSet.caseCount.toLocaleString('en-US')}
              <span className="visually-hidden"> cases</span>
            </span>
          </SideListItem>
        ))}
        {evalSets.length === 0 ? <li className={styles.none}>None yet.</li> : null}
      </ul>
      <ArchivedList noun="eval set" items={archived} onRestore={(id) => void commands.restore(EvalSetId.parse(id))} />
    </nav>
  )
}
