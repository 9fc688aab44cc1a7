import type { CoreContext } from '../core-context.ts'
import type { Handlers } from '../dispatch.ts'

export function appHandlers({ ports }: CoreContext): Pick<Handlers, 'app.hello'> {
  return {
    'app.hello': () => ({
      buildId: ports.buildId,
      version: ports.appVersion,
      host: ports.host,
      libraryPath: ports.libraryPath,
      secretStorage: ports.secrets.storage,
    }),
  }
}
