import type { ModelId } from '../../../../shared/domain/ids.ts'
import type { PriceChange, PriceDiffEntry } from '../../../../shared/domain/price-import.ts'
import { figureText, newModelText, percentText } from '../../../../shared/price-book/figure-text.ts'
import { Delta, Tag } from '../../../ui/marks.tsx'
import styles from './price-import.module.css'

export interface DiffTableProps {
  readonly entries: readonly PriceDiffEntry[]
  readonly ticked: ReadonlySet<ModelId>
  readonly onTick: (ids: readonly ModelId[], isTicked: boolean) => void
}

/** What the list would change, model by model, each with a box to tick. */
export function DiffTable({ entries, ticked, onTick }: DiffTableProps) {
  const tickedCount = entries.filter(({ model }) => ticked.has(model.id)).length
  return (
    <div className={styles.scroll}>
      <table className={styles.table} data-testid="price-diff">
        <thead>
          <tr>
            <th scope="col" className={styles.tick}>
              <input
                type="checkbox"
                aria-label="Tick all models shown"
                checked={entries.length > 0 && tickedCount === entries.length}
                ref={(box) => {
                  if (box) box.indeterminate = tickedCount > 0 && tickedCount < entries.length
                }}
                data-testid="price-diff-all"
                onChange={(event) =>
                  onTick(
                    entries.map(({ model }) => model.id),
                    event.currentTarget.checked,
                  )
                }
              />
            </th>
            <th scope="col">Model</th>
            {entries[0]?.status === 'added' ? <th scope="col">What the list says</th> : <FigureHeads />}
          </tr>
        </thead>
        {entries.map((entry) => (
          <EntryRows
            key={entry.model.id}
            entry={entry}
            isTicked={ticked.has(entry.model.id)}
            onTick={(isTicked) => onTick([entry.model.id], isTicked)}
          />
        ))}
      </table>
    </div>
  )
}

function FigureHeads() {
  return (
    <>
      <th scope="col">Figure</th>
      {['Now', 'New', 'Change'].map((name) => (
        <th key={name} scope="col" className={styles.number}>
          {name}
        </th>
      ))}
    </>
  )
}

interface EntryRowsProps {
  readonly entry: PriceDiffEntry
  readonly isTicked: boolean
  readonly onTick: (isTicked: boolean) => void
}

function EntryRows({ entry, isTicked, onTick }: EntryRowsProps) {
  const { model, status, changes, current } = entry
  const shown = status === 'changed' ? changes : []
  return (
    <tbody data-testid="price-diff-model" data-model={model.id}>
      <tr>
        <td className={styles.tick} rowSpan={Math.max(1, shown.length)}>
          <input
            type="checkbox"
            aria-label={`Take ${model.label}`}
            checked={isTicked}
            onChange={(event) => onTick(event.currentTarget.checked)}
          />
        </td>
        <td className={styles.model} rowSpan={Math.max(1, shown.length)}>
          <span className={styles.label}>{model.label}</span> <code className={styles.id}>{model.id}</code>
          {current?.origin === 'user' ? (
            <span title={`Your own entry (${current.source ?? 'unpriced'}) would be replaced.`}>
              <Tag tone="accent">replaces yours</Tag>
            </span>
          ) : null}
        </td>
        {shown[0] ? <ChangeCells change={shown[0]} /> : <SummaryCells entry={entry} />}
      </tr>
      {shown.slice(1).map((change) => (
        <tr key={change.field}>
          <ChangeCells change={change} />
        </tr>
      ))}
    </tbody>
  )
}

function ChangeCells({ change }: { readonly change: PriceChange }) {
  const { label, unit, before, after, changePercent } = change
  const tone = unit !== 'usd-per-million' || changePercent === null ? 'neutral' : changePercent < 0 ? 'good' : 'bad'
  return (
    <>
      <td>{label}</td>
      <td className={styles.number}>{figureText(before, unit)}</td>
      <td className={styles.number}>{figureText(after, unit)}</td>
      <td className={styles.number}>
        {changePercent === null ? 'was not known' : <Delta text={percentText(changePercent)} tone={tone} />}
      </td>
    </>
  )
}

function SummaryCells({ entry: { model, status, current, changes } }: { readonly entry: PriceDiffEntry }) {
  if (status === 'added') {
    return (
      <td className={styles.summary} title={`Takes ${takesOf(changes)}`}>
        {newModelText(model)}
      </td>
    )
  }
  return (
    <>
      <td>Price read on</td>
      <td className={styles.number}>{current?.readOn ?? '–'}</td>
      <td className={styles.number}>{model.price?.readOn ?? '–'}</td>
      <td />
    </>
  )
}

/** What a new model takes, as the list has it. */
function takesOf(changes: readonly PriceChange[]): string {
  return String(changes.find(({ field }) => field === 'capabilities')?.after ?? 'nothing known')
}
