import type { Cell } from '../../../../shared/domain/run.ts'
import { Tag } from '../../../ui/marks.tsx'
import { cellEnding, isFlaky } from './cell-ending.ts'

/** What became of a cell, in a word; with repeats, how many of them passed; and how an unfinished answer ended. */
export function CellVerdict({ cells }: { readonly cells: readonly Cell[] }) {
  const endings = [...new Set(cells.map(cellEnding).filter((ending) => ending !== null))]
  return (
    <>
      <Verdict cells={cells} />
      {isFlaky(cells) ? <Tag tone="warn">flaky</Tag> : null}
      {endings.map((ending) => (
        <Tag key={ending} tone="warn">
          {ending}
        </Tag>
      ))}
    </>
  )
}

function Verdict({ cells }: { readonly cells: readonly Cell[] }) {
  const failed = cells.filter(({ state }) => state === 'failed').length
  if (failed === cells.length) return <Tag tone="warn">error</Tag>
  const scored = cells.filter(({ hasPassed }) => hasPassed !== null)
  const isUnjudged = cells.some(({ assertions }) => assertions.some(({ score }) => score === null))
  if (scored.length === 0) return isUnjudged ? <Tag tone="warn">? not judged</Tag> : <Tag>not scored</Tag>
  const passed = scored.filter(({ hasPassed }) => hasPassed).length
  const tone = passed === scored.length ? 'good' : passed === 0 ? 'bad' : 'warn'
  if (cells.length > 1) return <Tag tone={tone}>{`${passed} of ${scored.length} passed`}</Tag>
  return <Tag tone={tone}>{passed === 1 ? '✓ passed' : '✗ failed'}</Tag>
}
