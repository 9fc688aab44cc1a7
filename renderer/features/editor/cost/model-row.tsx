import { formatUsd } from '../../../../shared/cost/format-usd.ts'
import { formatTokens } from '../../../../shared/tokens/format-tokens.ts'
import { Tag } from '../../../ui/marks.tsx'
import styles from '../side-pane.module.css'
import { FRAMING, type ModelCost } from './model-costs.ts'

export interface ModelRowProps {
  readonly label: string
  readonly isSimulation: boolean
  readonly isCheapest: boolean
  /** Null while counting. */
  readonly cost: ModelCost | null
  /** Asks the provider for its own count; null where it cannot be asked. */
  readonly onCountExactly: (() => void) | null
  readonly isCounting: boolean
}

/** One model's tokens with what is known of their error, and its costs. */
export function ModelRow({ label, isSimulation, isCheapest, cost, onCountExactly, isCounting }: ModelRowProps) {
  return (
    <div className={styles.model} data-testid="model-cost">
      <div className={styles.modelHead}>
        <span className={styles.modelName} title={label}>
          {label}
        </span>
        {isSimulation ? <Tag>simulation</Tag> : null}
        {isCheapest ? <Tag tone="good">cheapest</Tag> : null}
        {cost ? <CountBasis cost={cost} onCountExactly={onCountExactly} isCounting={isCounting} /> : null}
      </div>
      <dl className={styles.money}>
        <dt>tokens in</dt>
        <dt>per call</dt>
        <dt>1,000 calls</dt>
        <dt>per month</dt>
        <dd title={cost?.basis} data-testid="model-tokens">
          {cost === null ? '…' : formatTokens(cost.inputTokens, cost.bandRatio)}
        </dd>
        <dd data-testid="cost-per-call">{money(cost, (one) => one.callNanoUsd)}</dd>
        <dd>{money(cost, (one) => (one.callNanoUsd === null ? null : one.callNanoUsd * 1000))}</dd>
        <dd>{money(cost, (one) => one.monthNanoUsd)}</dd>
      </dl>
      {cost?.isTooLong ? <p className={styles.bad}>Prompt and output do not fit into this model's context.</p> : null}
    </div>
  )
}

/** What of the count is not the user's text, and how exact the whole is. */
function CountBasis({
  cost,
  onCountExactly,
  isCounting,
}: Pick<ModelRowProps, 'onCountExactly' | 'isCounting'> & { cost: ModelCost }) {
  const overheads = cost.overheads.filter(({ tokens }) => Math.round(tokens) !== 0)
  const mayAsk = onCountExactly !== null && cost.exact === null
  if (overheads.length === 0 && !mayAsk && cost.exact === null) return null
  return (
    <div className={styles.basis}>
      {overheads.map(({ label, tokens, note }) => (
        <span key={label} title={note} data-testid="overhead">
          {label === FRAMING ? 'framing' : label} {Math.round(tokens).toLocaleString('en-US')}
        </span>
      ))}
      {cost.exact ? (
        <span data-testid="exact-count">counted by the provider, {dayText(cost.exact.countedAt)}</span>
      ) : null}
      {mayAsk ? (
        <button
          type="button"
          className={styles.countExactly}
          disabled={isCounting}
          onClick={onCountExactly}
          data-testid="count-exactly"
          title="Sends this text to the provider's endpoint that counts tokens. Free."
        >
          {isCounting ? 'Counting…' : 'Count exactly'}
        </button>
      ) : null}
    </div>
  )
}

function money(cost: ModelCost | null, pick: (cost: ModelCost) => number | null): string {
  if (cost === null) return '…'
  const nanoUsd = pick(cost)
  return nanoUsd === null ? 'unpriced' : `≈ ${formatUsd(nanoUsd)}`
}

function dayText(iso: string): string {
  return new Date(iso).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })
}
