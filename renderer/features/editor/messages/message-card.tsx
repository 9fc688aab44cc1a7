import { memo, useCallback, useMemo, useState } from 'react'
import { lockedSpans } from '../../../../shared/compress/protect-spans.ts'
import { joinSpans } from '../../../../shared/compress/text-span.ts'
import type { PartialTexts } from '../../../../shared/domain/partial.ts'
import { type Message, Role } from '../../../../shared/domain/prompt.ts'
import type { TemplateInspection } from '../../../../shared/template/inspect-template.ts'
import type { Action } from '../../../client/actions.ts'
import { useActions } from '../../../client/use-actions.ts'
import type { TextFinding } from '../../../monaco/quick-fixes.ts'
import type { SpellingMarks } from '../../../monaco/spelling-marks.ts'
import { type EditorHandle, TextEditor } from '../../../monaco/text-editor.tsx'
import type { TextCounts } from '../../../tokens/text-counts.ts'
import { Icon } from '../../../ui/icon.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { QuietSelect } from '../../../ui/quiet-select.tsx'
import { useWorthNotes, type Worth } from '../cost/use-worth.ts'
import type { GutterRow } from '../gutter/gutter-rows.ts'
import { PartGutter } from '../gutter/part-gutter.tsx'
import { useGutterSwitch } from '../gutter/use-gutter-switch.ts'
import { usePartFocus, usePartFocusActions } from '../part-focus.tsx'
import { formatCount } from '../tokens/format-count.ts'
import { useTokensAt } from '../tokens/use-live-counts.ts'
import { type TokenColors, useTokenPaint } from '../tokens/use-token-colors.ts'
import { ExampleStrip } from './example-strip.tsx'
import { LockMenu } from './lock-menu.tsx'
import styles from './messages-column.module.css'
import { templateMarks } from './template-marks.ts'
import { useMessageEdits } from './use-message-edits.ts'

/** What a card can ask for; places count from 0. Always the same object. */
export interface CardActions {
  /** Of the text alone, its locks go along. */
  readonly change: (index: number, part: Partial<Message>) => void
  readonly move: (from: number, to: number) => void
  readonly remove: (index: number) => void
  readonly focus: (index: number) => void
  readonly blur: () => void
  readonly startDrag: (index: number) => void
  readonly drop: (index: number) => void
  readonly endDrag: () => void
}

export interface MessageCardProps {
  readonly index: number
  readonly modelKey: string
  readonly message: Message
  /** How many messages there are. */
  readonly count: number
  readonly liveCounts: TextCounts
  readonly tokenColors: TokenColors
  readonly worth: Worth
  readonly inspection: TemplateInspection | null
  readonly partials: PartialTexts
  /** Variables that the chosen eval set does not have. */
  readonly undefinedNames: ReadonlySet<string>
  readonly findings: readonly TextFinding[]
  readonly spelling: SpellingMarks | null
  readonly maxHeight: number
  /** Tokens and money stand beside the text; what they are is null until it is counted. */
  readonly hasGutter: boolean
  readonly gutterRows: readonly GutterRow[] | null
  /** The message that was written in last: what the keys of messages act on. */
  readonly isActive: boolean
  /** Another message is being dragged: this one is a place for it. */
  readonly isDropPlace: boolean
  readonly actions: CardActions
}

/** About 200 lines: Monaco draws them all at once without effort. */
const GROW_HEIGHT = 4000
const PLACEHOLDERS: Readonly<Record<Role, string>> = {
  system: 'What the model should know and do. {{name}} stands for a value of the case.',
  user: 'What is asked. {{name}} stands for a value of the case.',
  assistant: 'What the model answered, as an example.',
}
const NO_PROBLEMS: readonly never[] = []
const LOCKED = { className: 'locked-text', hover: 'Locked: no compressor touches it.' }

