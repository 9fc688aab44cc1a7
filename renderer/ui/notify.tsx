import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'

const UNDO_MS = 10_000
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

/** Says what was done and offers to take it back: in place of asking beforehand. */
export function notifyUndo(message: string, undo: () => void): void {
  const id = notifications.show({
    color: 'var(--accent)',
    autoClose: UNDO_MS,
    closeButtonProps,
    role: 'status',
    message: (
      <span style={{ display: 'flex', alignItems: 'center', justifyContent: 'space-between', gap: 12 }}>
        {message}
        <Button
          variant="default"
          data-testid="undo"
          onClick={() => {
            notifications.hide(id)
            undo()
          }}
        >
          Undo
        </Button>
      </span>
    ),
  })
}
