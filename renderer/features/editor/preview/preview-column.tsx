import { useEffect, useMemo } from 'react'
import { formatUsd } from '../../../../shared/cost/format-usd.ts'
import { type PreviewedMessage, previewMessages } from '../../../../shared/template/preview-messages.ts'
import type { TracedPiece } from '../../../../shared/template/text-emitter.ts'
import { formatTokens } from '../../../../shared/tokens/format-tokens.ts'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { Tag } from '../../../ui/marks.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { usePartFocusActions, useRevealed } from '../part-focus.tsx'
import type { Desk } from '../use-desk.ts'
import { CasePicker } from './case-picker.tsx'
import { previewBlocks } from './preview-blocks.ts'
import styles from './preview-column.module.css'

/** The prompt as one case would send it, with what it costs; nothing is sent to find out. */
export function PreviewColumn({ desk, onLeave }: { readonly desk: Desk; readonly onLeave: () => void }) {
  const { messages } = desk.draft.content
  const { sample } = desk
  const { texts } = desk.partials
  const revealed = useRevealed()
  const previewed = useMemo(
    () => (sample ? previewMessages(messages, sample.variables, texts) : []),
    [messages, sample, texts],
  )
  // Places are shown in the text that can be edited.
  useEffect(() => {
    if (revealed) onLeave()
  }, [revealed, onLeave])
  if (!sample) {
    return (
      <EmptyState icon="eval-sets" title="No case to fill in">
        The preview fills a case of an eval set into the prompt. Import cases on the Eval sets page, or choose an eval
        set under Variables.
      </EmptyState>
    )
  }
  const isRight = previewed.every(({ problems }) => problems.length === 0)
  return (
    <div className={styles.column} data-testid="preview">
      <header className={styles.bar}>
        <CasePicker desk={desk} />
        {isRight ? null : <Tag tone="bad">would not be sent</Tag>}
      </header>
      {previewed.map((message, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a message has no identity but its place
        <Problems key={index} index={index} message={message} />
      ))}
      {isRight && desk.isFilledIn ? <CaseCosts desk={desk} /> : null}
      {previewed.map((message, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a message has no identity but its place
        <PreviewCard key={index} index={index} message={message} tokens={desk.filledTokens[index] ?? null} />
      ))}
    </div>
  )
}

function Problems({ index, message }: { readonly index: number; readonly message: PreviewedMessage }) {
  const { reveal } = usePartFocusActions()
  return message.problems.map((problem) => (
    <p key={`${problem.offset} ${problem.message}`} className={styles.problem} role="alert">
      <button
        type="button"
        className={styles.place}
        title="Show it in the text"
        data-testid="preview-problem"
        onClick={() => reveal({ messageIndex: index, start: problem.offset, end: problem.offset + 1 })}
      >
        Message {index + 1}, line {problem.line}, column {problem.column}
      </button>
      : {problem.message}
    </p>
  ))
}

/** What exactly this case takes and costs on each chosen model. */
function CaseCosts({ desk }: { readonly desk: Desk }) {
  if (desk.models.length === 0) return null
  return (
    <table className={styles.costs} data-testid="case-costs">
      <thead>
        <tr>
          <th scope="col">This case on</th>
          <th scope="col">tokens in</th>
          <th scope="col">input</th>
          <th scope="col">with ≈ output</th>
        </tr>
      </thead>
      <tbody>
        {desk.models.map((model, index) => {
          const cost = desk.costs[index]
          const isEstimate = cost?.bandRatio !== null
          return (
            <tr key={model.id}>
              <td>{model.label}</td>
              <td title={cost?.basis}>{cost ? formatTokens(cost.inputTokens, cost.bandRatio) : '…'}</td>
              <td>
                {cost ? `${isEstimate && cost.inputNanoUsd !== null ? '≈ ' : ''}${formatUsd(cost.inputNanoUsd)}` : '…'}
              </td>
              <td>{cost ? `${cost.callNanoUsd === null ? '' : '≈ '}${formatUsd(cost.callNanoUsd)}` : '…'}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

interface PreviewCardProps {
  readonly index: number
  readonly message: PreviewedMessage
  readonly tokens: number | null
}

function PreviewCard({ index, message, tokens }: PreviewCardProps) {
  const { role, traced, missing, problems } = message
  const blocks = useMemo(() => (traced ? previewBlocks(traced.text, shownPieces(traced.pieces)) : []), [traced])
  return (
    <section className={styles.card} aria-label={`Message ${index + 1}, ${role}`} data-testid={`preview-${index}`}>
      <header className={styles.head}>
        <strong>{role}</strong>
        {missing.map((name) => (
          <Tag key={name} tone="bad">
            {name} has no value
          </Tag>
        ))}
        <span className={styles.tokens}>
          {problems.length === 0 && tokens !== null ? `${tokens.toLocaleString('en-US')} tokens` : null}
        </span>
        {traced ? <CopyButton text={traced.text} label={`Copy message ${index + 1}`} /> : null}
      </header>
      {traced ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a long text scrolls, and the keyboard must reach it
        <pre className={styles.text} data-selectable tabIndex={0}>
          {blocks.map(({ start, lines, pieces }) => (
            <span
              key={start}
              className={blocks.length > 1 ? styles.block : undefined}
              style={{ containIntrinsicSize: `auto ${lines * LINE_PX}px` }}
            >
              {pieces.map((piece) => (
                <Piece key={piece.start} piece={piece} text={traced.text} missing={missing} />
              ))}
            </span>
          ))}
        </pre>
      ) : null}
    </section>
  )
}

interface PieceProps {
  readonly piece: TracedPiece
  readonly text: string
  /** Variables without a value. */
  readonly missing: readonly string[]
}

function Piece({ piece: { start, end, isVerbatim, partial }, text, missing }: PieceProps) {
  const own = text.slice(start, end)
  if (isVerbatim) return own
  const isMissing = missing.some((name) => own === `{{${name}}}`)
  return (
    <mark
      className={isMissing ? styles.missing : partial === undefined ? styles.value : styles.partial}
      title={partial === undefined ? undefined : `From the partial ${partial}`}
    >
      {own}
    </mark>
  )
}

/** As `.text` has it. */
const LINE_PX = 20

/** A loop over a long list makes more pieces than a page can hold: beyond this many the rest is plain text. */
const MAX_MARKED_PIECES = 2000

function shownPieces(pieces: readonly TracedPiece[]): readonly TracedPiece[] {
  const rest = pieces[MAX_MARKED_PIECES]
  if (!rest) return pieces
  return [...pieces.slice(0, MAX_MARKED_PIECES), { ...rest, end: pieces.at(-1)?.end ?? rest.end, isVerbatim: true }]
}
