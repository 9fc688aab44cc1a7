import { createRegistry } from '../../plugin-registry.ts'
import type { Calculator } from './calculator.ts'

/** Every calculator of the Savings page. */
export const calculators = createRegistry(
  'calculator',
  import.meta.glob<Calculator>('./plugins/*.ts', { eager: true, import: 'plugin' }),
)
