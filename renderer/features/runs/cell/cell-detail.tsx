import { useState } from 'react'
import type { ColumnSummary, StreamingCell } from '../../../../shared/domain/results.ts'
import type { Cell, Run } from '../../../../shared/domain/run.ts'
import { useRoute } from '../../../client/use-route.ts'
import { countText } from '../../../ui/figures.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Section } from '../../../ui/section.tsx'
import { FailedState, LoadingRows } from '../../../ui/states.tsx'
import { VariantBadge } from '../../../ui/variant-badge.tsx'
import type { CellChoice } from '../grid/results-view.tsx'
import type { GridRow } from '../grid/use-result-pages.ts'
import { variableText } from '../grid/variable-text.ts'
import { type Again, AskAgainMenu } from './ask-again-menu.tsx'
import styles from './cell-detail.module.css'
import { CellFacts } from './cell-facts.tsx'
import { CellMarks } from './cell-marks.tsx'
import { CellRequest } from './cell-request.tsx'
import { CellScores } from './cell-scores.tsx'
import { CellVerdict } from './cell-verdict.tsx'
import { DistinctOutputs } from './distinct-outputs.tsx'
import { OutputCompare } from './output-compare.tsx'
import { OutputView } from './output-view.tsx'
import { RawReply } from './raw-reply.tsx'
import { shownOutput } from './shown-output.ts'
import { streamingFigures } from './streaming-text.tsx'

export interface CellDetailProps {
  readonly run: Run
  readonly columns: readonly ColumnSummary[]
  /** Index of the column that the others are compared with; null = none. */
  readonly baseline: number | null
  /** Null while it is on its way. */
  readonly row: GridRow | null
  /** What is arriving for it; null when nothing is. */
  readonly streaming: StreamingCell | null
  readonly choice: CellChoice
  readonly rowCount: number
  readonly onStep: (rows: number, across: number) => void
  readonly onAskAgain: (choice: Again) => void
  readonly onClose: () => void
}

/** One cell in full: what was asked, what came, how it was scored, what it took. */
export function CellDetail(props: CellDetailProps) {
  const { run, row, streaming, choice, rowCount, onStep, onAskAgain, onClose } = props
  const [repeat, setRepeat] = useState(0)
  const column = run.columns[choice.columnIndex]
  const repeats = row?.cells[choice.columnIndex] ?? null
  const short = repeats?.find((cell) => cell.repeat === repeat) ?? repeats?.[0] ?? null
  return (
    <aside className={styles.detail} aria-label="Cell" data-testid="cell-detail">
      <header className={styles.head}>
        <div className={styles.titles}>
          <h2 className={styles.title}>
            Case {row?.evalCase.position ?? '…'}
            <span className="visually-hidden">, </span>
            <span className="muted tabular">
              {countText(choice.rowIndex + 1)} of {countText(rowCount)}
            </span>
          </h2>
          <p className={styles.column} title={column?.modelId}>
            {column ? <VariantBadge label={column.variantLabel} /> : null} on {column?.modelId}
          </p>
        </div>
        <IconButton
          icon="arrow-up"
          label="Previous case"
          keys="k"
          onClick={() => onStep(-1, 0)}
          testId="cell-previous"
        />
        <IconButton icon="arrow-down" label="Next case" keys="j" onClick={() => onStep(1, 0)} testId="cell-next" />
        <IconButton icon="chevron-left" label="Previous column" keys="h" onClick={() => onStep(0, -1)} />
        <IconButton icon="chevron-right" label="Next column" keys="l" onClick={() => onStep(0, 1)} />
        <AskAgainMenu run={run} cell={short} onAsk={onAskAgain} />
        <IconButton icon="cancel" label="Close" keys="Esc" onClick={onClose} testId="cell-close" />
      </header>
      <div className={styles.body}>
        {row ? <CaseSection row={row} /> : <LoadingRows label="Loading case" />}
        {repeats && repeats.length > 1 && short ? (
          <DistinctOutputs
            runId={run.id}
            cell={short}
            trials={run.spec.repeats}
            chosen={short.repeat}
            onChoose={setRepeat}
          />
        ) : null}
        {repeats && repeats.length > 1 ? (
          <nav className={styles.repeats} aria-label="Repeats">
            {repeats.map((cell) => (
              <button
                key={cell.repeat}
                type="button"
                aria-pressed={cell === short}
                className={styles.repeat}
                onClick={() => setRepeat(cell.repeat)}
              >
                Repeat {cell.repeat + 1} <CellVerdict cells={[cell]} />
              </button>
            ))}
          </nav>
        ) : null}
        {streaming ? (
          <StreamingOutput cell={streaming} />
        ) : short ? (
          <FullCell {...props} short={short} />
        ) : row ? (
          <p className={styles.none}>This cell has no answer yet.</p>
        ) : null}
      </div>
    </aside>
  )
}

function StreamingOutput({ cell }: { readonly cell: StreamingCell }) {
  return (
    <Section title="Output" aside={<span className="muted tabular">streaming · {streamingFigures(cell)}</span>}>
      <pre className={styles.output} data-testid="cell-streaming">
        {cell.isCut ? '… ' : ''}
        {cell.text}
      </pre>
    </Section>
  )
}

function FullCell({ run, choice, short, columns, baseline }: CellDetailProps & { readonly short: Cell }) {
  const { variantId, modelId, caseId, repeat } = short
  const full = useRoute('results.cell', { runId: run.id, key: { variantId, modelId, caseId, repeat } })
  if (full.error) return <FailedState error={full.error} onRetry={() => void full.refetch()} />
  if (!full.data) return <LoadingRows label="Loading cell" />
  const cell = full.data
  return (
    <>
      <Section title="Output" aside={<CellVerdict cells={[cell]} />}>
        {cell.error ? (
          <p className={styles.error} data-selectable>
            {cell.error.message}
            {cell.mayHaveBeenBilled ? ' The provider may have billed the attempt.' : ''}
          </p>
        ) : null}
        {cell.error && cell.output === '' ? null : (
          <OutputView
            key={`${caseId} ${variantId} ${modelId} ${repeat}`}
            text={shownOutput(cell)}
            testId="cell-output"
          />
        )}
      </Section>
      <CellMarks key={`marks ${caseId} ${variantId} ${modelId} ${repeat}`} runId={run.id} cell={cell} />
      <CellScores cell={cell} />
      {run.columns.length > 1 && !cell.error ? (
        <OutputCompare run={run} cell={cell} columnIndex={choice.columnIndex} baseline={baseline} />
      ) : null}
      <CellFacts
        cell={cell}
        other={
          run.otherModels.find(({ asked, answeredBy }) => asked === modelId && answeredBy === cell.answeredBy) ?? null
        }
        price={run.priceSnapshot[modelId] ?? null}
        isSimulation={columns[choice.columnIndex]?.isSimulation ?? false}
      />
      <CellRequest runId={run.id} cell={cell} />
      <RawReply raw={cell.raw} />
    </>
  )
}

function CaseSection({ row }: { readonly row: GridRow }) {
  const { variables, expected, tags } = row.evalCase
  return (
    <Section title="Case" aside={tags.length > 0 ? <span className="muted">{tags.join(', ')}</span> : null}>
      <dl className={styles.variables}>
        {Object.entries(variables).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd data-selectable>{variableText(value)}</dd>
          </div>
        ))}
        {expected === null ? null : (
          <div>
            <dt>expected</dt>
            <dd data-selectable>{expected}</dd>
          </div>
        )}
      </dl>
    </Section>
  )
}
