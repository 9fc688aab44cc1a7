import { createRegistry } from '../../plugin-registry.ts'
import type { DecisionExporter } from './decision-exporter.ts'

export const decisionExporters = createRegistry(
  'decision export',
  import.meta.glob<DecisionExporter>('./plugins/*.ts', { eager: true, import: 'plugin' }),
)
