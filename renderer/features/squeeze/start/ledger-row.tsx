import type { Assertion } from '../../../../shared/domain/score.ts'
import { type LedgerItem, LedgerItemType } from '../../../../shared/domain/squeeze.ts'
import { scorers } from '../../../../shared/score/registry.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Tag } from '../../../ui/marks.tsx'
import styles from './start.module.css'

export interface LedgerRowProps {
  readonly item: LedgerItem
  /** Its assertion is one of the eval set's. */
  readonly isInEvalSet: boolean
  readonly mayAssert: boolean
  readonly onChange: (part: Partial<LedgerItem>) => void
  readonly onRemove: () => void
  readonly onAssert: (assertion: Assertion) => void
}

export function LedgerRow({ item, isInEvalSet, mayAssert, onChange, onRemove, onAssert }: LedgerRowProps) {
  const { quote, type, isRequired, assertion, source } = item
  const name = quote.slice(0, 80)
  return (
    <li className={styles.row} data-testid="squeeze-rule" data-off={!isRequired}>
      <input
        type="checkbox"
        checked={isRequired}
        aria-label={`Required: ${name}`}
        title="Required: every candidate must still say it"
        onChange={() => onChange({ isRequired: !isRequired })}
      />
      <span className={styles.rowMain}>
        <q className={styles.quote} data-selectable>
          {quote}
        </q>
        {assertion ? (
          <span className={styles.rowNote}>
            Can be tested: {assertionText(assertion)}{' '}
            {isInEvalSet ? (
              <Tag tone="good">✓ in the eval set</Tag>
            ) : (
              <button
                type="button"
                className={styles.link}
                disabled={!mayAssert}
                onClick={() => onAssert(assertion)}
                data-testid="squeeze-assert"
              >
                Add to the eval set
              </button>
            )}
          </span>
        ) : null}
      </span>
      <span className={styles.rowSide}>
        <select
          className={styles.type}
          aria-label={`Type of rule: ${name}`}
          value={type}
          onChange={(event) => onChange({ type: LedgerItemType.parse(event.currentTarget.value) })}
        >
          {LedgerItemType.options.map((one) => (
            <option key={one} value={one}>
              {one}
            </option>
          ))}
        </select>
        {source === 'rule' ? null : <Tag>{source === 'user' ? 'yours' : 'by the model'}</Tag>}
        <IconButton icon="cancel" size={20} label="Remove this rule" onClick={onRemove} />
      </span>
    </li>
  )
}

function assertionText({ scorer, isNegated, value }: Assertion): string {
  const label = scorers.has(scorer) ? scorers.get(scorer).label : scorer
  return `${isNegated ? 'not: ' : ''}${label}${value ? ` “${value.slice(0, 60)}”` : ''}`
}
