import type { ModelId } from '../../../../shared/domain/ids.ts'
import type { PriceDiffEntry, PriceImportPreview } from '../../../../shared/domain/price-import.ts'
import { figureText, newModelText, percentText } from '../../../../shared/price-book/figure-text.ts'
import { firstTicked } from '../../../../shared/price-book/first-ticked.ts'
import { exitCode } from '../exit-code.ts'
import { type GlobalOptions, withClient } from '../open-session.ts'
import { readTextFile } from '../read-text-file.ts'

export interface ImportPricesOptions extends GlobalOptions {
  readonly format?: string
  readonly readOn?: string
  readonly new?: boolean
  readonly own?: boolean
  readonly yes?: boolean
}

/** `pithy prices import FILE`: shows the difference, and takes it only with `--yes`. */
export async function importPricesCommand(file: string, options: ImportPricesOptions): Promise<number> {
  const text = await readTextFile(file, 'The price list')
  await withClient(options, async (client) => {
    const source = { text, format: options.format ?? null, readOn: options.readOn ?? null }
    const preview = await client.call('prices.preview-import', source)
    const taken = takenOf(preview, options)
    const models = preview.entries.filter(({ model }) => taken.has(model.id)).map(({ model }) => model)
    if (options.yes && models.length > 0) await client.call('prices.apply-import', { models })
    if (options.json) console.log(JSON.stringify(toJson(preview, taken, options.yes ?? false), null, 2))
    else console.log(toText(preview, taken, options.yes ?? false))
  })
  return exitCode.passed
}

function takenOf(preview: PriceImportPreview, options: ImportPricesOptions): ReadonlySet<ModelId> {
  const taken = new Set(firstTicked(preview))
  for (const { status, current, model } of preview.entries) {
    if (options.new && status === 'added') taken.add(model.id)
    if (options.own && status === 'changed' && current?.origin === 'user') taken.add(model.id)
  }
  return taken
}

function toJson(preview: PriceImportPreview, taken: ReadonlySet<ModelId>, isApplied: boolean): unknown {
  const { formatId, readOn, entries, skipped } = preview
  return {
    format: formatId,
    readOn,
    isApplied: isApplied && taken.size > 0,
    entries: entries
      .filter(({ status }) => status !== 'same')
      .map(({ status, model, changes }) => ({ model: model.id, status, isTaken: taken.has(model.id), changes })),
    same: entries.filter(({ status }) => status === 'same').length,
    skipped,
  }
}

function toText(preview: PriceImportPreview, taken: ReadonlySet<ModelId>, isApplied: boolean): string {
  const { formatLabel, readOn, entries, skipped } = preview
  const count = (status: PriceDiffEntry['status']) => entries.filter((entry) => entry.status === status).length
  const left = skipped.reduce((sum, { names }) => sum + names.length, 0)
  const shown = entries.filter(({ status, model }) => status === 'changed' || taken.has(model.id))
  const end =
    taken.size === 0
      ? 'Nothing to take. New models are taken with --new, entries of your own replaced with --own.'
      : isApplied
        ? `Took ${taken.size}. The prices carry the day ${readOn}; runs that are finished keep theirs.`
        : `Would take ${taken.size} (marked *). Take them by: --yes`
  return [
    `${formatLabel}: ${count('changed')} changed, ${count('added')} new, ${count('same')} the same, ${left} left out`,
    ...shown.flatMap((entry) => entryLines(entry, taken.has(entry.model.id))),
    end,
  ].join('\n')
}

function entryLines({ status, model, changes, current }: PriceDiffEntry, isTaken: boolean): string[] {
  const own = current?.origin === 'user' ? ', your own entry' : ''
  const head = `${isTaken ? '*' : ' '} ${model.id} (${status === 'added' ? 'new' : status}${own})`
  if (status === 'added') return [`${head}: ${newModelText(model)}`]
  return [
    head,
    ...changes.map(({ label, unit, before, after, changePercent }) => {
      const by = changePercent === null ? '' : ` (${percentText(changePercent)})`
      return `    ${label}: ${figureText(before, unit)} → ${figureText(after, unit)}${by}`
    }),
  ]
}
