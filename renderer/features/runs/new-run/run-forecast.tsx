import { formatUsd } from '../../../../shared/cost/format-usd.ts'
import { isOldPrice, priceAgeDays } from '../../../../shared/cost/price-age.ts'
import type { RunPreview } from '../../../../shared/domain/run.ts'
import { aboutTime, describeTimeBasis } from '../../../../shared/evaluate/describe-time.ts'
import { formatTokens } from '../../../../shared/tokens/format-tokens.ts'
import { countText } from '../../../ui/figures.ts'
import { Icon } from '../../../ui/icon.tsx'
import { Tag } from '../../../ui/marks.tsx'
import { JudgeNotes, JudgeRow } from './judge-forecast.tsx'
import styles from './new-run.module.css'

export interface RunForecastProps {
  readonly preview: RunPreview | null
  readonly error: Error | null
  readonly isStale: boolean
  /** What is still to be chosen; null when all is. */
  readonly missing: string | null
  readonly hasSimulation: boolean
  readonly isBatch: boolean
}

/** What the run would do and cost, before it starts. */
export function RunForecast({ preview, error, isStale, missing, hasSimulation, isBatch }: RunForecastProps) {
  if (missing) return <p className="muted">{missing}</p>
  if (error) return <Problems title="What it would cost could not be told" problems={[error.message]} />
  if (!preview) return <p className="muted">Counting cells and tokens…</p>
  const { cells, duplicates, expectedCacheHits, calls, perModel, unpricedModelIds, problems, notes } = preview
  return (
    <div className={styles.forecast} data-stale={isStale} data-testid="new-run-preview" aria-live="polite">
      <p className={styles.costRange} data-testid="new-run-cost">
        {costText(preview)}
      </p>
      <p className={styles.costNote}>
        {calls === 0 ? nothingSentNote(preview) : rangeNote(preview)}
        {unpricedModelIds.length > 0 ? ` Not counted, since unpriced: ${unpricedModelIds.join(', ')}.` : ''}
      </p>
      {hasSimulation ? (
        <p className={styles.simulation}>
          Simulation: example prices, no money is spent, and the answers say nothing about real models.
        </p>
      ) : null}
      <p className={styles.time} data-testid="new-run-time">
        {timeText(preview)}
      </p>
      <p className={styles.costNote}>{timeNote(preview)}</p>
      <dl className={styles.counts}>
        <Count name="cells" value={cells} />
        {duplicates > 0 ? <Count name="asked twice in this run" value={-duplicates} /> : null}
        {expectedCacheHits > 0 ? <Count name="answered from the cache" value={-expectedCacheHits} /> : null}
        <Count name="calls to send" value={calls} />
      </dl>
      <table className={styles.perModel}>
        <thead>
          <tr>
            <th>Model</th>
            <th>Calls</th>
            <th>Input tokens</th>
            <th>Output tokens</th>
            <th>Cost</th>
          </tr>
        </thead>
        <tbody>
          {perModel.map((model) => (
            <tr key={model.modelId}>
              <td title={model.modelId}>
                {model.label} {model.hasKey ? null : <Tag tone="warn">no key</Tag>} <PriceMarks model={model} />
              </td>
              <td>{countText(model.calls)}</td>
              <td
                title={
                  model.isInputExact
                    ? undefined
                    : 'Estimated: this model’s tokenizer is not public, or a sample was counted.'
                }
              >
                {inputText(model)}
              </td>
              <td>≈ {rangeText(countText(model.outputTokensLow), countText(model.outputTokensHigh))}</td>
              <td>
                {model.costLowNanoUsd === null
                  ? 'unpriced'
                  : `≈ ${rangeText(formatUsd(model.costLowNanoUsd), formatUsd(model.costHighNanoUsd))}`}
              </td>
            </tr>
          ))}
          {preview.judge ? <JudgeRow judge={preview.judge} /> : null}
        </tbody>
      </table>
      {preview.judge ? <JudgeNotes judge={preview.judge} isBatch={isBatch} /> : null}
      <Notes notes={notes} />
      <Problems title="Mend this before the run can start" problems={problems} />
    </div>
  )
}

/** What to know of the prices behind the cost: their age, and what was taken off. */
function PriceMarks({ model: { priceReadOn, discountRatio } }: { readonly model: RunPreview['perModel'][number] }) {
  const today = new Date().toISOString().slice(0, 10)
  return (
    <>
      {priceReadOn !== null && isOldPrice(priceReadOn, today) ? (
        <span title={`The prices were read on ${priceReadOn}. Import newer ones on the page Models.`}>
          <Tag tone="warn">prices {priceAgeDays(priceReadOn, today)} days old</Tag>
        </span>
      ) : null}
      {discountRatio > 0 ? (
        <span title="Your discount is in the cost already">
          <Tag>−{Number((discountRatio * 100).toFixed(2))} %</Tag>
        </span>
      ) : null}
    </>
  )
}

function Count({ name, value }: { readonly name: string; readonly value: number }) {
  return (
    <>
      <dd>{value < 0 ? `− ${countText(-value)}` : countText(value)}</dd>
      <dt>{name}</dt>
    </>
  )
}

function Notes({ notes }: { readonly notes: readonly string[] }) {
  if (notes.length === 0) return null
  return (
    <ul className={styles.notes} data-testid="new-run-notes">
      {notes.map((note) => (
        <li key={note}>{note}</li>
      ))}
    </ul>
  )
}

function Problems({ title, problems }: { readonly title: string; readonly problems: readonly string[] }) {
  if (problems.length === 0) return null
  return (
    <div className={styles.problems} role="alert" data-testid="new-run-problems">
      <strong>
        <Icon name="warning" size={14} /> {title}
      </strong>
      <ul>
        {problems.map((problem) => (
          <li key={problem}>{problem}</li>
        ))}
      </ul>
    </div>
  )
}

/** "≈ $0.0142 to $0.0610". */
export function costText({
  costLowNanoUsd: low,
  costHighNanoUsd: high,
  calls,
  unpricedModelIds,
  perModel,
  judge,
}: RunPreview): string {
  if (calls === 0) return judge === null ? '$0' : `≤ ${formatUsd(judge.costHighNanoUsd)}`
  if (unpricedModelIds.length === perModel.length) return 'unpriced'
  return `≈ ${rangeText(formatUsd(low), formatUsd(high))}${unpricedModelIds.length > 0 ? ' and more' : ''}`
}

function inputText({ isInputExact, inputTokens, inputBandRatio }: RunPreview['perModel'][number]): string {
  if (inputBandRatio !== null) return formatTokens(inputTokens, inputBandRatio)
  return `${isInputExact ? '' : '≈ '}${countText(inputTokens)}`
}

/** "≈ 75 s to 5 min". */
function timeText({ calls, time }: RunPreview): string {
  return calls === 0 ? 'No time to speak of' : `≈ ${rangeText(aboutTime(time.lowMs), aboutTime(time.highMs))}`
}

function timeNote({ calls, time }: RunPreview): string {
  return calls === 0 ? '' : describeTimeBasis(time)
}

function nothingSentNote({ judge }: RunPreview): string {
  const answers = 'every answer is known already.'
  return judge === null ? `Nothing is sent: ${answers}` : `Only the judge is asked, unless it was before: ${answers}`
}

function rangeNote({ perModel }: RunPreview): string {
  const isInputExact = perModel.every((model) => model.isInputExact)
  return `${isInputExact ? 'Input counted exactly' : 'Input estimated'}; the range is that of the answers’ length.`
}

function rangeText(low: string, high: string): string {
  return low === high ? low : `${low} to ${high}`
}
