import { defaultSettings } from '../../electron/core/default-settings.ts'
import type { OpenStoreOptions } from '../../electron/core/store/open-store.ts'
import { catalogModels } from '../../shared/models/catalog.ts'
import { fakeClock, sequentialIds } from './fake-ports.ts'

export function storeOptions(changes: Partial<OpenStoreOptions> = {}): OpenStoreOptions {
  const common = { now: fakeClock().now, newId: sequentialIds(), defaultSettings: defaultSettings(catalogModels) }
  return { ...common, ...changes }
}
