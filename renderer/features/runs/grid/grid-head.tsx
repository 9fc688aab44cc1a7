// biome-ignore-all lint/a11y/useSemanticElements: a head of the virtual grid
// biome-ignore-all lint/a11y/useFocusableInteractive: the buttons in the cells take the focus
import type { CSSProperties } from 'react'
import { formatUsd } from '../../../../shared/cost/format-usd.ts'
import type { ColumnSummary } from '../../../../shared/domain/results.ts'
import { isUnderWay, type Run } from '../../../../shared/domain/run.ts'
import { CUT_LIMIT, cutRate } from '../../../../shared/evaluate/describe-cut.ts'
import { countText, durationText, intervalText, percentText, plural } from '../../../ui/figures.ts'
import { Delta, Tag } from '../../../ui/marks.tsx'
import { VariantBadge } from '../../../ui/variant-badge.tsx'
import type { Again } from '../cell/ask-again-menu.tsx'
import { ColumnMenu } from './column-menu.tsx'
import { differenceFrom } from './difference-from.ts'
import styles from './results-grid.module.css'
import type { ResultView } from './use-result-view.ts'

export interface GridHeadProps {
  readonly run: Run
  readonly index: number
  /** Null until the totals are there. */
  readonly summary: ColumnSummary | null
  readonly baseline: ColumnSummary | null
  readonly view: ResultView
  readonly style: CSSProperties
  readonly onAskAgain: (again: Again) => void
}

/** A column's variant, model and totals. */
export function GridHead({ run, index, summary, baseline, view, style, onAskAgain }: GridHeadProps) {
  const column = run.columns[index]
  if (!column) return null
  const isBaseline = view.baseline === index
  const { sort } = view.view
  const isSorted = sort?.column?.variantId === column.variantId && sort.column.modelId === column.modelId
  const difference = baseline && summary && !isBaseline ? differenceFrom(baseline, summary) : null
  return (
    <div
      className={styles.headCell}
      role="columnheader"
      aria-colindex={index + 2}
      aria-sort={isSorted ? (sort.isDescending ? 'descending' : 'ascending') : 'none'}
      style={style}
      data-testid="results-column"
    >
      <div className={styles.headTitle}>
        <VariantBadge label={column.variantLabel} />
        <span className={styles.variantName} title={`${column.promptName}, ${column.variantName}`}>
          {column.variantName}
        </span>
        {isBaseline ? (
          <Tag tone="accent">baseline</Tag>
        ) : view.view.filter === 'disagreeing' && view.baseline === null && index === 0 ? (
          <Tag tone="accent">compared with</Tag>
        ) : null}
        <ColumnMenu
          run={run}
          index={index}
          view={view}
          isSimulation={summary?.isSimulation ?? false}
          onAskAgain={onAskAgain}
        />
      </div>
      <div className={styles.headModel} title={column.modelId}>
        {column.modelId}
        {summary?.isSimulation ? ' · simulation' : ''}
      </div>
      {summary && summary.answered === 0 ? (
        <div className={styles.headFigures}>
          <span>{isUnderWay(run) ? 'no answer yet' : 'no answer'}</span>
          {summary.failed > 0 ? <Tag tone="warn">{plural(summary.failed, 'error')}</Tag> : null}
        </div>
      ) : summary ? (
        <>
          <div className={styles.headRate}>
            <strong data-testid="column-pass-rate">{percentText(summary.passRate)}</strong>
            {summary.passRateInterval ? (
              <span title="95 % interval (Wilson)">95 %: {intervalText(summary.passRateInterval)}</span>
            ) : (
              <span>not scored</span>
            )}
            {difference?.quality ? <Delta {...difference.quality} /> : null}
          </div>
          <div className={styles.headFigures}>
            <span title="Passed of scored">
              {countText(summary.passed)} / {countText(summary.scored)}
            </span>
            {summary.meanScore === null || summary.meanScore === summary.passRate ? null : (
              <span title="Mean score">score {summary.meanScore.toFixed(3)}</span>
            )}
            {run.spec.repeats > 1 && summary.passAllRate !== null ? (
              <span title={`pass^${run.spec.repeats}: cases of which all ${run.spec.repeats} trials passed`}>
                pass^{run.spec.repeats} {percentText(summary.passAllRate)}
              </span>
            ) : null}
            {summary.failed > 0 ? <Tag tone="warn">{plural(summary.failed, 'error')}</Tag> : null}
            <CutShare {...summary} />
            {summary.isOnFront ? <Tag tone="accent">on the front</Tag> : null}
          </div>
          <div className={styles.headFigures}>
            <strong title="Mean cost of 1,000 calls" data-testid="column-cost">
              {costText(summary)}
            </strong>
            {difference?.cost ? <Delta {...difference.cost} /> : null}
            <span title="Mean prompt and output tokens of a call">
              {countText(summary.meanPromptTokens)} +{' '}
              {summary.meanOutputTokens === null ? '–' : summary.meanOutputTokens.toFixed(1)} tok
            </span>
            {difference?.tokens ? <Delta {...difference.tokens} /> : null}
          </div>
          <div className={styles.headFigures}>
            <span title="Latency: median and 95th percentile">
              p50 {durationText(summary.latencyP50Ms)} · p95 {durationText(summary.latencyP95Ms)}
            </span>
            {difference?.latency ? <Delta {...difference.latency} /> : null}
            {summary.flakyCases > 0 ? <Tag tone="warn">{countText(summary.flakyCases)} flaky</Tag> : null}
            {summary.cached > 0 ? (
              <span title="Answered from the cache">{countText(summary.cached)} cached</span>
            ) : null}
          </div>
        </>
      ) : (
        <span className={styles.waiting} />
      )}
    </div>
  )
}

/** Answers that end at the output limit: a figure, and a warning from where the limit is to be raised. */
function CutShare({ answered, cut }: Pick<ColumnSummary, 'answered' | 'cut'>) {
  const rate = cutRate({ answered, cut })
  if (rate === null || cut === 0) return null
  const isMuch = rate >= CUT_LIMIT
  const title = `${countText(cut)} of ${countText(answered)} answers end at the output limit`
  return (
    <span title={isMuch ? `${title}: raise it, under Parameters` : title} data-testid="column-cut">
      {isMuch ? <Tag tone="warn">{percentText(rate)} cut</Tag> : `${percentText(rate)} cut`}
    </span>
  )
}

function costText({ costPer1000NanoUsd }: ColumnSummary): string {
  return costPer1000NanoUsd === null ? 'unpriced' : `${formatUsd(costPer1000NanoUsd)} / 1,000`
}
