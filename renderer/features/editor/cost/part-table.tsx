import { type CSSProperties, useState } from 'react'
import { type Amounts, addAmounts, type PartAmounts } from '../../../../shared/breakdown/part-amounts.ts'
import type { PromptPart } from '../../../../shared/breakdown/prompt-parts.ts'
import { formatUsd } from '../../../../shared/cost/format-usd.ts'
import { Icon } from '../../../ui/icon.tsx'
import { QuietSelect } from '../../../ui/quiet-select.tsx'
import { usePartFocusActions } from '../part-focus.tsx'
import { formatCount } from '../tokens/format-count.ts'
import styles from './cost-tab.module.css'
import { MONEY_UNITS, type MoneyUnit, useMoneyUnit } from './use-part-model.ts'

interface PartTableProps {
  readonly parts: readonly PromptPart[]
  readonly amounts: PartAmounts & { readonly overheadLabels: readonly string[] }
  /** Whether the tokens are an estimate, which is then said in the head. */
  readonly isEstimate: boolean
}

/** The parts with their amounts, to be opened and closed; a click on one shows it in the text. */
export function PartTable({ parts, amounts, isEstimate }: PartTableProps) {
  // Messages and sections are open until they are closed; what is inside an item only shows on demand.
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set())
  const isOpen = (part: PromptPart) => (part.kind === 'message' || part.kind === 'section') !== toggled.has(part.id)
  const rows = parts.flatMap((part) => visibleRows(part, 0, isOpen))
  const [unit, setUnit] = useMoneyUnit()
  const most = Math.max(1, ...parts.map((part) => amountsOf(part, amounts).tokens), amounts.output.tokens)

  function toggle(id: string): void {
    const next = new Set(toggled)
    if (!next.delete(id)) next.add(id)
    setToggled(next)
  }

  return (
    <table className={styles.table} data-testid="breakdown">
      <thead>
        <tr>
          <th scope="col">Part of the prompt</th>
          <th scope="col">{isEstimate ? '≈ tokens' : 'tokens'}</th>
          <th scope="col">
            <QuietSelect label="Money per" value={unit} options={MONEY_UNITS} onChange={setUnit} testId="money-unit" />
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ part, depth }) => (
          <PartRow
            key={part.id}
            part={part}
            depth={depth}
            amounts={amountsOf(part, amounts)}
            most={most}
            unit={unit}
            isOpen={part.children.length > 0 ? isOpen(part) : null}
            onToggle={() => toggle(part.id)}
          />
        ))}
        {amounts.overheads.map((one, index) =>
          one.tokens === 0 ? null : (
            <PlainRow
              key={amounts.overheadLabels[index]}
              label={amounts.overheadLabels[index] ?? ''}
              amounts={one}
              unit={unit}
            />
          ),
        )}
        <PlainRow label="Output (assumed)" amounts={amounts.output} unit={unit} />
      </tbody>
      <tfoot>
        <tr data-testid="breakdown-whole">
          <td>One call</td>
          <AmountCells amounts={amounts.whole} unit={unit} />
        </tr>
      </tfoot>
    </table>
  )
}

interface PartRowProps {
  readonly part: PromptPart
  readonly depth: number
  readonly amounts: Amounts
  /** Tokens of a full bar. */
  readonly most: number
  readonly unit: MoneyUnit
  /** Null for a part without parts. */
  readonly isOpen: boolean | null
  readonly onToggle: () => void
}

function PartRow({ part, depth, amounts, most, unit, isOpen, onToggle }: PartRowProps) {
  const { point, reveal } = usePartFocusActions()
  const isVariable = part.kind === 'variable'
  return (
    <tr
      data-testid="part"
      data-kind={part.kind}
      style={{ '--depth': depth } as CSSProperties} // React's types know no custom properties
      onPointerEnter={() => point(part)}
      onPointerLeave={() => point(null)}
    >
      <td>
        <span className={styles.row}>
          {isOpen === null ? (
            <span className={styles.space} />
          ) : (
            <button
              type="button"
              className={styles.toggle}
              aria-expanded={isOpen}
              aria-label={`Parts of ${part.label}`}
              onClick={onToggle}
            >
              <Icon name={isOpen ? 'chevron-down' : 'chevron-right'} size={10} />
            </button>
          )}
          <button
            type="button"
            className={isVariable ? `${styles.label} ${styles.variable}` : styles.label}
            title={`${part.label}\nClick to show it in the text`}
            onFocus={() => point(part)}
            onBlur={() => point(null)}
            onClick={() => reveal(part)}
          >
            {part.label}
          </button>
        </span>
        <div className={styles.bar} aria-hidden="true">
          <span style={{ width: `${(100 * amounts.tokens) / most}%` }} />
        </div>
      </td>
      <AmountCells amounts={amounts} unit={unit} />
    </tr>
  )
}

interface AmountProps {
  readonly amounts: Amounts
  readonly unit: MoneyUnit
}

function PlainRow({ label, amounts, unit }: AmountProps & { readonly label: string }) {
  return (
    <tr>
      <td>
        <span className={styles.row}>
          <span className={styles.space} />
          <span className={`${styles.label} muted`}>{label}</span>
        </span>
      </td>
      <AmountCells amounts={amounts} unit={unit} />
    </tr>
  )
}

function AmountCells({ amounts: { tokens, callNanoUsd, monthNanoUsd }, unit }: AmountProps) {
  const thousand = callNanoUsd === null ? null : callNanoUsd * 1000
  return (
    <>
      <td>{formatCount(tokens)}</td>
      <td title={`${formatUsd(callNanoUsd)} per call, ${formatUsd(monthNanoUsd)} per month`}>
        {formatUsd({ call: callNanoUsd, thousand, month: monthNanoUsd }[unit])}
      </td>
    </>
  )
}

function amountsOf(part: PromptPart, amounts: PartAmounts): Amounts {
  return addAmounts(part.cuts.flatMap((index) => amounts.cuts[index] ?? []))
}

interface VisibleRow {
  readonly part: PromptPart
  readonly depth: number
}

function visibleRows(part: PromptPart, depth: number, isOpen: (part: PromptPart) => boolean): readonly VisibleRow[] {
  const inside = isOpen(part) ? part.children.flatMap((child) => visibleRows(child, depth + 1, isOpen)) : []
  return [{ part, depth }, ...inside]
}
