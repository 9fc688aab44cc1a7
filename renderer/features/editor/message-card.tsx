import { useMemo, useState } from 'react'
import type { Message, Role } from '../../../shared/domain/prompt.ts'
import type { TemplateInspection } from '../../../shared/template/inspect-template.ts'
import type { TextFinding } from '../../monaco/quick-fixes.ts'
import { type EditorHandle, TextEditor, type TextMark } from '../../monaco/text-editor.tsx'
import { Icon } from '../../ui/icon.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { formatCount } from './format-count.ts'
import styles from './messages-column.module.css'
import { usePartFocus, usePartFocusActions } from './part-focus.tsx'
import { type TokenColors, useTokenPaint } from './use-token-colors.ts'

export interface MessageCardProps {
  readonly index: number
  readonly modelKey: string
  readonly message: Message
  /** How many messages there are. */
  readonly count: number
  readonly tokens: number | null
  readonly tokenColors: TokenColors
  readonly inspection: TemplateInspection | null
  /** Variables that the chosen eval set does not have. */
  readonly undefinedNames: ReadonlySet<string>
  readonly findings: readonly TextFinding[]
  readonly maxHeight: number
  readonly onText: (template: string) => void
  readonly onRole: (role: Role) => void
  readonly onBlur: () => void
  readonly onMove: (to: number) => void
  readonly onRemove: () => void
}

const ROLES: readonly Role[] = ['system', 'user', 'assistant']
/** About 200 lines: Monaco draws them all at once without effort. */
const GROW_HEIGHT = 4000
const PLACEHOLDERS: Readonly<Record<Role, string>> = {
  system: 'What the model should know and do. {{name}} stands for a value of the case.',
  user: 'What is asked. {{name}} stands for a value of the case.',
  assistant: 'What the model answered, as an example.',
}
const NO_PROBLEMS: readonly never[] = []

export function MessageCard(props: MessageCardProps) {
  const { index, message, count, tokens, inspection, undefinedNames, maxHeight } = props
  const marks = useMemo(
    () => (inspection ? templateMarks(inspection, undefinedNames) : NO_PROBLEMS),
    [inspection, undefinedNames],
  )
  const { pointed, revealed } = usePartFocus(index)
  const { endReveal } = usePartFocusActions()
  const shownMarks = useMemo(
    () => (pointed ? [...marks, { start: pointed.start, end: pointed.end, className: 'pointed-part' }] : marks),
    [marks, pointed],
  )
  const [handle, setHandle] = useState<EditorHandle | null>(null)
  useTokenPaint(handle, props.tokenColors, inspection)
  const problems = inspection?.problems ?? NO_PROBLEMS
  const name = `Message ${index + 1}`
  const [problem] = problems
  return (
    <section className={styles.card} aria-label={name} data-testid={`message-${index}`}>
      <header className={styles.head}>
        <span className={styles.roleBox}>
          <select
            className={styles.role}
            aria-label={`Role of message ${index + 1}`}
            value={message.role}
            // The options are the roles and nothing else.
            onChange={(event) => props.onRole(event.currentTarget.value as Role)}
          >
            {ROLES.map((role) => (
              <option key={role} value={role}>
                {role}
              </option>
            ))}
          </select>
          <Icon name="chevron-down" size={11} />
        </span>
        {problem ? (
          <span className={styles.problem} role="alert" title={problem.message}>
            Line {problem.line}: {problem.message}
          </span>
        ) : null}
        <span
          className={styles.tokens}
          data-testid="message-tokens"
          title="Exact tokens of the template as written (o200k_base)"
        >
          {formatCount(tokens)} tokens
        </span>
        <span className={styles.tools}>
          <IconButton
            icon="arrow-up"
            size={22}
            label={`Move message ${index + 1} up`}
            isDisabled={index === 0}
            onClick={() => props.onMove(index - 1)}
          />
          <IconButton
            icon="arrow-down"
            size={22}
            label={`Move message ${index + 1} down`}
            isDisabled={index === count - 1}
            onClick={() => props.onMove(index + 1)}
          />
          <IconButton
            icon="cancel"
            size={22}
            label={`Remove message ${index + 1}`}
            isDisabled={count === 1}
            onClick={props.onRemove}
          />
        </span>
      </header>
      <TextEditor
        value={message.template}
        onChange={props.onText}
        onBlur={props.onBlur}
        label={`${name}, ${message.role}`}
        marks={shownMarks}
        reveal={revealed}
        onRevealed={endReveal}
        onEditor={setHandle}
        problems={problems}
        findings={props.findings}
        placeholder={PLACEHOLDERS[message.role]}
        startsFocused={count === 1 && message.template === ''}
        growHeight={GROW_HEIGHT}
        maxHeight={maxHeight}
        modelKey={props.modelKey}
        testId={`editor-${index}`}
      />
    </section>
  )
}

function templateMarks(inspection: TemplateInspection, undefinedNames: ReadonlySet<string>): readonly TextMark[] {
  const { variables, marks } = inspection
  return marks.map(({ kind, start, end }) => {
    const inside = variables.filter((variable) => variable.start >= start && variable.end <= end)
    const missing = inside.find(({ root }) => undefinedNames.has(root))
    if (missing) {
      return { start, end, className: 'template-undefined', hover: `The eval set has no variable \`${missing.root}\`.` }
    }
    return { start, end, className: kind === 'output' ? 'template-variable' : 'template-tag' }
  })
}
