import { useEffect, useRef, useState } from 'react'
import type { Input, Output, Payload } from '../../../../shared/contract/routes.ts'
import { useClient } from '../../../client/services.tsx'
import { useCommand } from '../../../client/use-command.ts'

export interface RunningImport {
  /** Resolves with null when it failed or was cancelled: nothing was kept then. */
  readonly run: (input: Omit<Input<'imports.cases'>, 'importId'>) => Promise<Output<'imports.cases'> | null>
  readonly cancel: () => void
  readonly isRunning: boolean
  /** Null while the table is still read. */
  readonly progress: Pick<Payload<'import.progressed'>, 'stored' | 'total'> | null
}

/** An import with its progress; cancelled when nobody looks any more. */
export function useRunImport(): RunningImport {
  const client = useClient()
  const command = useCommand('imports.cases')
  const [progress, setProgress] = useState<RunningImport['progress']>(null)
  const abort = useRef<AbortController | null>(null)
  const cancel = () => abort.current?.abort()
  useEffect(() => () => abort.current?.abort(), [])

  return {
    cancel,
    isRunning: command.isRunning,
    progress,
    async run(input) {
      const importId = crypto.randomUUID()
      const own = new AbortController()
      abort.current = own
      const stop = client.on('import.progressed', (told) => {
        if (told.importId === importId) setProgress(told)
      })
      try {
        return await command.run({ ...input, importId }, own.signal)
      } finally {
        stop()
        setProgress(null)
      }
    },
  }
}
