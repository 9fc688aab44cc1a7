import { createRegistry } from '../plugin-registry.ts'
import type { Scorer } from './scorer.ts'

/** Every scorer: one file each in plugins/. */
export const scorers = createRegistry(
  'scorer',
  import.meta.glob<Scorer>('./plugins/*.ts', { eager: true, import: 'plugin' }),
)
