import type { Comparison } from '../../../../shared/domain/comparison.ts'
import type { Run } from '../../../../shared/domain/run.ts'
import type { Verdict } from '../../../../shared/domain/verdict.ts'
import { Explain } from '../../../ui/explain.tsx'
import { VariantBadge } from '../../../ui/variant-badge.tsx'
import { DiscordantCases } from '../../../verdict/discordant-cases.tsx'
import { VerdictStatement, VerdictTags } from '../../../verdict/verdict-statement.tsx'
import { PreferenceSection } from '../compare/preference-section.tsx'
import { NextStep } from './next-step.tsx'
import styles from './verdict.module.css'

export interface VerdictCardProps {
  readonly run: Run
  readonly index: number
  readonly verdict: Verdict
  readonly isSimulation: boolean
  /** What judges made of this pair. */
  readonly comparisons: readonly Comparison[]
  readonly onOpenCase: (row: number) => void
  readonly onHoldOut: () => void
  readonly onReview: () => void
}

/** The verdict on one column: what it says, and what to do next. */
export function VerdictCard(props: VerdictCardProps) {
  const { run, index, verdict, isSimulation, comparisons, onOpenCase, onHoldOut, onReview } = props
  const column = run.columns[index]
  if (!column) return null
  return (
    <article className={styles.card} data-testid="verdict-card" data-kind={verdict.kind} data-proven={verdict.isProven}>
      <header className={styles.cardHead}>
        <VariantBadge label={column.variantLabel} />
        {column.variantName === '' ? null : <span className={styles.name}>{column.variantName}</span>}
        <span className="muted">
          {column.modelId}
          {isSimulation ? ' · simulation' : ''} against {verdict.baselineLabel}
        </span>
        <span className={styles.tags}>
          <VerdictTags verdict={verdict} />
          <Explain word="verdict" />
        </span>
      </header>
      <VerdictStatement verdict={verdict} />
      <NextStep run={run} verdict={verdict} onHoldOut={onHoldOut} />
      <DiscordantCases verdict={verdict} onOpenCase={onOpenCase} />
      <PreferenceSection
        run={run}
        verdict={verdict}
        comparisons={comparisons}
        onOpenCase={onOpenCase}
        onReview={onReview}
      />
    </article>
  )
}
