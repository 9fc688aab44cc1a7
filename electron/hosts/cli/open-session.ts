import { type Client, createClient } from '../../../shared/contract/client.ts'
import { createApp } from '../../core/app.ts'
import { inProcessTransport } from '../../core/in-process-transport.ts'
import { environmentSecrets } from '../../core/platform/environment-secrets.ts'
import { libraryPath } from '../../core/platform/library-path.ts'
import { nodePorts } from '../../core/platform/node-ports.ts'

export interface GlobalOptions {
  readonly library?: string
  readonly json?: boolean
}

/** Opens the library, lends a client to the work, and closes again whatever happens. */
export async function withClient<T>(options: GlobalOptions, work: (client: Client) => Promise<T>): Promise<T> {
  const app = await createApp(nodePorts('cli', libraryPath(options.library), environmentSecrets()))
  try {
    return await work(createClient(inProcessTransport(app)))
  } finally {
    await app.close()
  }
}
