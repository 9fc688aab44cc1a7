import { formatUsd } from '../../../../shared/cost/format-usd.ts'
import { type Role, variantLabel } from '../../../../shared/domain/prompt.ts'
import { plainLabel } from '../../../../shared/models/plain-label.ts'
import { useDraft } from '../../../client/use-draft.ts'
import { TextMerge } from '../../../monaco/text-merge.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { Delta } from '../../../ui/marks.tsx'
import { VariantBadge } from '../../../ui/variant-badge.tsx'
import { replaceMessage } from '../messages/replace-message.ts'
import { formatChange, formatCount } from '../tokens/format-count.ts'
import { type Desk, useDesk } from '../use-desk.ts'
import styles from './compare-view.module.css'
import type { ComparedText } from './history-view.tsx'

/** Another variant on the left, the current one on the right: message by message, with what it saves. */
export function CompareView({ left, desk }: { readonly left: ComparedText; readonly desk: Desk }) {
  const leftDesk = useDesk(desk.prompt, left.variant, left.content)
  // Both sides are typed into: an older text must not come back over a newer one.
  const before = useDraft(left.variant, left.content).content.messages
  const after = useDraft(desk.variant).content.messages
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
                label={`${plainLabel(cost.model.label)}, 1,000 calls`}
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
              <Change
                label="input, 1,000 calls"
                before={inputCost(leftDesk, index)}
                after={inputCost(desk, index)}
                format={(nanoUsd) => (nanoUsd === null ? 'unpriced' : `≈ ${formatUsd(nanoUsd)}`)}
              />
            </h3>
            <TextMerge
              original={before[index]?.template ?? ''}
              modified={after[index]?.template ?? ''}
              names={labels}
              label={`Message ${index + 1}`}
              onOriginal={left.content ? null : writer(leftDesk, index, after[index]?.role)}
              onModified={writer(desk, index, before[index]?.role)}
            />
          </section>
        ))}
      </div>
    </div>
  )
}

/** Writes a message of a tab; the one after its last is made, with the role that it has on the other side. */
function writer({ draft }: Desk, index: number, role: Role | undefined): ((template: string) => void) | null {
  const count = draft.content.messages.length
  if (index > count) return null
  return (template) =>
    draft.edit((content) => ({
      ...content,
      messages:
        index === count
          ? [...content.messages, { role: role ?? 'user', template }]
          : replaceMessage(content.messages, index, { template }),
    }))
}

/** What a message's text costs as input of 1,000 calls of the first chosen model. */
function inputCost({ costs, templateTokens }: Desk, index: number): number | null {
  const [cost] = costs
  if (!cost || cost.inputNanoUsd === null || cost.inputTokens === 0) return null
  return Math.round((1000 * (templateTokens[index] ?? 0) * cost.tokenRatio * cost.inputNanoUsd) / cost.inputTokens)
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
