import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'

const UNDO_MS = 10_000
const OFFERED = 'pithy-undo-offered'
const ENDED = 'pithy-undo-ended'
const closeButtonProps = { 'aria-label': 'Close the message' }

/** Says that something failed, and what to do; stays until it is closed. */
export function notifyFailure(message: string): void {
  notifications.show({
    message,
    color: 'var(--bad)',
    autoClose: false,
    withCloseButton: true,
    closeButtonProps,
    role: 'alert',
  })
}

export function notifyDone(message: string): void {
  notifications.show({ message, color: 'var(--good)', autoClose: 4000, closeButtonProps, role: 'status' })
}

/** What is told of something that can be taken back. */
export interface Undoable {
  readonly message: string
  readonly undo: () => void
  readonly redo: (() => void) | null
}

export interface UndoOptions {
  /** Does it once more, after it was taken back. */
  readonly redo?: () => void
  /** It puts an earlier text in place of what is there: not to be done any more once one has written on. */
  readonly isBrief?: boolean
}

/** Says what was done and offers to take it back, there and by Ctrl+Z: in place of asking beforehand. */
export function notifyUndo(message: string, undo: () => void, { redo, isBrief = false }: UndoOptions = {}): void {
  let id = ''
  const takeBack = () => {
    // Once is enough: neither the button nor the keys may do it again.
    notifications.hide(id)
    undo()
  }
  const undoable: Undoable = { message, undo: takeBack, redo: redo ?? null }
  window.dispatchEvent(new CustomEvent(OFFERED, { detail: undoable }))
  const end = () => window.dispatchEvent(new CustomEvent(ENDED, { detail: undoable }))
  id = notifications.show({
    color: 'var(--accent)',
    autoClose: UNDO_MS,
    closeButtonProps,
    role: 'status',
    ...(isBrief ? { onClose: end } : {}),
    message: (
      <span style={{ display: 'flex', alignItems: 'center', justifyContent: 'space-between', gap: 12 }}>
        {message}
        <Button
          variant="default"
          data-testid="undo"
          onClick={() => {
            end()
            takeBack()
          }}
        >
          Undo
        </Button>
      </span>
    ),
  })
}

/** Tells of what can be taken back, and when it no longer can; gives the way to stop listening. */
export function watchUndoable(listener: {
  readonly offered: (undoable: Undoable) => void
  readonly ended: (undoable: Undoable) => void
}): () => void {
  // Both events are sent above and nowhere else.
  const onOffered = (event: Event) => listener.offered((event as CustomEvent<Undoable>).detail)
  const onEnded = (event: Event) => listener.ended((event as CustomEvent<Undoable>).detail)
  window.addEventListener(OFFERED, onOffered)
  window.addEventListener(ENDED, onEnded)
  return () => {
    window.removeEventListener(OFFERED, onOffered)
    window.removeEventListener(ENDED, onEnded)
  }
}
