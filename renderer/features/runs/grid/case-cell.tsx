// biome-ignore-all lint/a11y/useSemanticElements: a cell of the virtual grid
// biome-ignore-all lint/a11y/useFocusableInteractive: the buttons in the cells take the focus
import styles from './results-grid.module.css'
import type { GridRow } from './use-result-pages.ts'
import { variableText } from './variable-text.ts'

/** What the row asks: its number, its variables in short, and what is expected. */
export function CaseCell({
  row,
  width,
  lines,
}: {
  readonly row: GridRow | null
  readonly width: number
  readonly lines: number
}) {
  if (!row) {
    return (
      <div className={styles.case} role="rowheader" style={{ width }}>
        <span className={styles.waiting} />
      </div>
    )
  }
  const { position, variables, expected, tags } = row.evalCase
  const entries = Object.entries(variables)
  return (
    <div className={styles.case} role="rowheader" style={{ width }}>
      <div className={styles.variables} style={{ WebkitLineClamp: lines }}>
        <span className={styles.position}>{position}</span>
        {entries.map(([name, value], index) => (
          <span key={name}>
            {index > 0 ? ' · ' : ''}
            {entries.length > 1 ? <span className={styles.variableName}>{name} </span> : null}
            {shortText(variableText(value))}
          </span>
        ))}
      </div>
      <div className={styles.expected} title={expected ?? undefined}>
        {expected === null ? tags.join(', ') : `→ ${expected}`}
      </div>
    </div>
  )
}

/** What no row is high enough to show is not put into the page. */
function shortText(text: string): string {
  return text.length > 2000 ? `${text.slice(0, 2000)}…` : text
}
