import type { NanoUsd } from '../../../../shared/domain/money.ts'
import type { SqueezeSnapshot } from '../../../../shared/domain/squeeze.ts'
import { useActions } from '../../../client/use-actions.ts'
import { useCommand } from '../../../client/use-command.ts'
import { useRoute } from '../../../client/use-route.ts'
import { nounOf } from '../squeeze-words.ts'
import { useKeepSqueeze } from '../use-squeeze.ts'

/** What can be done about a squeeze that is under way; also in the palette. */
export function useSqueezeCommands(squeeze: SqueezeSnapshot) {
  const squeezeId = squeeze.id
  const keep = useKeepSqueeze()
  const pauseCommand = useCommand('squeeze.pause')
  const stopCommand = useCommand('squeeze.stop')
  const cancelCommand = useCommand('squeeze.cancel')
  const busy = pauseCommand.isRunning
    ? 'pause'
    : stopCommand.isRunning
      ? 'stop'
      : cancelCommand.isRunning
        ? 'cancel'
        : null

  async function end(command: typeof pauseCommand | typeof stopCommand | typeof cancelCommand): Promise<void> {
    if (busy !== null) return
    const snapshot = await command.run({ squeezeId })
    if (snapshot) keep(snapshot)
  }
  const pause = () => end(pauseCommand)
  const stop = () => end(stopCommand)
  const cancel = () => end(cancelCommand)
  useActions(
    squeeze.state === 'running'
      ? [
          {
            id: 'squeeze-pause',
            label: `Pause this ${nounOf(squeeze.spec.mode)}`,
            group: 'Squeeze',
            keys: 'alt+p',
            run: () => void pause(),
          },
          {
            id: 'squeeze-stop',
            label: 'Stop, and take the best so far',
            group: 'Squeeze',
            keys: 'alt+Enter',
            run: () => void stop(),
          },
          {
            id: 'squeeze-cancel',
            label: `Cancel this ${nounOf(squeeze.spec.mode)}`,
            group: 'Squeeze',
            run: () => void cancel(),
          },
        ]
      : [],
  )
  return { pause, stop, cancel, busy }
}

/** Goes on with what was paused, stopped or broken off; with another limit where one is given. */
export function useResumeSqueeze(squeeze: SqueezeSnapshot) {
  const command = useCommand('squeeze.resume')
  const { refetch } = useRoute('squeeze.get', { squeezeId: squeeze.id })
  return {
    isRunning: command.isRunning,
    async resume(budgetNanoUsd?: NanoUsd): Promise<void> {
      const isChanged = budgetNanoUsd !== undefined && budgetNanoUsd !== squeeze.spec.budgetNanoUsd
      const started = await command.run({ squeezeId: squeeze.id, ...(isChanged ? { budgetNanoUsd } : {}) })
      if (started) await refetch()
    },
  }
}
