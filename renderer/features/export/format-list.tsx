import { Icon } from '../../ui/icon.tsx'
import styles from './export.module.css'
import type { RenderedFormat } from './use-rendered-formats.ts'

export interface FormatListProps {
  readonly formats: readonly RenderedFormat[]
  readonly chosenId: string | null
  readonly onChoose: (exporterId: string) => void
}

/** All formats; one that cannot carry the variant stays in the list and says why. */
export function FormatList({ formats, chosenId, onChoose }: FormatListProps) {
  return (
    <fieldset className={styles.formats}>
      <legend>Format</legend>
      {formats.map(({ exporter, error }) => (
        <label
          key={exporter.id}
          className={styles.format}
          data-chosen={exporter.id === chosenId}
          data-testid={`export-format-${exporter.id}`}
        >
          <input
            type="radio"
            name="export-format"
            checked={exporter.id === chosenId}
            onChange={() => onChoose(exporter.id)}
            className="visually-hidden"
          />
          <strong>{exporter.label}</strong>
          <span className={styles.description}>{exporter.description}</span>
          {error ? (
            <span className={styles.refusal}>
              <Icon name="warning" size={12} /> {error.message}
            </span>
          ) : null}
        </label>
      ))}
    </fieldset>
  )
}
