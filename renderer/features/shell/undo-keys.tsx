import { useEffect } from 'react'
import { useServices } from '../../client/services.tsx'
import { useActions } from '../../client/use-actions.ts'
import { notifyDone, watchUndoable } from '../../ui/notify.tsx'

/** Ctrl+Z and Shift+Ctrl+Z for what the application itself did; in a text they are the text's own. */
export function UndoKeys() {
  const { undoHistory } = useServices()
  useEffect(
    () =>
      watchUndoable({
        offered: (step) => undoHistory.getState().add(step),
        ended: (step) => undoHistory.getState().forget(step),
      }),
    [undoHistory],
  )
  useActions([
    {
      id: 'undo',
      label: 'Take back the last step',
      group: 'Steps',
      keys: 'mod+z',
      yieldsToText: true,
      run: () => {
        const step = undoHistory.getState().undo()
        notifyDone(step ? `Taken back: ${step.message}` : 'There is nothing to take back.')
      },
    },
    {
      id: 'redo',
      label: 'Do the step again that was taken back',
      group: 'Steps',
      keys: 'mod+shift+z',
      yieldsToText: true,
      run: () => {
        if (!undoHistory.getState().redo()) notifyDone('There is nothing to do again.')
      },
    },
  ])
  return null
}
