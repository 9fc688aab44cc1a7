import type { SqueezeSegment } from '../../../../shared/domain/squeeze.ts'
import { countText } from '../../../ui/figures.ts'
import { Tag } from '../../../ui/marks.tsx'
import styles from './start.module.css'

export interface FreezeListProps {
  readonly segments: readonly SqueezeSegment[]
  readonly frozen: readonly string[]
  readonly onChange: (frozen: readonly string[]) => void
}

/** The parts of the prompt; a tick keeps one as it is. */
export function FreezeList({ segments, frozen, onChange }: FreezeListProps) {
  if (segments.length === 0) return <p className={styles.note}>The prompt is empty.</p>
  return (
    <>
      <p className={styles.note}>Tick what must stay word for word. Variables, code and data always do.</p>
      <ul className={styles.rows} data-testid="squeeze-segments">
        {segments.map((segment) => {
          const isFrozen = frozen.includes(segment.id)
          return (
            <li key={segment.id}>
              <label className={styles.row}>
                <input
                  type="checkbox"
                  checked={isFrozen}
                  aria-label={`Keep as it is: ${segment.text.slice(0, 80)}`}
                  onChange={() =>
                    onChange(isFrozen ? frozen.filter((id) => id !== segment.id) : [...frozen, segment.id])
                  }
                />
                <span className={styles.rowMain}>
                  <span className={styles.clamped}>{segment.text.slice(0, 400)}</span>
                  <span className={styles.rowNote}>
                    {[segment.role, ...segment.path].join(' › ')}
                    {segment.keptBecause !== null && !isFrozen ? ` · not cut: ${segment.keptBecause}` : ''}
                  </span>
                </span>
                <span className={styles.rowSide}>
                  {isFrozen ? <Tag tone="accent">frozen</Tag> : <Tag>{segment.kind}</Tag>}
                  <span className="tabular">{countText(segment.tokens)} tok</span>
                </span>
              </label>
            </li>
          )
        })}
      </ul>
    </>
  )
}
