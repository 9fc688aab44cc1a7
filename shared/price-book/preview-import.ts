import { AppError } from '../contract/errors.ts'
import type { ModelId } from '../domain/ids.ts'
import type { CatalogModel } from '../domain/model.ts'
import type { PriceDiffEntry, PriceImportPreview } from '../domain/price-import.ts'
import { listChanges } from './list-changes.ts'
import type { ListedModel, PriceFormat, ReadOptions, SkippedEntry } from './price-format.ts'
import { priceFormats } from './registry.ts'
import { type ListOrigin, takeListed } from './take-listed.ts'

export interface ImportOptions extends ReadOptions {
  /** Null = told by the content. */
  readonly formatId: string | null
  /** What is known now, the user's own entries included. */
  readonly models: readonly CatalogModel[]
  /** The day that the prices get, YYYY-MM-DD. */
  readonly readOn: string
}

/**
 * What a price list would change of the models that we have; changes nothing.
 *
 * @throws AppError `bad-input` when the text is no price list
 */
export function previewImport(text: string, options: ImportOptions): PriceImportPreview {
  const json = parse(text)
  const format = formatOf(json, options.formatId)
  const { models, skipped } = format.read(json, options)
  if (models.length === 0 && skipped.length === 0)
    throw new AppError('bad-input', `This file names no models. Choose ${format.label}’s ${format.fileName}.`)
  const known = new Map<ModelId, CatalogModel>(options.models.map((model) => [model.id, model]))
  const origin: ListOrigin = { source: `${format.label}, imported`, readOn: options.readOn }
  return {
    formatId: format.id,
    formatLabel: format.label,
    readOn: options.readOn,
    entries: models.map((listed) => diffEntry(known.get(listed.id), listed, origin)),
    skipped: byReason(skipped),
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, '')) as unknown
  } catch (cause) {
    // Without the parser's own words: they quote the file, which may be any file.
    throw new AppError('bad-input', `This file is not JSON. Choose ${knownFiles()}.`, { cause })
  }
}

function formatOf(json: unknown, formatId: string | null): PriceFormat {
  if (formatId !== null) return priceFormats.get(formatId)
  const format = priceFormats.all.find(({ matches }) => matches(json))
  if (format) return format
  throw new AppError('bad-input', `This is not a price list that Pithy knows. Choose ${knownFiles()}.`)
}

function knownFiles(): string {
  return priceFormats.all.map(({ label, fileName }) => `${label}’s ${fileName}`).join(' or ')
}

function diffEntry(current: CatalogModel | undefined, listed: ListedModel, origin: ListOrigin): PriceDiffEntry {
  const model = takeListed(current, listed, origin)
  const changes = listChanges(current, model)
  const status = current === undefined ? 'added' : changes.length > 0 ? 'changed' : 'same'
  const { price } = current ?? {}
  return {
    status,
    model,
    changes,
    current: current ? { origin: current.origin, source: price?.source ?? null, readOn: price?.readOn ?? null } : null,
  }
}

/** The most frequent reason first. */
function byReason(skipped: readonly SkippedEntry[]): PriceImportPreview['skipped'] {
  const groups = new Map<string, string[]>()
  for (const { name, reason } of skipped) {
    const names = groups.get(reason)
    if (names) names.push(name)
    else groups.set(reason, [name])
  }
  return [...groups]
    .map(([reason, names]) => ({ reason, names }))
    .sort((a, b) => b.names.length - a.names.length || a.reason.localeCompare(b.reason, 'en'))
}
