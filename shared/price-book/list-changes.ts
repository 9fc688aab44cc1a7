import type { CatalogModel, PriceRow, TokenPrices } from '../domain/model.ts'
import type { PriceChange } from '../domain/price-import.ts'

type Figure = number | string | null

const CLASSES: readonly (readonly [keyof TokenPrices, string])[] = [
  ['input', 'Input'],
  ['output', 'Output'],
  ['cacheRead', 'Cache read'],
  ['cacheWrite5m', 'Cache write 5 min'],
  ['cacheWrite1h', 'Cache write 1 h'],
]

/** Figure by figure what is different; against nothing, all that is known of the new model. */
export function listChanges(before: CatalogModel | undefined, after: CatalogModel): PriceChange[] {
  const changes: PriceChange[] = []
  function compare(change: Pick<PriceChange, 'field' | 'label' | 'unit'>, old: Figure, next: Figure): void {
    if (isSame(old, next)) return
    changes.push({ ...change, before: old, after: next, changePercent: changePercent(old, next) })
  }
  const [old, next] = [before?.price ?? null, after.price]
  for (const [name, label] of CLASSES)
    compare(
      { field: `prices.${name}`, label, unit: 'usd-per-million' },
      old?.prices[name] ?? null,
      next?.prices[name] ?? null,
    )
  for (const above of thresholds(old, next)) {
    const [oldTier, nextTier] = [tierAt(old, above), tierAt(next, above)]
    for (const [name, label] of CLASSES)
      compare(
        {
          field: `tiers.${above}.${name}`,
          label: `${label} above ${above.toLocaleString('en-US')} tokens`,
          unit: 'usd-per-million',
        },
        oldTier?.[name] ?? null,
        nextTier?.[name] ?? null,
      )
  }
  const factor = { unit: 'factor' } as const
  compare({ ...factor, field: 'batchFactor', label: 'Batch' }, old?.batchFactor ?? null, next?.batchFactor ?? null)
  compare({ ...factor, field: 'flexFactor', label: 'Flex' }, old?.flexFactor ?? null, next?.flexFactor ?? null)
  compare({ ...factor, field: 'usOnlyFactor', label: 'US only' }, old?.usOnlyFactor ?? null, next?.usOnlyFactor ?? null)
  const tokens = { unit: 'tokens' } as const
  compare({ ...tokens, field: 'contextTokens', label: 'Context' }, before?.contextTokens ?? null, after.contextTokens)
  compare(
    { ...tokens, field: 'maxOutputTokens', label: 'Max output' },
    before?.maxOutputTokens ?? null,
    after.maxOutputTokens,
  )
  compare({ field: 'capabilities', label: 'Takes', unit: 'text' }, before ? takes(before) : null, takes(after))
  return changes
}

function thresholds(...rows: readonly (PriceRow | null)[]): readonly number[] {
  const all = rows.flatMap((row) => (row?.tiers ?? []).map(({ aboveInputTokens }) => aboveInputTokens))
  return [...new Set(all)].sort((a, b) => a - b)
}

function tierAt(row: PriceRow | null, above: number): TokenPrices | null {
  return row?.tiers.find(({ aboveInputTokens }) => aboveInputTokens === above)?.prices ?? null
}

/** Prices that come by different arithmetic differ in the last digits. */
function isSame(a: Figure, b: Figure): boolean {
  if (typeof a !== 'number' || typeof b !== 'number') return a === b
  return Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b))
}

function changePercent(old: Figure, next: Figure): number | null {
  return typeof old === 'number' && typeof next === 'number' && old !== 0
    ? Math.round((10_000 * (next - old)) / old) / 100
    : null
}

function takes({ capabilities }: CatalogModel): string {
  const { temperature, stop, efforts, structuredOutput, tools } = capabilities
  const parts = [
    temperature ? 'temperature' : null,
    efforts.length > 0 ? `effort (${efforts.join(', ')})` : null,
    structuredOutput ? 'schema' : null,
    tools ? 'tools' : null,
    stop ? 'stop' : null,
  ]
  return parts.filter((part) => part !== null).join(', ') || 'nothing known'
}
