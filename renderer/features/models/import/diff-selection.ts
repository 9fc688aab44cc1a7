import type { ModelId } from '../../../../shared/domain/ids.ts'
import type { PriceDiffEntry, PriceImportPreview } from '../../../../shared/domain/price-import.ts'

/** The entries of one status that hold every word of the search in id or label. */
export function findEntries(
  { entries }: PriceImportPreview,
  status: PriceDiffEntry['status'],
  search: string,
): readonly PriceDiffEntry[] {
  const words = search.toLowerCase().split(/\s+/)
  return entries.filter(({ status: own, model }) => {
    const text = `${model.id} ${model.label}`.toLowerCase()
    return own === status && words.every((word) => text.includes(word))
  })
}

/** All of these ticked, or none of them; the others stay as they are. */
export function withTicked(
  ticked: ReadonlySet<ModelId>,
  ids: readonly ModelId[],
  isTicked: boolean,
): ReadonlySet<ModelId> {
  const next = new Set(ticked)
  for (const id of ids) {
    if (isTicked) next.add(id)
    else next.delete(id)
  }
  return next
}
