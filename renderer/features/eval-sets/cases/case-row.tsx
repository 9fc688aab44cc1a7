import type { EvalCase } from '../../../../shared/domain/eval-set.ts'
import type { JsonValue } from '../../../../shared/domain/json.ts'
import { Tag } from '../../../ui/marks.tsx'
import styles from './case-table.module.css'

/** One line of a cell is on screen; more of a long text would only cost time. */
const MAX_SHOWN = 300

export interface CaseRowProps {
  readonly index: number
  /** Null while it is on its way. */
  readonly evalCase: EvalCase | null
  readonly variableNames: readonly string[]
  readonly isSelected: boolean
  readonly isActive: boolean
  readonly top: number
  readonly template: string
  readonly onToggle: (isRange: boolean) => void
  readonly onOpen: () => void
}

export function CaseRow(props: CaseRowProps) {
  const { index, evalCase, variableNames, isSelected, isActive, top, template } = props
  return (
    <tr
      id={`case-row-${index}`}
      className={styles.row}
      data-testid="case-row"
      data-active={isActive}
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      style={{ transform: `translateY(${top}px)`, gridTemplateColumns: template }}
      onClick={props.onOpen}
    >
      {evalCase ? (
        <>
          <td className={styles.check}>
            <input
              type="checkbox"
              tabIndex={-1}
              aria-label={`Select case ${evalCase.position}`}
              checked={isSelected}
              onChange={() => undefined}
              onClick={(event) => {
                event.stopPropagation()
                props.onToggle(event.shiftKey)
              }}
            />
          </td>
          <td className={styles.number}>{evalCase.position.toLocaleString('en-US')}</td>
          {variableNames.map((name) => (
            <td key={name} className={styles.cell}>
              {shown(evalCase.variables[name])}
            </td>
          ))}
          <td className={styles.cell}>
            {evalCase.expected === null ? <span className="muted">–</span> : oneLine(evalCase.expected)}
          </td>
          <td className={styles.tags}>
            {evalCase.tags.map((tag) => (
              <Tag key={tag}>{tag}</Tag>
            ))}
          </td>
          <td className={styles.number} data-plain={evalCase.weight === 1}>
            {evalCase.weight}
          </td>
        </>
      ) : (
        <td aria-label="Loading" className={styles.waiting} />
      )}
    </tr>
  )
}

function shown(value: JsonValue | undefined) {
  if (value === undefined) return <span className="muted">–</span>
  if (typeof value === 'string') return oneLine(value)
  return <span className="mono">{JSON.stringify(value).slice(0, MAX_SHOWN)}</span>
}

function oneLine(text: string): string {
  return text.slice(0, MAX_SHOWN).replaceAll(/\s*\n\s*/g, ' ↵ ')
}
