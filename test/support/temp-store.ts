import { onTestFinished } from 'vitest'
import { defaultSettings } from '../../electron/core/default-settings.ts'
import { type OpenStoreOptions, openStore, type Store } from '../../electron/core/store/open-store.ts'
import { catalogModels } from '../../shared/models/catalog.ts'
import { type FakeClock, fakeClock, sequentialIds, tempFolder } from './fake-ports.ts'

export interface TempStore {
  readonly store: Store
  readonly path: string
  readonly clock: FakeClock
}

/** A store on a new library without samples; closed and removed at the end of the test. */
export async function openTempStore(): Promise<TempStore> {
  const folder = tempFolder()
  const path = folder.file('library.sqlite')
  const clock = fakeClock()
  const store = await openStore(path, storeOptions({ now: clock.now }))
  onTestFinished(() => {
    store.close()
    folder.remove()
  })
  return { store, path, clock }
}

export function storeOptions(changes: Partial<OpenStoreOptions> = {}): OpenStoreOptions {
  const common = { now: fakeClock().now, newId: sequentialIds(), defaultSettings: defaultSettings(catalogModels) }
  return { ...common, ...changes }
}
