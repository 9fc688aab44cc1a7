import { createRegistry } from '../plugin-registry.ts'
import type { Compressor } from './compressor.ts'

export const compressors = createRegistry(
  'compressor',
  import.meta.glob<Compressor>('./plugins/*.ts', { eager: true, import: 'plugin' }),
)
