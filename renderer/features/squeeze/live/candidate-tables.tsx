import type { SqueezeArm, SqueezeSnapshot } from '../../../../shared/domain/squeeze.ts'
import { plural } from '../../../ui/figures.ts'
import styles from '../result.module.css'
import { ArmTable } from './arm-table.tsx'
import { candidateGroups } from './candidate-groups.ts'

export interface CandidateTablesProps {
  readonly squeeze: SqueezeSnapshot
  readonly chosen: string | null
  readonly onTake: ((arm: SqueezeArm) => void) | null
}

/** The candidates; of an optimization, who was given up is folded away. */
export function CandidateTables({ squeeze, chosen, onTake }: CandidateTablesProps) {
  const { main, givenUp } = candidateGroups(squeeze)
  return (
    <>
      <ArmTable squeeze={squeeze} rows={main} chosen={chosen} onTake={onTake} />
      {givenUp.length > 0 ? (
        <details className={styles.givenUp}>
          <summary data-testid="squeeze-given-up">{plural(givenUp.length, 'candidate')} given up, and why</summary>
          <ArmTable squeeze={squeeze} rows={givenUp} chosen={chosen} onTake={onTake} testId="squeeze-given-up-table" />
        </details>
      ) : null}
    </>
  )
}
