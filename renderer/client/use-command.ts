import { useMutation, useQueryClient } from '@tanstack/react-query'
import { AppError } from '../../shared/contract/errors.ts'
import type { Input, Output, RouteName } from '../../shared/contract/routes.ts'
import { notifyFailure } from '../ui/notify.tsx'
import { invalidateKind, kindOfCommand } from './invalidate.ts'
import { useClient } from './services.tsx'

export interface Command<K extends RouteName> {
  /** Resolves with null when it failed: the user has then been told; or when the signal ended it. */
  readonly run: (input: Input<K>, signal?: AbortSignal) => Promise<Output<K> | null>
  readonly isRunning: boolean
  readonly error: AppError | null
}

interface Asked<K extends RouteName> {
  readonly input: Input<K>
  readonly signal: AbortSignal | undefined
}

/** Runs a command route; failures appear as a notification unless `isQuiet`. */
export function useCommand<K extends RouteName>(name: K, options: { readonly isQuiet?: boolean } = {}): Command<K> {
  const client = useClient()
  const queries = useQueryClient()
  const mutation = useMutation<Output<K>, AppError, Asked<K>>({
    // What was sent is not kept: it may be a key.
    gcTime: 0,
    mutationFn: ({ input, signal }) => client.call(name, input, signal ? { signal } : {}),
  })
  return {
    isRunning: mutation.isPending,
    error: mutation.error,
    async run(input, signal) {
      try {
        const output = await mutation.mutateAsync({ input, signal })
        const kind = kindOfCommand(name)
        if (kind) invalidateKind(queries, kind)
        return output
      } catch (error) {
        if (!options.isQuiet && !signal?.aborted)
          notifyFailure(error instanceof AppError ? error.message : 'Something went wrong.')
        return null
      }
    },
  }
}
