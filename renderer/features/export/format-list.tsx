import { useEffect, useRef } from 'react'
import { Icon } from '../../ui/icon.tsx'
import styles from './export.module.css'
import type { RenderedFormat } from './use-rendered-formats.ts'

export interface FormatListProps {
  readonly formats: readonly RenderedFormat[]
  readonly chosenId: string | null
  readonly onChoose: (exporterId: string) => void
}

/** All formats; those that cannot carry the variant come last and say why. */
export function FormatList({ formats, chosenId, onChoose }: FormatListProps) {
  const list = useRef<HTMLFieldSetElement>(null)
  const isWhole = formats.every(({ file, error }) => file !== null || error !== null)
  useEffect(() => {
    // Once, as soon as the order is certain: the remembered choice may lie below the fold.
    if (isWhole) list.current?.querySelector('[data-chosen="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [isWhole])
  const possible = formats.filter(({ error }) => error === null)
  const refused = formats.filter(({ error }) => error !== null)
  const choiceOf = (format: RenderedFormat) => (
    <FormatChoice
      key={format.exporter.id}
      format={format}
      isChosen={format.exporter.id === chosenId}
      onChoose={onChoose}
    />
  )
  return (
    <fieldset className={styles.formats} ref={list}>
      <legend>Format</legend>
      {/* One list: a choice that turns out to be refused moves in it, and keeps the focus that it has. */}
      {[
        ...possible.map(choiceOf),
        refused.length > 0 ? (
          <p key="refused" className={styles.refusedHead}>
            Not possible as it stands
          </p>
        ) : null,
        ...refused.map(choiceOf),
      ]}
    </fieldset>
  )
}

interface FormatChoiceProps {
  readonly format: RenderedFormat
  readonly isChosen: boolean
  readonly onChoose: (exporterId: string) => void
}

function FormatChoice({ format: { exporter, error }, isChosen, onChoose }: FormatChoiceProps) {
  return (
    <label className={styles.format} data-chosen={isChosen} data-testid={`export-format-${exporter.id}`}>
      <input
        type="radio"
        name="export-format"
        checked={isChosen}
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
  )
}
