import { formatUsd } from '../../../shared/cost/format-usd.ts'
import { variantLabel } from '../../../shared/domain/prompt.ts'
import { TextDiff } from '../../monaco/text-diff.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Delta } from '../../ui/marks.tsx'
import { VariantBadge } from '../../ui/variant-badge.tsx'
import styles from './compare-view.module.css'
import { formatChange, formatCount } from './format-count.ts'
import type { ComparedText } from './history-view.tsx'
import { type Desk, useDesk } from './use-desk.ts'

/** Another variant on the left, the current one on the right: message by message, with what it saves. */
export function CompareView({ left, desk }: { readonly left: ComparedText; readonly desk: Desk }) {
  const leftDesk = useDesk(desk.prompt, left.variant, left.content)
  const before = leftDesk.draft.content.messages
  const after = desk.draft.content.messages
  const labels = [left.label, variantLabel(desk.variant)] as const
  const rows = Array.from({ length: Math.max(before.length, after.length) }, (_, index) => index)
  return (
    <div className={styles.view} data-testid="compare-view">
      <header className={styles.summary}>
        <VariantBadge label={labels[0]} />
        <Icon name="chevron-right" size={12} />
        <VariantBadge label={labels[1]} />
        <Change label="tokens" before={leftDesk.totalTokens} after={desk.totalTokens} format={formatCount} />
        {desk.costs
          .slice(0, 3)
          .map((cost, index) =>
            cost ? (
              <Change
                key={cost.model.id}
                label={`${cost.model.label.replace(/ \(simulation\)$/, '')}, 1,000 calls`}
                before={times1000(leftDesk.costs[index]?.callNanoUsd)}
                after={times1000(cost.callNanoUsd)}
                format={(nanoUsd) => `≈ ${formatUsd(nanoUsd)}`}
              />
            ) : null,
          )}
      </header>
      <div className={styles.rows}>
        {rows.map((index) => (
          <section key={index} aria-label={`Message ${index + 1}`}>
            <h3 className={styles.message}>
              Message {index + 1}, {after[index]?.role ?? before[index]?.role}
              <Change
                label="tokens"
                before={leftDesk.templateTokens[index] ?? 0}
                after={desk.templateTokens[index] ?? 0}
                format={formatCount}
              />
            </h3>
            <TextDiff
              original={before[index]?.template ?? ''}
              modified={after[index]?.template ?? ''}
              labels={[`Message ${index + 1} of ${labels[0]}`, `Message ${index + 1} of ${labels[1]}`]}
            />
          </section>
        ))}
      </div>
    </div>
  )
}

interface ChangeProps {
  readonly label: string
  readonly before: number | null
  readonly after: number | null
  readonly format: (value: number | null) => string
}

function Change({ label, before, after, format }: ChangeProps) {
  const change = before === null || after === null ? null : formatChange(after, before)
  const tone = before === null || after === null || before === after ? 'neutral' : after < before ? 'good' : 'bad'
  return (
    <span className={styles.change}>
      {label}: {format(before)} to {format(after)}{' '}
      {change ? <Delta text={change} tone={change.startsWith('±') ? 'neutral' : tone} /> : null}
    </span>
  )
}

function times1000(nanoUsd: number | null | undefined): number | null {
  return nanoUsd === null || nanoUsd === undefined ? null : nanoUsd * 1000
}
