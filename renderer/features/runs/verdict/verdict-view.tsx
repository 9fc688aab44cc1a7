import { NativeSelect, SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { columnName } from '../../../../shared/charts/frontier-points.ts'
import type { ColumnSummary } from '../../../../shared/domain/results.ts'
import type { Run } from '../../../../shared/domain/run.ts'
import {
  CasePart,
  type ColumnRef,
  type SplitStatus,
  type Verdict,
  type VerdictKind,
} from '../../../../shared/domain/verdict.ts'
import { useCommand } from '../../../client/use-command.ts'
import { useRoute } from '../../../client/use-route.ts'
import { Explain } from '../../../ui/explain.tsx'
import { countText, plural } from '../../../ui/figures.ts'
import { Icon } from '../../../ui/icon.tsx'
import { EmptyState, FailedState, LoadingRows } from '../../../ui/states.tsx'
import { HiddenVerdict } from './hidden-verdict.tsx'
import { RuleFields } from './rule-fields.tsx'
import styles from './verdict.module.css'
import { VerdictCard } from './verdict-card.tsx'

export interface VerdictViewProps {
  readonly run: Run
  readonly columns: readonly ColumnSummary[]
  /** Index of the column that the others are held against. */
  readonly baseline: number
  readonly onBaseline: (index: number) => void
  readonly onOpenCase: (row: number, columnIndex: number) => void
  /** Review this column against the baseline by hand. */
  readonly onReview: (columnIndex: number, part: CasePart) => void
}

/** May the cheaper one be shipped? A card for every column against the baseline. */
export function VerdictView({ run, columns, baseline, onBaseline, onOpenCase, onReview }: VerdictViewProps) {
  const [part, setPart] = useState<CasePart>('dev')
  const ref = refOf(run, baseline)
  const report = useRoute('verdicts.list', run.columns.length > 1 ? { runId: run.id, baseline: ref, part } : null, {
    keepPrevious: true,
  })
  const cheapest = useRoute(
    'verdicts.cheapest',
    run.columns.length > 2 ? { runId: run.id, baseline: ref, part } : null,
    {
      keepPrevious: true,
    },
  )
  const look = useCommand('verdicts.look')
  const comparisons = useRoute(
    'comparisons.list',
    run.columns.length > 1 ? { runId: run.id, baseline: ref, part } : null,
    { keepPrevious: true },
  )
  if (run.columns.length < 2) {
    return (
      <EmptyState icon="runs" title="Nothing to compare">
        A verdict holds one variant or model against another on the same cases. Run two together.
      </EmptyState>
    )
  }
  if (report.error && !report.data) return <FailedState error={report.error} onRetry={() => void report.refetch()} />
  if (!report.data) return <LoadingRows label="Computing verdicts" />
  const { split, verdicts, rule, assertions, judgeKinModelIds: kin } = report.data
  return (
    <div className={styles.view} data-testid="verdict-view">
      <header className={styles.controls}>
        <NativeSelect
          label="Baseline"
          value={String(baseline)}
          onChange={(event) => onBaseline(Number(event.currentTarget.value))}
          data={run.columns.map((column, index) => ({
            value: String(index),
            label: `${columnName(column)} · ${column.modelId}`,
          }))}
          data-testid="verdict-baseline"
        />
        <div className={styles.field}>
          <span className={styles.fieldName} data-worn={split.isWorn}>
            Cases · <span data-testid="verdict-looks">{looksText(split)}</span>
            <Explain word="hold-out" />
          </span>
          <SegmentedControl
            aria-label="Cases to decide on"
            value={part}
            onChange={(value) => setPart(CasePart.parse(value))}
            data={[
              { value: 'dev', label: `Development (${countText(split.devCases)})` },
              { value: 'hold-out', label: `Hold-out (${countText(split.holdOutCases)})` },
              { value: 'all', label: 'All' },
            ]}
            data-testid="verdict-part"
          />
        </div>
        <RuleFields key={JSON.stringify(rule)} projectId={run.projectId} rule={rule} assertions={assertions} />
      </header>
      {kin.length > 0 ? (
        <p className={styles.kin} role="note" data-testid="verdict-kin">
          <Icon name="warning" size={14} /> A judge of these scores is of one family with {kin.join(', ')}, and models
          tend to prefer their own kind. Better judge by a model of another family.
        </p>
      ) : null}
      {cheapest.data ? (
        <p className={styles.cheapest} data-testid="verdict-cheapest">
          {cheapest.data.sentence}
        </p>
      ) : null}
      <div className={styles.cards}>
        {inOrder(verdicts).map(({ candidate, verdict }) => {
          const index = run.columns.findIndex((column) => isSame(column, candidate))
          const summary = columns[index] ?? null
          return verdict === null ? (
            <HiddenVerdict
              key={index}
              run={run}
              index={index}
              split={split}
              part={part}
              isBusy={look.isRunning}
              onLook={() => void look.run({ runId: run.id, baseline: ref, candidate })}
            />
          ) : (
            <VerdictCard
              key={index}
              run={run}
              index={index}
              verdict={verdict}
              isSimulation={summary?.isSimulation ?? false}
              comparisons={(comparisons.data ?? []).filter((each) => isSame(each.candidate, candidate))}
              onOpenCase={(row) => onOpenCase(row, index)}
              onReview={() => onReview(index, part)}
              onHoldOut={() => setPart('hold-out')}
            />
          )
        })}
      </div>
    </div>
  )
}

const RANKS: readonly VerdictKind[] = ['not-worse-and-cheaper', 'cheaper-undecided', 'unknown', 'worse', 'no-saving']

/**
 * What may be shipped comes first, then what more cases could settle; ties stay in the order of the columns. While some are hidden
 * all stay where they are: a card must not leave from under the button that shows it.
 */
function inOrder<Row extends { readonly verdict: Verdict | null }>(rows: readonly Row[]): readonly Row[] {
  if (rows.some(({ verdict }) => verdict === null)) return rows
  const rankOf = ({ verdict }: Row) => (verdict === null ? 0 : RANKS.indexOf(verdict.kind))
  return rows.toSorted((a, b) => rankOf(a) - rankOf(b))
}

function looksText({ looks, isWorn }: SplitStatus): string {
  if (looks === 0) return 'hold-out not looked at yet'
  return `hold-out used ${plural(looks, 'time')}${isWorn ? ': worn, add new cases' : ' of 5'}`
}

function refOf({ columns }: Run, index: number): ColumnRef {
  const column = columns[index] ?? columns[0]
  if (!column) throw new Error('A run has at least one column.')
  return { variantId: column.variantId, modelId: column.modelId }
}

function isSame(a: ColumnRef, b: ColumnRef): boolean {
  return a.variantId === b.variantId && a.modelId === b.modelId
}
