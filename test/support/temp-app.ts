import { type App, createApp } from '../../electron/core/app.ts'
import type { Ports } from '../../electron/core/ports.ts'
import { type Client, createClient } from '../../shared/contract/client.ts'
import type { EventName } from '../../shared/contract/routes.ts'
import { type FakePorts, fakePorts, tempFolder } from './fake-ports.ts'

export interface TestApp extends FakePorts {
  readonly app: App
  /** Asks as a feature does: inputs and answers are checked by the contract. */
  readonly client: Client
  /** Every event so far, oldest first. */
  readonly events: { readonly name: EventName; readonly payload: unknown }[]
  /** The folder of the library; other files of a test may lie there. */
  readonly folder: string
  readonly close: () => Promise<void>
}

/**
 * The real application on a library in a folder of its own, with the sample projects in it. Close it at the end:
 * `onTestFinished(test.close)`.
 */
export async function createTestApp(overrides: Partial<Ports> = {}): Promise<TestApp> {
  const folder = tempFolder()
  const fake = fakePorts(folder.file('library.sqlite'), overrides)
  const app = await createApp(fake.ports)
  const events: { name: EventName; payload: unknown }[] = []
  for (const name of ['job.changed', 'library.changed'] as const) {
    app.events.subscribe(name, (payload) => events.push({ name, payload }))
  }
  return {
    ...fake,
    app,
    client: clientOf(app),
    events,
    folder: folder.path,
    async close() {
      await app.close()
      folder.remove()
    },
  }
}

/** A client in the same process, without any transport between. */
export function clientOf(app: App): Client {
  return createClient({
    send: (name, input, signal) => app.dispatch(name, input, { signal: signal ?? new AbortController().signal }),
    subscribe: (name, listener) => app.events.subscribe(name, listener),
  })
}
