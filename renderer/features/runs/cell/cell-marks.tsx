import { ActionIcon, Button, NumberInput, Textarea, TextInput, Tooltip } from '@mantine/core'
import { useState } from 'react'
import type { RunId } from '../../../../shared/domain/ids.ts'
import type { Cell, CellMark } from '../../../../shared/domain/run.ts'
import { useActions } from '../../../client/use-actions.ts'
import { useCommand } from '../../../client/use-command.ts'
import { Icon, type IconName } from '../../../ui/icon.tsx'
import { notifyUndo } from '../../../ui/notify.tsx'
import { Section } from '../../../ui/section.tsx'
import styles from './cell-detail.module.css'

const NOTHING: CellMark = { thumb: null, score: null, comment: '', label: '', isHighlighted: false }

/** What you think of an output: kept beside the automatic scores, which it never changes. */
export function CellMarks({ runId, cell }: { readonly runId: RunId; readonly cell: Cell }) {
  const { variantId, modelId, caseId, repeat } = cell
  const stored = cell.mark ?? NOTHING
  const storedText = JSON.stringify(stored)
  // Two quick clicks: the second one must not take the first one back, although nothing has been read again since.
  const [own, setOwn] = useState<{ readonly over: string; readonly mark: CellMark } | null>(null)
  const mark = own?.over === storedText ? own.mark : stored
  const command = useCommand('results.mark')

  async function set(part: Partial<CellMark>, said: string): Promise<void> {
    const key = { variantId, modelId, caseId, repeat }
    const next = { ...mark, ...part }
    setOwn({ over: storedText, mark: next })
    const done = await command.run({ runId, key, mark: next })
    if (done) notifyUndo(said, () => void command.run({ runId, key, mark }))
    else setOwn(null)
  }
  const thumb = (value: boolean) =>
    set(
      { thumb: mark.thumb === value ? null : value },
      mark.thumb === value ? 'Thumb taken away.' : value ? 'Marked as good.' : 'Marked as bad.',
    )
  const highlight = () =>
    set({ isHighlighted: !mark.isHighlighted }, mark.isHighlighted ? 'No longer highlighted.' : 'Highlighted.')

  useActions([
    { id: 'mark-good', label: 'Mark the output as good', group: 'Results', keys: 'g', run: () => void thumb(true) },
    { id: 'mark-bad', label: 'Mark the output as bad', group: 'Results', keys: 'b', run: () => void thumb(false) },
    { id: 'mark-star', label: 'Highlight the output', group: 'Results', keys: 's', run: () => void highlight() },
  ])

  return (
    <Section
      title="Your marks"
      aside={
        <span className={styles.marks}>
          <Toggle
            icon="thumb-up"
            label="Good (g)"
            isOn={mark.thumb === true}
            onClick={() => void thumb(true)}
            testId="mark-good"
          />
          <Toggle
            icon="thumb-down"
            label="Bad (b)"
            isOn={mark.thumb === false}
            onClick={() => void thumb(false)}
            testId="mark-bad"
          />
          <Toggle
            icon="star"
            label="Highlight (s)"
            isOn={mark.isHighlighted}
            onClick={() => void highlight()}
            testId="mark-star"
          />
        </span>
      }
    >
      {cell.markedOutput === undefined ? null : (
        <div className={styles.earlier} role="note" data-testid="mark-earlier">
          <p>These marks were given to an earlier answer, which was asked again since:</p>
          <pre className={styles.output}>{cell.markedOutput === '' ? '(empty)' : cell.markedOutput}</pre>
          <Button variant="default" onClick={() => void set({}, 'The marks hold for this answer.')}>
            They hold for this answer, too
          </Button>
          <Button variant="subtle" onClick={() => void set(NOTHING, 'Marks taken away.')}>
            Take them away
          </Button>
        </div>
      )}
      <MarkFields key={JSON.stringify([caseId, variantId, modelId, repeat, mark])} mark={mark} onSet={set} />
    </Section>
  )
}

interface MarkFieldsProps {
  readonly mark: CellMark
  readonly onSet: (part: Partial<CellMark>, said: string) => Promise<void>
}

/** Saved when a field is left. */
function MarkFields({ mark, onSet }: MarkFieldsProps) {
  const [score, setScore] = useState<number | null>(mark.score)
  const [label, setLabel] = useState(mark.label)
  const [comment, setComment] = useState(mark.comment)
  return (
    <div className={styles.markFields}>
      <NumberInput
        label="Score, 0 to 1"
        description="Yours; the automatic one stays"
        value={score ?? ''}
        min={0}
        max={1}
        step={0.1}
        onChange={(value) => setScore(typeof value === 'number' ? value : null)}
        onBlur={() =>
          score !== mark.score && void onSet({ score }, score === null ? 'Score taken away.' : 'Score kept.')
        }
        data-testid="mark-score"
      />
      <TextInput
        label="Label"
        description="Your own word for it"
        value={label}
        maxLength={100}
        onChange={(event) => setLabel(event.currentTarget.value)}
        onBlur={() => label.trim() !== mark.label && void onSet({ label: label.trim() }, 'Label kept.')}
        data-testid="mark-label"
      />
      <Textarea
        label="Comment"
        value={comment}
        maxLength={10_000}
        autosize
        minRows={1}
        maxRows={6}
        onChange={(event) => setComment(event.currentTarget.value)}
        onBlur={() => comment !== mark.comment && void onSet({ comment }, 'Comment kept.')}
        className={styles.comment ?? ''}
        data-testid="mark-comment"
      />
    </div>
  )
}

interface ToggleProps {
  readonly icon: IconName
  readonly label: string
  readonly isOn: boolean
  readonly onClick: () => void
  readonly testId: string
}

function Toggle({ icon, label, isOn, onClick, testId }: ToggleProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        size={24}
        variant={isOn ? 'filled' : 'subtle'}
        aria-label={label}
        aria-pressed={isOn}
        onClick={onClick}
        data-testid={testId}
      >
        <Icon name={icon} />
      </ActionIcon>
    </Tooltip>
  )
}
