import { Button } from '@mantine/core'
import type { Segment } from '../../../../shared/domain/compression.ts'
import { Explain } from '../../../ui/explain.tsx'
import styles from './compress.module.css'

export interface SegmentPickerProps {
  readonly segments: readonly Segment[]
  readonly refused: ReadonlySet<string>
  readonly onChange: (refused: ReadonlySet<string>) => void
}

/** Which parts of the prompt may be reworded. */
export function SegmentPicker({ segments, refused, onChange }: SegmentPickerProps) {
  if (segments.length === 0) return <p className="muted">No prose of more than a few words: nothing to rewrite.</p>
  const isAll = segments.every(({ id }) => !refused.has(id))

  function toggle(id: string): void {
    const next = new Set(refused)
    if (!next.delete(id)) next.add(id)
    onChange(next)
  }

  return (
    <fieldset style={{ border: 0, margin: 0, padding: 0, minWidth: 0 }}>
      <legend className="visually-hidden">Segments to rewrite</legend>
      <div className={styles.progress} style={{ justifyContent: 'space-between' }}>
        <span>
          Segments to rewrite
          <Explain word="segment" />
        </span>
        <Button
          variant="subtle"
          size="compact-xs"
          onClick={() => onChange(isAll ? new Set(segments.map(({ id }) => id)) : new Set())}
        >
          {isAll ? 'Choose none' : 'Choose all'}
        </Button>
      </div>
      <ul className={styles.segments}>
        {segments.map(({ id, text }) => (
          <li key={id}>
            <label className={styles.segment}>
              <input type="checkbox" checked={!refused.has(id)} onChange={() => toggle(id)} />
              <span className={styles.segmentText}>{text.slice(0, 240)}</span>
            </label>
          </li>
        ))}
      </ul>
    </fieldset>
  )
}
