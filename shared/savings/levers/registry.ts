import { createRegistry } from '../../plugin-registry.ts'
import type { Lever } from './lever.ts'

/** Every lever there is; see lever.ts for how to add one. */
export const levers = createRegistry(
  'lever',
  import.meta.glob<Lever>('./plugins/*.ts', { eager: true, import: 'plugin' }),
)
