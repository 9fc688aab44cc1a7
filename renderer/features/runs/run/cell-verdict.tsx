import type { Cell } from '../../../../shared/domain/run.ts'
import { Tag } from '../../../ui/marks.tsx'

/** What became of a cell, in a word; with repeats, how many of them passed. */
export function CellVerdict({ cells }: { readonly cells: readonly Cell[] }) {
  const failed = cells.filter(({ state }) => state === 'failed').length
  if (failed === cells.length) return <Tag tone="warn">error</Tag>
  const scored = cells.filter(({ hasPassed }) => hasPassed !== null)
  if (scored.length === 0) return <Tag>not scored</Tag>
  const passed = scored.filter(({ hasPassed }) => hasPassed).length
  const tone = passed === scored.length ? 'good' : passed === 0 ? 'bad' : 'warn'
  if (cells.length > 1) return <Tag tone={tone}>{`${passed} of ${scored.length} passed`}</Tag>
  return <Tag tone={tone}>{passed === 1 ? '✓ passed' : '✗ failed'}</Tag>
}
