import { memo } from 'react'
import { formatUsd } from '../../../../shared/cost/format-usd.ts'
import { pricesFor } from '../../../../shared/cost/prices-for.ts'
import type { CatalogModel } from '../../../../shared/domain/model.ts'
import type { SqueezeEdit } from '../../../../shared/domain/squeeze.ts'
import { costText, differenceText } from '../../../../shared/verdict/verdict-sentence.ts'
import { EditDiff } from '../../../ui/edit-diff.tsx'
import { Delta, Tag } from '../../../ui/marks.tsx'
import { savingText } from '../../../ui/saving-text.ts'
import styles from '../result.module.css'
import type { EditStep } from './edit-step.ts'

export interface EditRowProps {
  readonly edit: SqueezeEdit
  readonly isTaken: boolean
  /** Taken, but another one has its text. */
  readonly isShadowed: boolean
  /** Rules that it states anew. */
  readonly replaced: readonly string[]
  /** Cases were asked, so that what needs an eval has had one. */
  readonly hasCases: boolean
  /** The step of an optimization that brought it; null where nothing was bred, or the candidate does not have it. */
  readonly step: EditStep | null
  readonly price: CatalogModel['price']
  readonly onToggle: (id: string) => void
}

const SHOWN_CHANGES = 4
const RISKS = { R0: 'lossless', R1: 'near-lossless', R2: 'needs an eval' } as const

/** One edit: what it changes, why, what it saves, and what is known about its effect. */
export const EditRow = memo(function EditRow(props: EditRowProps) {
  const { edit, isTaken, isShadowed, replaced, hasCases, step, price, onToggle } = props
  const { id, label, reason, risk, changes, savedTokens, evidence } = edit
  return (
    <li className={styles.edit} data-taken={isTaken} data-testid="squeeze-edit">
      <label className={styles.editHead}>
        <input type="checkbox" checked={isTaken} aria-label={`Take: ${label}`} onChange={() => onToggle(id)} />
        <span className={styles.editLabel}>{label}</span>
        {risk === 'R0' || (risk === 'R2' && hasCases) ? null : (
          <Tag tone={risk === 'R2' ? 'warn' : 'neutral'}>{RISKS[risk]}</Tag>
        )}
        <span className={styles.saving}>
          {savingText(savedTokens)} tok
          <span className="muted" title="Saved per 1,000 calls at the input price">
            {' '}
            {moneyText(savedTokens, price)}
          </span>
        </span>
      </label>
      {changes.slice(0, SHOWN_CHANGES).map(({ messageIndex, start, original, replacement }) => (
        <EditDiff
          key={`${messageIndex}-${start}`}
          original={withoutEdge(original, replacement)}
          replacement={replacement}
        />
      ))}
      {changes.length > SHOWN_CHANGES ? (
        <p className={styles.rowNote}>
          … and {changes.length - SHOWN_CHANGES} more {changes.length - SHOWN_CHANGES === 1 ? 'place' : 'places'}.
        </p>
      ) : null}
      <p className={styles.rowNote}>
        {reason} Gates: ✓ passed.
        {evidence ? (
          <>
            {' '}
            The text is worth{' '}
            <Delta
              text={differenceText(evidence.points / 100, { low: evidence.low / 100, high: evidence.high / 100 })}
              tone={evidence.low > 0 ? 'bad' : evidence.high < 0 ? 'good' : 'neutral'}
            />
            , {evidence.method}, {evidence.cases} cases.
          </>
        ) : null}
        {step ? <StepText step={step} /> : null}
      </p>
      {replaced.map((quote) => (
        <p key={quote} className={styles.restated}>
          Says anew: “{quote.slice(0, 160)}”. Look at it.
        </p>
      ))}
      {isShadowed ? <p className={styles.restated}>Has no effect: another edit that you took has this text.</p> : null}
    </li>
  )
})

/** "Step from 2 to 6, with 33 other edits: +2.5 points, cost 16 % less, 40 cases." */
function StepText({ step }: { readonly step: EditStep }) {
  const { number, parentNumber, companions, difference, costRatio, cases } = step
  const parent = parentNumber === 0 ? 'the original' : String(parentNumber)
  const others = companions === 0 ? 'alone' : `with ${companions} other ${companions === 1 ? 'edit' : 'edits'}`
  return (
    <span data-testid="squeeze-edit-step">
      {' '}
      Step from {parent} to {number}, {others}:{' '}
      {difference === null ? (
        'not measured on the same cases.'
      ) : (
        <>
          <Delta
            text={differenceText(difference, null)}
            tone={difference > 0.0005 ? 'good' : difference < -0.0005 ? 'bad' : 'neutral'}
          />
          , cost {costText({ costRatio, costRatioInterval: null })}, {cases} cases.
        </>
      )}
    </span>
  )
}

/** What is cut whole needs no empty lines around it to be seen. */
function withoutEdge(original: string, replacement: string): string {
  return replacement === '' && original.trim() !== '' ? original.trim() : original
}

/** "−$0.0021 / 1,000": what it saves in a thousand calls, at the input price. */
function moneyText(savedTokens: number, price: CatalogModel['price']): string {
  if (price === null) return '· unpriced'
  const nanoUsd = Math.round(savedTokens * pricesFor(price, 0).input * 1000 * 1000)
  if (nanoUsd === 0) return ''
  return `· ${nanoUsd > 0 ? '−' : '+'}${formatUsd(Math.abs(nanoUsd))} / 1,000`
}
