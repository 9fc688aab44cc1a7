import { Button } from '@mantine/core'
import type { Run } from '../../../../shared/domain/run.ts'
import type { CasePart, SplitStatus } from '../../../../shared/domain/verdict.ts'
import { plural } from '../../../ui/figures.ts'
import { VariantBadge } from '../../../ui/variant-badge.tsx'
import styles from './verdict.module.css'

export interface HiddenVerdictProps {
  readonly run: Run
  readonly index: number
  readonly split: SplitStatus
  readonly part: CasePart
  readonly isBusy: boolean
  readonly onLook: () => void
}

/** A verdict on the hold-out before anybody looked: looking is a decision, since it wears the hold-out. */
export function HiddenVerdict({ run, index, split, part, isBusy, onLook }: HiddenVerdictProps) {
  const column = run.columns[index]
  if (!column) return null
  return (
    <article className={styles.card} data-testid="verdict-hidden">
      <header className={styles.cardHead}>
        <VariantBadge label={column.variantLabel} />
        {column.variantName === '' ? null : <span className={styles.name}>{column.variantName}</span>}
        <span className="muted">{column.modelId}</span>
      </header>
      <p className={styles.note}>
        {part === 'all' ? 'All cases hold the hold-out, which is not looked at yet.' : 'Not looked at yet.'} The{' '}
        {plural(split.holdOutCases, 'hold-out case')} confirm one choice that was made on the development cases; after
        five looks they choose rather than confirm.
        {split.isWorn ? ' They are worn already: another look confirms nothing. Add new cases.' : ''}
      </p>
      <div>
        <Button onClick={onLook} loading={isBusy} data-testid="verdict-look">
          {part === 'all' ? 'Show, and count as a look' : 'Confirm on the hold-out'}
        </Button>
      </div>
    </article>
  )
}
