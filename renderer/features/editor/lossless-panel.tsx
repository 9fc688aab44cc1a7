import { Button } from '@mantine/core'
import { useState } from 'react'
import { compressors } from '../../../shared/compress/registry.ts'
import type { Edit } from '../../../shared/domain/compression.ts'
import { LoadingRows } from '../../ui/states.tsx'
import styles from './compress.module.css'
import type { CompressPanelProps } from './compress-panel.tsx'
import { EditList } from './edit-list.tsx'
import { savingText } from './format-count.ts'
import { useTakeEdits } from './use-take-edits.ts'

/** Edits for what is on the screen. Lossless ones are ticked at first, near-lossless ones are for the user to tick. */
export function LosslessPanel({ desk, lossless, onChoose }: CompressPanelProps) {
  const [choices, setChoices] = useState<ReadonlyMap<string, boolean>>(new Map())
  const { take, isTaking } = useTakeEdits(onChoose)
  if (lossless.isTooLong) {
    return (
      <div className={styles.message}>
        <p>This prompt is long: edits are not looked for while you type.</p>
        <Button variant="default" onClick={lossless.lookAnyway}>
          Look for edits
        </Button>
      </div>
    )
  }
  if (lossless.problem) return <p className={styles.message}>{lossless.problem}</p>
  if (!lossless.proposal) return <LoadingRows rows={5} label="Looking for edits" />
  const { edits } = lossless.proposal
  const isTaken = ({ id, risk }: Edit) => choices.get(id) ?? risk === 'R0'
  const taken = edits.filter(isTaken)
  const saved = taken.reduce((sum, { savedTokens }) => sum + savedTokens, 0)
  const isStale = lossless.messages !== desk.draft.content.messages
  const isAllLossless = taken.length > 0 && edits.every((edit) => isTaken(edit) === (edit.risk === 'R0'))
  const nearLossless = edits.filter((edit) => edit.risk !== 'R0' && !isTaken(edit))

  function choose(list: readonly Edit[], value: (edit: Edit) => boolean): void {
    setChoices(new Map([...choices, ...list.map((edit) => [edit.id, value(edit)] as const)]))
  }

  if (edits.length === 0) {
    return (
      <p className={styles.message} data-testid="no-edits">
        Nothing to take out without loss: no filler, no doubled sentences, no idle white space.
      </p>
    )
  }
  return (
    <>
      <div className={styles.bar}>
        <span className="tabular" data-testid="edits-summary">
          {taken.length} of {edits.length} edits, <strong>{savingText(saved)}</strong> tokens
        </span>
        <Button
          disabled={taken.length === 0 || isStale}
          loading={isTaking}
          data-testid="take-edits"
          onClick={() => void take(desk.variant, taken)}
        >
          {isAllLossless ? 'Take all lossless' : taken.length === 0 ? 'Take' : `Take ${taken.length}`}
        </Button>
      </div>
      {nearLossless.length > 0 ? (
        <Button
          variant="subtle"
          size="compact-xs"
          m={6}
          data-testid="tick-near-lossless"
          onClick={() => choose(nearLossless, () => true)}
        >
          Tick the {nearLossless.length} near-lossless ones too
        </Button>
      ) : null}
      <EditList
        edits={edits}
        isTaken={isTaken}
        onToggle={(edit) => choose([edit], (one) => !isTaken(one))}
        labelOf={(id) => compressors.get(id).label}
      />
      <p className={styles.hint}>
        Taking makes a new variant and leaves this one as it is. Variables, code, numbers with units and other protected
        text are never touched.
      </p>
    </>
  )
}
