import { SegmentedControl, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Run } from '../../../../shared/domain/run.ts'
import type { CasePart } from '../../../../shared/domain/verdict.ts'
import { useRemembered } from '../../../client/use-remembered.ts'
import styles from './label-view.module.css'
import { LabelView } from './label-view.tsx'
import { ReviewView } from './review-view.tsx'

export interface HandViewProps {
  readonly run: Run
  readonly hasJudge: boolean
  readonly baseline: number
  /** The pair that was asked for; null = opened by its tab. */
  readonly wanted: { readonly candidate: number; readonly part: CasePart } | null
  readonly onOpenCase: (row: number, columnIndex: number) => void
}

type Mode = 'label' | 'compare'

/** What only people can say: whether an output is right, and which of two is better; one after the other, blind, by keys. */
export function HandView({ run, hasJudge, baseline, wanted, onOpenCase }: HandViewProps) {
  const canCompare = run.columns.length > 1
  const [mode, setMode] = useState<Mode>(wanted !== null || !hasJudge ? 'compare' : 'label')
  const [name, setName] = useRemembered('reviewer', '')
  return (
    <div className={styles.view} data-testid="hand-view">
      <div className={styles.modes}>
        {hasJudge && canCompare ? (
          <SegmentedControl
            aria-label="What to do"
            value={mode}
            onChange={(value) => setMode(value === 'compare' ? 'compare' : 'label')}
            data={[
              { value: 'label', label: 'Label outputs for a judge' },
              { value: 'compare', label: 'Compare two columns blind' },
            ]}
            data-testid="hand-mode"
          />
        ) : null}
        <TextInput
          label="Your name"
          placeholder="if several people do it"
          maxLength={60}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          className={styles.reviewer ?? ''}
          data-testid="hand-name"
        />
      </div>
      {mode === 'label' && hasJudge ? (
        <LabelView run={run} labeller={name.trim()} />
      ) : (
        <ReviewView run={run} reviewer={name.trim()} baseline={baseline} wanted={wanted} onOpenCase={onOpenCase} />
      )}
    </div>
  )
}
