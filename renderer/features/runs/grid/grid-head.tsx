// biome-ignore-all lint/a11y/useSemanticElements: a head of the virtual grid
// biome-ignore-all lint/a11y/useFocusableInteractive: the buttons in the cells take the focus
import { Menu } from '@mantine/core'
import type { CSSProperties } from 'react'
import { formatUsd } from '../../../../shared/cost/format-usd.ts'
import type { ColumnSummary, ResultSort } from '../../../../shared/domain/results.ts'
import type { Run } from '../../../../shared/domain/run.ts'
import { useNavigate } from '../../../client/services.tsx'
import { countText, durationText, intervalText, percentText, plural } from '../../../ui/figures.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Delta, Tag } from '../../../ui/marks.tsx'
import { VariantBadge } from '../../../ui/variant-badge.tsx'
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
}

/** A column's variant, model and totals. */
export function GridHead({ run, index, summary, baseline, view, style }: GridHeadProps) {
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
        {isBaseline ? <Tag tone="accent">baseline</Tag> : null}
        <ColumnMenu run={run} index={index} view={view} isSimulation={summary?.isSimulation ?? false} />
      </div>
      <div className={styles.headModel} title={column.modelId}>
        {column.modelId}
        {summary?.isSimulation ? ' · simulation' : ''}
      </div>
      {summary && summary.answered === 0 ? (
        <div className={styles.headFigures}>
          <span>{run.state === 'running' ? 'no answer yet' : 'no answer'}</span>
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
            {difference?.quality ? <Delta text={difference.quality} tone="neutral" /> : null}
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
            {summary.isOnFront ? <Tag tone="accent">on the front</Tag> : null}
          </div>
          <div className={styles.headFigures}>
            <strong title="Mean cost of 1,000 calls" data-testid="column-cost">
              {costText(summary)}
            </strong>
            {difference?.cost ? <Delta text={difference.cost.text} tone={difference.cost.tone} /> : null}
            <span title="Mean prompt and output tokens of a call">
              {countText(summary.meanPromptTokens)} +{' '}
              {summary.meanOutputTokens === null ? '–' : summary.meanOutputTokens.toFixed(1)} tok
            </span>
          </div>
          <div className={styles.headFigures}>
            <span title="Latency: median and 95th percentile">
              p50 {durationText(summary.latencyP50Ms)} · p95 {durationText(summary.latencyP95Ms)}
            </span>
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

function costText({ costPer1000NanoUsd }: ColumnSummary): string {
  return costPer1000NanoUsd === null ? 'unpriced' : `${formatUsd(costPer1000NanoUsd)} / 1,000`
}

const SORTS: readonly { readonly label: string; readonly by: ResultSort['by']; readonly isDescending: boolean }[] = [
  { label: 'Score, lowest first', by: 'score', isDescending: false },
  { label: 'Score, highest first', by: 'score', isDescending: true },
  { label: 'Cost, highest first', by: 'cost', isDescending: true },
  { label: 'Latency, highest first', by: 'latency', isDescending: true },
  { label: 'Tokens, highest first', by: 'tokens', isDescending: true },
]

const DIFFERENCES: typeof SORTS = [
  { label: 'Lost most score first', by: 'score', isDescending: false },
  { label: 'Gained most score first', by: 'score', isDescending: true },
  { label: 'Cost rose most first', by: 'cost', isDescending: true },
  { label: 'Latency rose most first', by: 'latency', isDescending: true },
]

interface ColumnMenuProps extends Pick<GridHeadProps, 'run' | 'index' | 'view'> {
  readonly isSimulation: boolean
}

function ColumnMenu({ run, index, view, isSimulation }: ColumnMenuProps) {
  const { go } = useNavigate()
  const column = run.columns[index]
  const baseline = view.baseline === null ? null : run.columns[view.baseline]
  if (!column) return null
  const { variantId, modelId, promptId } = column
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <IconButton
          icon="more"
          size={20}
          label={`More for ${column.variantLabel} on ${modelId}`}
          testId="column-menu"
        />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => go({ page: 'prompts', promptId, variantId })}>Open in the editor</Menu.Item>
        <Menu.Item
          // Code cannot call a simulation: the export page then offers the first real model.
          onClick={() => go({ page: 'export', variantId, runId: run.id, ...(isSimulation ? {} : { modelId }) })}
        >
          Export…
        </Menu.Item>
        <Menu.Item onClick={() => view.setBaseline(view.baseline === index ? null : index)}>
          {view.baseline === index ? 'Do not compare with this' : 'Compare the others with this'}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>Sort the cases by</Menu.Label>
        {SORTS.map(({ label, by, isDescending }) => (
          <Menu.Item
            key={label}
            onClick={() => view.change({ sort: { by, isDescending, column: { variantId, modelId } } })}
          >
            {label}
          </Menu.Item>
        ))}
        {baseline && view.baseline !== index ? (
          <>
            <Menu.Label>Sort by the difference to {baseline.variantLabel}</Menu.Label>
            {DIFFERENCES.map(({ label, by, isDescending }) => (
              <Menu.Item
                key={label}
                onClick={() =>
                  view.change({
                    sort: {
                      by,
                      isDescending,
                      column: { variantId, modelId },
                      minus: { variantId: baseline.variantId, modelId: baseline.modelId },
                    },
                  })
                }
              >
                {label}
              </Menu.Item>
            ))}
          </>
        ) : null}
        <Menu.Divider />
        <Menu.Item
          disabled={view.shown.length === 1}
          onClick={() => view.change({ hidden: [...view.view.hidden, index] })}
        >
          Hide this column
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