export const MessageCard = memo(function MessageCard(props: MessageCardProps) {
  const { index, message, count, inspection, undefinedNames, partials, maxHeight, isDropPlace, actions } = props
  const change = useCallback((part: Partial<Message>) => actions.change(index, part), [actions, index])
  const marks = useMemo(
    () => (inspection ? templateMarks(inspection, undefinedNames, partials) : NO_PROBLEMS),
    [inspection, undefinedNames, partials],
  )
  const [handle, setHandle] = useState<EditorHandle | null>(null)
  const edits = useMessageEdits(message, change, handle?.editor ?? null)
  const [isListed, setIsListed] = useState(false)
  const [isOver, setIsOver] = useState(false)
  useActions(props.isActive ? messageActions(props, edits.lockSelection) : NO_PROBLEMS)
  const { pointed, revealed } = usePartFocus(index)
  const { endReveal } = usePartFocusActions()
  const { template, locked } = message
  const lockMarks = useMemo(
    () =>
      locked
        ? joinSpans(lockedSpans(template, locked)).map(({ start, end }) => ({ start, end, ...LOCKED }))
        : NO_PROBLEMS,
    [template, locked],
  )
  const shownMarks = useMemo(
    () => [
      ...lockMarks,
      ...marks,
      ...(pointed ? [{ start: pointed.start, end: pointed.end, className: 'pointed-part' }] : []),
    ],
    [lockMarks, marks, pointed],
  )
  useTokenPaint(handle, props.tokenColors, inspection)
  useWorthNotes(handle, index, template, props.worth)
  const problems = inspection?.problems ?? NO_PROBLEMS
  const name = `Message ${index + 1}`
  const [problem] = problems
  return (
    <section
      className={styles.card}
      aria-label={name}
      data-testid={`message-${index}`}
      data-over={isOver && isDropPlace}
      onFocusCapture={() => actions.focus(index)}
      onDragOverCapture={(event) => {
        if (!isDropPlace) return
        event.preventDefault()
        event.stopPropagation()
        setIsOver(true)
      }}
      onDragLeave={() => setIsOver(false)}
      onDropCapture={(event) => {
        if (!isDropPlace) return
        event.preventDefault()
        event.stopPropagation()
        setIsOver(false)
        actions.drop(index)
      }}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the arrows and Alt+Shift+↑ ↓ do the same without a mouse */}
      <header
        className={styles.head}
        draggable={count > 1}
        onDragStart={(event) => {
          event.dataTransfer.effectAllowed = 'move'
          actions.startDrag(index)
        }}
        onDragEnd={actions.endDrag}
      >
        <span className={styles.grip} title="Drag to move the message (Alt+Shift+↑ ↓)" hidden={count === 1}>
          <Icon name="grip" size={13} />
        </span>
        <strong className={styles.role}>
          <QuietSelect
            label={`Role of message ${index + 1}`}
            value={message.role}
            options={Role.enum}
            onChange={(role) => change({ role })}
          />
        </strong>
        {problem ? (
          <span className={styles.problem} role="alert" title={problem.message}>
            Line {problem.line}: {problem.message}
          </span>
        ) : null}
        <MessageTokens counts={props.liveCounts} index={index} />
        {edits.examples.length > 0 ? (
          <button
            type="button"
            className={styles.lock}
            aria-expanded={isListed}
            data-testid={`list-examples-${index}`}
            onClick={() => setIsListed(!isListed)}
          >
            {edits.examples.length === 1 ? '1 example' : `${edits.examples.length} examples`}
            <Icon name={isListed ? 'chevron-down' : 'chevron-right'} size={11} />
          </button>
        ) : null}
        <LockMenu
          place={index + 1}
          locked={message.locked ?? NO_PROBLEMS}
          onLockSelection={edits.lockSelection}
          onUnlock={edits.toggleLock}
        />
        <MessageTools index={index} count={count} actions={actions} />
      </header>
      {isListed && edits.examples.length > 0 ? (
        <ExampleStrip
          template={template}
          examples={edits.examples}
          isLocked={(text) => message.locked?.includes(text) ?? false}
          onMove={edits.moveExample}
          onDrop={edits.dropExample}
          onLock={edits.toggleLock}
          onFold={edits.foldExample}
          onReveal={edits.revealExample}
        />
      ) : null}
      <div className={styles.body}>
        {props.hasGutter ? <PartGutter handle={handle} rows={props.gutterRows} /> : null}
        <TextEditor
          value={message.template}
          onChange={(template) => change({ template })}
          hasFolds={edits.examples.length > 0}
          onBlur={actions.blur}
          label={`${name}, ${message.role}`}
          marks={shownMarks}
          reveal={revealed}
          onRevealed={endReveal}
          onEditor={setHandle}
          problems={problems}
          partials={partials}
          findings={props.findings}
          spelling={props.spelling}
          placeholder={PLACEHOLDERS[message.role]}
          startsFocused={count === 1 && message.template === ''}
          growHeight={GROW_HEIGHT}
          maxHeight={maxHeight}
          modelKey={props.modelKey}
          testId={`editor-${index}`}
        />
      </div>
    </section>
  )
})

const MessageTools = memo(function MessageTools({
  index,
  count,
  actions,
}: Pick<MessageCardProps, 'index' | 'count' | 'actions'>) {
  const place = index + 1
  return (
    <span className={styles.tools}>
      <IconButton
        icon="arrow-up"
        size={22}
        label={`Move message ${place} up`}
        isDisabled={index === 0}
        onClick={() => actions.move(index, index - 1)}
      />
      <IconButton
        icon="arrow-down"
        size={22}
        label={`Move message ${place} down`}
        isDisabled={index === count - 1}
        onClick={() => actions.move(index, index + 1)}
      />
      <IconButton
        icon="cancel"
        size={22}
        label={`Remove message ${place}`}
        isDisabled={count === 1}
        onClick={() => actions.remove(index)}
      />
    </span>
  )
})

/** Drawn by itself, with the frame after the key. */
function MessageTokens({ counts, index }: { readonly counts: TextCounts; readonly index: number }) {
  const tokens = useTokensAt(counts, index)
  const { isOn, toggle } = useGutterSwitch()
  return (
    <button
      type="button"
      className={`${styles.lock} ${styles.tokens}`}
      aria-pressed={isOn}
      data-testid="message-tokens"
      title={`Exact tokens of the template as written (o200k_base).\nClick to ${isOn ? 'hide' : 'show'} tokens and $ beside the text (Alt+G)`}
      onClick={toggle}
    >
      {formatCount(tokens)} <span className={styles.unit}>tokens</span>
    </button>
  )
}

function messageActions({ index, count, actions }: MessageCardProps, lockSelection: () => void): readonly Action[] {
  const group = 'Messages'
  const name = `message ${index + 1}`
  return [
    { id: 'lock', label: `Lock or unlock the selection in ${name}`, group, keys: 'alt+l', run: lockSelection },
    { id: 'up', label: `Move ${name} up`, group, keys: 'alt+shift+ArrowUp', run: () => actions.move(index, index - 1) },
    {
      id: 'down',
      label: `Move ${name} down`,
      group,
      keys: 'alt+shift+ArrowDown',
      run: () => actions.move(index, index + 1),
    },
    ...(count > 1 ? [{ id: 'remove', label: `Remove ${name}`, group, run: () => actions.remove(index) }] : []),
  ]
}
