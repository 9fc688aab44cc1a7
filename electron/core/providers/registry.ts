import { createRegistry } from '../../../shared/plugin-registry.ts'
import type { Provider } from './provider.ts'

export const providers = createRegistry<Provider>(
  'provider',
  import.meta.glob<Provider>('./plugins/*.ts', { eager: true, import: 'plugin' }),
)
