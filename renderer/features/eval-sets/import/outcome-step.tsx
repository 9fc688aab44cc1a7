import { Button } from '@mantine/core'
import type { EvalSetId } from '../../../../shared/domain/ids.ts'
import type { ImportProblem } from '../../../../shared/domain/import.ts'
import styles from './import.module.css'
import { ProblemList } from './problem-list.tsx'

export interface ImportOutcome {
  readonly evalSetId: EvalSetId
  readonly evalSetName: string
  readonly imported: number
  readonly problems: readonly ImportProblem[]
}

/** What came in, and what stayed out and why. */
export function OutcomeStep({ outcome, onClose }: { readonly outcome: ImportOutcome; readonly onClose: () => void }) {
  const { imported, evalSetName, problems } = outcome
  return (
    <div className={styles.stack}>
      <p className={styles.result} data-testid="import-outcome">
        <strong>
          {imported.toLocaleString('en-US')} {imported === 1 ? 'case' : 'cases'}
        </strong>{' '}
        came into “{evalSetName}”. These rows stayed out; mend them in the file and import them again.
      </p>
      <ProblemList problems={problems} />
      <div className={styles.foot}>
        <Button onClick={onClose} data-testid="import-close">
          Close
        </Button>
      </div>
    </div>
  )
}
