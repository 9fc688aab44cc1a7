import { Tooltip } from '@mantine/core'
import { type CSSProperties, memo } from 'react'
import type { EditorHandle } from '../../../monaco/text-editor.tsx'
import { usePartFocusActions } from '../part-focus.tsx'
import { type GutterRow, gutterTexts } from './gutter-rows.ts'
import styles from './part-gutter.module.css'
import { useRowPlaces } from './use-row-places.ts'

interface PartGutterProps {
  readonly handle: EditorHandle | null
  /** Null while the lines are being counted. */
  readonly rows: readonly GutterRow[] | null
}

/** Tokens and money beside the lines that take them; a click selects the line. The Parts table says it by part to the keyboard. */
export const PartGutter = memo(function PartGutter({ handle, rows }: PartGutterProps) {
  const places = useRowPlaces(handle, rows)
  const { point, reveal } = usePartFocusActions()
  return (
    <div className={styles.gutter} data-testid="part-gutter" aria-busy={rows === null}>
      {places.map(({ row, topPx, heightPx }) => {
        const { tokens, money, title } = gutterTexts(row)
        return (
          <Tooltip key={row.id} label={title} position="right" multiline w={230} openDelay={120}>
            <button
              type="button"
              tabIndex={-1}
              className={styles.part}
              data-testid="gutter-part"
              // React's types know no custom properties.
              style={{ top: topPx, height: heightPx - 2, '--weight': row.weight } as CSSProperties}
              onPointerEnter={() => point(row)}
              onPointerLeave={() => point(null)}
              onClick={() => reveal(row)}
            >
              <span className={styles.tokens}>{tokens}</span>
              {money === null ? null : <span className={styles.money}>{money}</span>}
              <span className="visually-hidden">: {title}</span>
            </button>
          </Tooltip>
        )
      })}
    </div>
  )
})
