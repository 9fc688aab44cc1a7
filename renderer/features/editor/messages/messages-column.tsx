import { Button } from '@mantine/core'
import { useElementSize } from '@mantine/hooks'
import { Fragment, useEffect, useMemo, useRef, useState } from 'react'
import type { Message } from '../../../../shared/domain/prompt.ts'
import { tabKeyOf } from '../../../client/drafts.ts'
import { useActions } from '../../../client/use-actions.ts'
import { useDraft } from '../../../client/use-draft.ts'
import { useTextModels } from '../../../monaco/text-models.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { notifyUndo } from '../../../ui/notify.tsx'
import type { Gutter } from '../gutter/use-gutter.ts'
import type { Lint } from '../lint/use-lint.ts'
import { useTextFindings } from '../lint/use-text-findings.ts'
import { useRevealed } from '../part-focus.tsx'
import type { Spelling } from '../spelling/use-spelling.ts'
import type { Desk } from '../use-desk.ts'
import { type ExamplePair, examplePairs, toggledPair } from './example-pairs.ts'
import { type CardActions, MessageCard } from './message-card.tsx'
import styles from './messages-column.module.css'
import { PairHead } from './pair-head.tsx'
import { replaceMessage } from './replace-message.ts'

const NO_FINDINGS: readonly never[] = []

interface MessagesColumnProps {
  readonly desk: Desk
  readonly lint: Lint
  readonly gutter: Gutter
  readonly spelling: Spelling
}

