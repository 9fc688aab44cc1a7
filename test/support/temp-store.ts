import { onTestFinished } from 'vitest'
import { openStore, type Store } from '../../electron/core/store/open-store.ts'
import { type FakeClock, fakeClock, tempFolder } from './fake-ports.ts'
import { storeOptions } from './store-options.ts'

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
