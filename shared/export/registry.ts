import { createRegistry } from '../plugin-registry.ts'
import type { Exporter } from './exporter.ts'

export const exporters = createRegistry(
  'exporter',
  import.meta.glob<Exporter>('./plugins/*.ts', { eager: true, import: 'plugin' }),
)