/** One editor per message, in one scrolling column. */
export function MessagesColumn({ desk, lint, gutter, spelling }: MessagesColumnProps) {
  // What is typed into has the newest text, at once: a late one would come back over a newer one.
  const draft = useDraft(desk.variant)
  const { messages } = draft.content
  const { ref, height } = useElementSize()
  const tab = tabKeyOf(desk.variant)
  const [keys, changeKeys] = useMessageKeys(tab, messages.length)
  const undefinedNames = useMemo(
    () => new Set(desk.variables.filter(({ state }) => state === 'undefined').map(({ name }) => name)),
    [desk.variables],
  )

  const findings = useTextFindings(lint)
  const [activeIndex, setActiveIndex] = useState(0)
  const [dragged, setDragged] = useState<number | null>(null)
  const pairs = useMemo(() => examplePairs(messages), [messages])
  /** By the key of their first message, which stays with them. */
  const [folded, setFolded] = useState<ReadonlySet<number>>(new Set())

  function setMessages(change: (messages: readonly Message[]) => Message[]): void {
    draft.edit((content) => ({ ...content, messages: change(content.messages) }))
  }

  function add(): void {
    const last = messages.at(-1)?.role
    changeKeys((list) => [...list, nextKey(list)])
    setMessages((list) => [...list, { role: last === 'user' ? 'assistant' : 'user', template: '' }])
  }

  function move(from: number, to: number): void {
    if (to < 0 || to >= messages.length) return
    setActiveIndex(to)
    changeKeys((list) => moved(list, from, to))
    setMessages((list) => moved(list, from, to))
  }

  function remove(index: number): void {
    const removed = messages[index]
    if (!removed) return
    changeKeys((list) => list.filter((_, at) => at !== index))
    setMessages((list) => list.filter((_, at) => at !== index))
    const undo = () => {
      changeKeys((list) => list.toSpliced(index, 0, nextKey(list)))
      setMessages((list) => list.toSpliced(index, 0, removed))
    }
    notifyUndo(`Removed message ${index + 1} (${removed.role}).`, undo, { redo: () => latest.current.remove(index) })
  }

  const latest = useRef({ setMessages, move, remove, flush: draft.flush, dragged })
  latest.current = { setMessages, move, remove, flush: draft.flush, dragged }
  // The same at every key, so that only the message that is written in is drawn anew.
  const actions = useMemo<CardActions>(
    () => ({
      change: (index, part) => latest.current.setMessages((list) => replaceMessage(list, index, part)),
      move: (from, to) => latest.current.move(from, to),
      remove: (index) => latest.current.remove(index),
      focus: setActiveIndex,
      blur: () => void latest.current.flush(),
      startDrag: setDragged,
      drop: (index) => latest.current.dragged !== null && latest.current.move(latest.current.dragged, index),
      endDrag: () => setDragged(null),
    }),
    [],
  )

  function reorder(order: readonly number[]): void {
    changeKeys((list) => inOrder(list, order))
    setMessages((list) => inOrder(list, order))
  }

  function dropPair({ index, place }: ExamplePair): void {
    const removed = messages.slice(index, index + 2)
    const keysOf = keys.slice(index, index + 2)
    changeKeys((list) => list.toSpliced(index, 2))
    setMessages((list) => list.toSpliced(index, 2))
    notifyUndo(`Dropped example ${place}.`, () => {
      changeKeys((list) => list.toSpliced(index, 0, ...keysOf.map((_, at) => nextKey(list) + at)))
      setMessages((list) => list.toSpliced(index, 0, ...removed))
    })
  }

  const revealed = useRevealed()
  // What was searched for may stand in an example that is folded.
  useEffect(() => {
    const pair = revealed && pairs.find(({ index }) => [index, index + 1].includes(revealed.messageIndex))
    const key = pair ? (keys[pair.index] ?? pair.index) : null
    if (key !== null) setFolded((before) => (before.has(key) ? toggled(before, key) : before))
  }, [revealed, pairs, keys])

  useActions([{ id: 'add-message', label: 'Add message', group: 'Messages', run: add }])

  function pairHead(pair: ExamplePair) {
    const key = keys[pair.index] ?? pair.index
    const [first = null, second = null] = desk.templateTokens.slice(pair.index, pair.index + 2)
    return (
      <PairHead
        pair={pair}
        messages={messages}
        tokens={first === null || second === null ? null : first + second}
        isFolded={folded.has(key)}
        onFold={() => setFolded((before) => toggled(before, key))}
        onReorder={reorder}
        onLock={() => setMessages((list) => toggledPair(list, pair))}
        onDrop={() => dropPair(pair)}
      />
    )
  }

  function isFolded(index: number): boolean {
    const pair = pairs.find((one) => index === one.index || index === one.index + 1)
    return pair !== undefined && folded.has(keys[pair.index] ?? pair.index)
  }

  return (
    <div ref={ref} className={styles.column} data-testid="messages">
      {messages.map((message, index) => {
        const key = keys[index] ?? index
        const pair = pairs.find((one) => one.index === index)
        return (
          // The head is a sibling: around the card it would take the editor, and its focus, down as soon as the pair is none.
          <Fragment key={key}>
            {pair ? pairHead(pair) : null}
            {isFolded(index) ? null : (
              <MessageCard
                key="card"
                modelKey={`${tab}/${keys[index] ?? index}`}
                index={index}
                message={message}
                count={messages.length}
                liveCounts={desk.liveCounts}
                tokenColors={desk.tokenColors}
                worth={desk.worth}
                inspection={desk.inspections[index] ?? null}
                partials={desk.partials.texts}
                hasGutter={gutter.isOn}
                gutterRows={gutter.rows?.[index] ?? null}
                spelling={spelling.marks?.[index] ?? null}
                findings={findings[index] ?? NO_FINDINGS}
                undefinedNames={undefinedNames}
                maxHeight={Math.max(220, height - 90)}
                isActive={index === Math.min(activeIndex, messages.length - 1)}
                isDropPlace={dragged !== null && dragged !== index}
                actions={actions}
              />
            )}
          </Fragment>
        )
      })}
      <Button
        variant="subtle"
        className={styles.add ?? ''}
        leftSection={<Icon name="add" size={14} />}
        onClick={add}
        data-testid="add-message"
      >
        Add message
      </Button>
    </div>
  )
}

/** Names for the messages that stay with them when they move, so that each keeps its editor with cursor and undo. */
function useMessageKeys(
  tab: string,
  length: number,
): readonly [readonly number[], (change: (keys: readonly number[]) => readonly number[]) => void] {
  const models = useTextModels()
  const [stored, setStored] = useState<readonly number[]>(() => models.listOf(tab) ?? [])
  // Someone else (another window, the command line) may have changed the number of messages.
  const keys = stored.length === length ? stored : Array.from({ length }, (_, index) => index)
  function change(to: (keys: readonly number[]) => readonly number[]): void {
    // The list as it is now: undo comes from a message that was drawn before the change.
    const next = to(models.listOf(tab) ?? keys)
    models.keepList(tab, next)
    setStored(next)
  }
  return [keys, change]
}

function nextKey(keys: readonly number[]): number {
  return Math.max(-1, ...keys) + 1
}

function toggled(set: ReadonlySet<number>, key: number): ReadonlySet<number> {
  return new Set(set.has(key) ? [...set].filter((one) => one !== key) : [...set, key])
}

function inOrder<T>(list: readonly T[], order: readonly number[]): T[] {
  return order.flatMap((index) => list[index] ?? [])
}

function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const item = list[from]
  if (item === undefined || to < 0 || to >= list.length) return [...list]
  return list.toSpliced(from, 1).toSpliced(to, 0, item)
}
