import { createRegistry } from '../../plugin-registry.ts'
import type { UsageFormat } from './usage-format.ts'

/** Every format of a usage log: one file each in plugins/. */
export const usageFormats = createRegistry(
  'usage format',
  import.meta.glob<UsageFormat>('./plugins/*.ts', { eager: true, import: 'plugin' }),
)
