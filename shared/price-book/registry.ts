import { createRegistry } from '../plugin-registry.ts'
import type { PriceFormat } from './price-format.ts'

/** The price lists that can be imported. */
export const priceFormats = createRegistry(
  'price list format',
  import.meta.glob<PriceFormat>('./plugins/*.ts', { eager: true, import: 'plugin' }),
)
