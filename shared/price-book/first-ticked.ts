import type { ModelId } from '../domain/ids.ts'
import type { PriceImportPreview } from '../domain/price-import.ts'

/**
 * What of a price list is taken unless the user says otherwise: shipped and found models whose figures changed. Own entries
 * are the user's word, and a list holds hundreds of new models that nobody asked for.
 */
export function firstTicked({ entries }: Pick<PriceImportPreview, 'entries'>): ReadonlySet<ModelId> {
  const changed = entries.filter(({ status, current }) => status === 'changed' && current?.origin !== 'user')
  return new Set(changed.map(({ model }) => model.id))
}
