import { ActionIcon, Button, NumberInput, Textarea, TextInput, Tooltip } from '@mantine/core'
import { useState } from 'react'
import type { RunId } from '../../../../shared/domain/ids.ts'
import { type Cell, type CellMark, noMark } from '../../../../shared/domain/run.ts'
import { useActions } from '../../../client/use-actions.ts'
import { useCommand } from '../../../client/use-command.ts'
import { Icon, type IconName } from '../../../ui/icon.tsx'
import { notifyUndo } from '../../../ui/notify.tsx'
import { Section } from '../../../ui/section.tsx'
import { typedNumber } from '../../../ui/typed-number.ts'
import styles from './cell-detail.module.css'
import { useKeptField } from './use-kept-field.ts'

type MarkPart = Partial<CellMark>

/** What you think of an output: kept beside the automatic scores, which it never changes. */
export function CellMarks({ runId, cell }: { readonly runId: RunId; readonly cell: Cell }) {
  const { variantId, modelId, caseId, repeat } = cell
  const stored = cell.mark ?? noMark
  const storedText = JSON.stringify(stored)
  // Shown before it is read again; what is read wins, since a step may have been taken back elsewhere.
  const [own, setOwn] = useState<{ readonly over: string; readonly part: MarkPart }>({ over: storedText, part: {} })
  if (own.over !== storedText) setOwn({ over: storedText, part: {} })
  const mark = { ...stored, ...own.part }
  // Until somebody says whether they hold for this answer: a field that changes would bring all the others along to it.
  const isEarlier = cell.markedReply !== undefined
  const command = useCommand('results.mark')

  /** @param replyNo the earlier answer that it is said of */
  async function keep(part: MarkPart, replyNo?: number): Promise<boolean> {
    setOwn(({ over, part: before }) => ({ over, part: { ...before, ...part } }))
    const key = { variantId, modelId, caseId, repeat }
    const done = await command.run({ runId, key, mark: part, ...(replyNo === undefined ? {} : { replyNo }) })
    if (!done) setOwn(({ over }) => ({ over, part: {} }))
    return done !== null
  }
  /** Taking it back concerns these fields only: the others may have been changed since. */
  async function set(part: MarkPart, said: string, before = sameFields(mark, part)): Promise<void> {
    // Marks of an earlier answer are given back to that one.
    const undo = () => void keep(before, cell.markedReply?.no)
    if (await keep(part)) notifyUndo(said, undo, { redo: () => void set(part, said, before) })
  }
  const thumb = (value: boolean) =>
    set(
      { thumb: mark.thumb === value ? null : value },
      mark.thumb === value ? 'Thumb taken away.' : value ? 'Marked as good.' : 'Marked as bad.',
    )
  const highlight = () =>
    set({ isHighlighted: !mark.isHighlighted }, mark.isHighlighted ? 'No longer highlighted.' : 'Highlighted.')

  useActions(
    isEarlier
      ? []
      : [
          {
            id: 'mark-good',
            label: 'Mark the output as good',
            group: 'Results',
            keys: 'g',
            run: () => void thumb(true),
          },
          {
            id: 'mark-bad',
            label: 'Mark the output as bad',
            group: 'Results',
            keys: 'b',
            run: () => void thumb(false),
          },
          { id: 'mark-star', label: 'Highlight the output', group: 'Results', keys: 's', run: () => void highlight() },
        ],
  )

  return (
    <Section
      title="Your marks"
      aside={
        <span className={styles.marks}>
          <Toggle
            icon="thumb-up"
            label="Good (g)"
            isOn={mark.thumb === true}
            isDisabled={isEarlier}
            onClick={() => void thumb(true)}
            testId="mark-good"
          />
          <Toggle
            icon="thumb-down"
            label="Bad (b)"
            isOn={mark.thumb === false}
            isDisabled={isEarlier}
            onClick={() => void thumb(false)}
            testId="mark-bad"
          />
          <Toggle
            icon="star"
            label="Highlight (s)"
            isOn={mark.isHighlighted}
            isDisabled={isEarlier}
            onClick={() => void highlight()}
            testId="mark-star"
          />
        </span>
      }
    >
      {isEarlier ? (
        <div className={styles.earlier} role="note" data-testid="mark-earlier">
          <p>These marks were given to an earlier answer, which was asked again since:</p>
          <pre className={styles.output}>{cell.markedReply?.output || '(empty)'}</pre>
          <Button variant="default" onClick={() => void set({}, 'The marks hold for this answer.')}>
            They hold for this answer, too
          </Button>
          <Button variant="subtle" onClick={() => void set(noMark, 'Marks taken away.')}>
            Take them away
          </Button>
        </div>
      ) : null}
      <MarkFields
        mark={mark}
        isDisabled={isEarlier}
        onKeep={(part) => void keep(part)}
        onSet={(...step) => void set(...step)}
      />
    </Section>
  )
}

function sameFields(mark: CellMark, part: MarkPart): MarkPart {
  return Object.fromEntries(Object.entries(mark).filter(([name]) => name in part))
}

interface MarkFieldsProps {
  readonly mark: CellMark
  readonly isDisabled: boolean
  readonly onKeep: (part: MarkPart) => void
  readonly onSet: (part: MarkPart, said: string, before: MarkPart) => void
}

function MarkFields({ mark, isDisabled, onKeep, onSet }: MarkFieldsProps) {
  const score = useKeptField<number | string>({
    kept: mark.score ?? '',
    keep: (value) => onKeep({ score: typedNumber(value) }),
    keepAndTell: (value, before) =>
      onSet({ score: typedNumber(value) }, typedNumber(value) === null ? 'Score taken away.' : 'Score kept.', {
        score: typedNumber(before),
      }),
  })
  const label = useKeptField({
    kept: mark.label,
    keep: (value) => onKeep({ label: value.trim() }),
    keepAndTell: (value, before) => onSet({ label: value.trim() }, 'Label kept.', { label: before.trim() }),
  })
  const comment = useKeptField({
    kept: mark.comment,
    keep: (value) => onKeep({ comment: value }),
    keepAndTell: (value, before) => onSet({ comment: value }, 'Comment kept.', { comment: before }),
  })
  return (
    <div className={styles.markFields}>
      <NumberInput
        label="Score, 0 to 1"
        description="Yours; the automatic one stays"
        value={score.value}
        disabled={isDisabled}
        min={0}
        max={1}
        step={0.1}
        clampBehavior="strict"
        onChange={score.type}
        onBlur={score.leave}
        data-testid="mark-score"
      />
      <TextInput
        label="Label"
        description="Your own word for it"
        value={label.value}
        disabled={isDisabled}
        maxLength={100}
        onChange={(event) => label.type(event.currentTarget.value)}
        onBlur={label.leave}
        data-testid="mark-label"
      />
      <Textarea
        label="Comment"
        value={comment.value}
        disabled={isDisabled}
        maxLength={10_000}
        autosize
        minRows={1}
        maxRows={6}
        onChange={(event) => comment.type(event.currentTarget.value)}
        onBlur={comment.leave}
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
  readonly isDisabled: boolean
  readonly onClick: () => void
  readonly testId: string
}

function Toggle({ icon, label, isOn, isDisabled, onClick, testId }: ToggleProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        size={24}
        variant={isOn ? 'filled' : 'subtle'}
        aria-label={label}
        aria-pressed={isOn}
        disabled={isDisabled}
        onClick={onClick}
        data-testid={testId}
      >
        <Icon name={icon} />
      </ActionIcon>
    </Tooltip>
  )
}
