import { NativeSelect, TextInput } from '@mantine/core'
import { ColumnMapping, type TablePreview } from '../../../../shared/domain/import.ts'
import type { JsonValue } from '../../../../shared/domain/json.ts'
import type { MappingCheck } from './check-mapping.ts'
import styles from './import.module.css'

const USES = [
  { value: 'variable', label: 'Variable' },
  { value: 'expected', label: 'Expected answer' },
  { value: 'assertion', label: 'Assertion' },
  { value: 'tag', label: 'Tags' },
  { value: 'weight', label: 'Weight' },
  { value: 'ignore', label: 'Ignore' },
]
const Use = ColumnMapping.shape.use
const MAX_SHOWN = 160

export interface MappingTableProps {
  readonly preview: TablePreview
  readonly mapping: readonly ColumnMapping[]
  readonly check: MappingCheck
  /** While the rows of another format or delimiter are on their way. */
  readonly isStale: boolean
  readonly onChange: (mapping: readonly ColumnMapping[]) => void
}

/** The first rows, with what becomes of each column over them. */
export function MappingTable({ preview, mapping, check, isStale, onChange }: MappingTableProps) {
  function change(at: number, part: Partial<ColumnMapping>): void {
    onChange(mapping.map((one, index) => (index === at ? { ...one, ...part } : one)))
  }

  const numbers = rowNumbers(preview)
  if (mapping.length === 0) return <p className={styles.none}>No row of it can be read.</p>

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reached by the keyboard
    <section className={styles.tableScroll} data-stale={isStale} tabIndex={0} aria-label="First rows">
      <table className={styles.table} data-testid="mapping-table">
        <thead>
          <tr>
            <th scope="col" className={styles.rowNumber}>
              <span className="visually-hidden">Row</span>
            </th>
            {mapping.map((one, index) => (
              <th key={one.column} scope="col" className={styles.column} data-use={one.use}>
                <div className={styles.columnName} title={one.column}>
                  {one.column}
                </div>
                <NativeSelect
                  aria-label={`Use of column ${one.column}`}
                  value={one.use}
                  data={USES}
                  onChange={(event) => change(index, { use: Use.parse(event.currentTarget.value) })}
                />
                {one.use === 'variable' ? (
                  <TextInput
                    aria-label={`Variable for column ${one.column}`}
                    classNames={{ input: styles.variable ?? '' }}
                    value={one.variableName}
                    onChange={(event) => change(index, { variableName: event.currentTarget.value })}
                  />
                ) : null}
                {check.byColumn.has(one.column) ? (
                  <p className={styles.columnProblem} role="alert">
                    {check.byColumn.get(one.column)}
                  </p>
                ) : null}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {preview.sample.map((row, index) => (
            <tr key={numbers[index]}>
              <td className={styles.rowNumber}>{numbers[index]}</td>
              {mapping.map(({ column, use }) => (
                <td key={column} className={styles.value} data-use={use}>
                  {shown(row[column])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {preview.sample.length === 0 ? (
        <p className={styles.none}>The table has a header but no row that can be read.</p>
      ) : null}
    </section>
  )
}

/** The sample leaves out the rows with problems, so its rows are not simply 1, 2, 3. */
function rowNumbers({ sample, problems }: TablePreview): readonly number[] {
  const left = new Set(problems.map(({ row }) => row))
  const numbers: number[] = []
  for (let row = 1; numbers.length < sample.length; row += 1) if (!left.has(row)) numbers.push(row)
  return numbers
}

function shown(value: JsonValue | undefined): string {
  const text = value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text
}
