import { AppError } from '../../../shared/contract/errors.ts'
import type { Secrets } from '../ports.ts'

/** Keys from environment variables, for the web host and the command line: read when asked, never kept, never written. */
export function environmentSecrets(env: NodeJS.ProcessEnv = process.env): Secrets {
  function read(keyVariable: string | null): string | null {
    const value = keyVariable === null ? undefined : env[keyVariable]?.trim()
    return value === undefined || value === '' ? null : value
  }
  return {
    storage: 'environment',
    get: async (_providerId, keyVariable) => read(keyVariable),
    sourceOf: async (_providerId, keyVariable) => (read(keyVariable) === null ? null : keyVariable),
    set: async () => {
      throw new AppError(
        'conflict',
        'Keys are kept by the desktop application only. Here, set the environment variable and start Pithy again.',
      )
    },
    remove: async () => {
      throw new AppError('conflict', 'This key comes from an environment variable: unset it and start Pithy again.')
    },
  }
}
