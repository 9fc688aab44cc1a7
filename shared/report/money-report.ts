import { formatUsd } from '../cost/format-usd.ts'
import { type NanoUsd, nanoToUsd } from '../domain/money.ts'
import { momentUtc } from './moment-utc.ts'
import { csvLine, csvStart } from './render-csv.ts'
import { escapeMarkdown, markdownTable } from './render-markdown.ts'

export interface MoneyRow {
  readonly name: string
  /** Null = unpriced; absent = the row has no money. */
  readonly nanoUsd?: NanoUsd | null
  /** Its 95 % interval; absent = none. */
  readonly interval?: { readonly low: number; readonly high: number } | null
  /** Of the section's whole. */
  readonly share?: number | null
  readonly count?: number | null
  readonly note?: string
}

/** A part of a report: rows of one kind, and what must be known to read them. */
export interface MoneySection {
  readonly title: string
  /** What the money of its rows is: "Spend", "Saved per month". */
  readonly money: string
  /** What its rows count: "Tokens". */
  readonly counted: string
  readonly rows: readonly MoneyRow[]
  readonly notes: readonly string[]
}

export interface ReportOrigin {
  readonly createdAt: string
  readonly appVersion: string
}

const FORMATS = ['md', 'csv'] as const
export type MoneyFormat = (typeof FORMATS)[number]

export const moneyMediaType: Readonly<Record<MoneyFormat, string>> = { md: 'text/markdown', csv: 'text/csv' }

/** By the ending of a file's name; null = none that a report can be written in. */
export function moneyFormatOf(fileName: string): MoneyFormat | null {
  return FORMATS.find((format) => fileName.toLowerCase().endsWith(`.${format}`)) ?? null
}

/** A report about money: Markdown for people, CSV with all sections in the same columns for spreadsheets. Sections without rows and notes are left out. */
export function renderMoney(
  format: MoneyFormat,
  {
    title,
    sections,
    createdAt,
    appVersion,
  }: ReportOrigin & { readonly title: string; readonly sections: readonly MoneySection[] },
): string {
  const told = sections.filter(({ rows, notes }) => rows.length + notes.length > 0)
  const origin = `Written by Pithy ${appVersion} on ${momentUtc(createdAt)}.`
  if (format === 'csv')
    return `${csvStart}${csvLine(HEAD)}${told.map(csvSection).join('')}${csvLine([title, ...EMPTY, origin])}`
  const parts = [`# ${escapeMarkdown(title)}`, ...told.flatMap(markdownSection), '---', escapeMarkdown(origin)]
  return `${parts.join('\n\n')}\n`
}

/** How a lever came about takes some sentences. */
const SHOWN_CHARACTERS = 2000
const HEAD = ['section', 'name', 'money', 'usd', 'usd_low', 'usd_high', 'share', 'counted', 'count', 'note']
const EMPTY = HEAD.slice(2).map(() => null)

function csvSection({ title, money, counted, rows, notes }: MoneySection): string {
  const usd = (nano: number | null | undefined) => (nano == null ? null : nanoToUsd(nano))
  return [
    ...rows.map((row) =>
      csvLine([
        title,
        row.name,
        row.nanoUsd === undefined ? null : money,
        usd(row.nanoUsd),
        usd(row.interval?.low),
        usd(row.interval?.high),
        row.share ?? null,
        row.count == null ? null : counted,
        row.count ?? null,
        row.note ?? null,
      ]),
    ),
    ...notes.map((note) => csvLine([title, ...EMPTY, note])),
  ].join('')
}

function markdownSection({ title, money, counted, rows, notes }: MoneySection): string[] {
  const has = (key: keyof MoneyRow) => rows.some((row) => row[key] != null && row[key] !== '')
  const hasMoney = rows.some(({ nanoUsd }) => nanoUsd !== undefined)
  const columns: readonly (readonly [isShown: boolean, head: string, of: (row: MoneyRow) => string])[] = [
    [true, 'What', ({ name }) => name],
    [hasMoney, money, ({ nanoUsd }) => (nanoUsd === undefined ? '' : formatUsd(nanoUsd))],
    [has('interval'), '95 % interval', ({ interval }) => intervalText(interval)],
    [has('share'), 'Share', ({ share }) => (share == null ? '' : `${(share * 100).toFixed(1)} %`)],
    [has('count'), counted, ({ count }) => (count == null ? '' : Math.round(count).toLocaleString('en-US'))],
    [has('note'), 'Note', ({ note = '' }) => note],
  ]
  const shown = columns.filter(([isShown]) => isShown)
  return [
    `## ${escapeMarkdown(title)}`,
    ...(notes.length === 0 ? [] : [notes.map((note) => `- ${escapeMarkdown(note)}`).join('\n')]),
    ...(rows.length === 0
      ? []
      : [
          markdownTable(
            [shown.map(([, head]) => head), ...rows.map((row) => shown.map(([, , of]) => of(row)))],
            SHOWN_CHARACTERS,
          ),
        ]),
  ]
}

function intervalText(interval: MoneyRow['interval']): string {
  return interval ? `${formatUsd(Math.round(interval.low))} to ${formatUsd(Math.round(interval.high))}` : ''
}
