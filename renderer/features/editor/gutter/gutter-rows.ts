import type { PromptCut } from '../../../../shared/breakdown/cut-prompt.ts'
import { type Amounts, addAmounts, type PartAmounts } from '../../../../shared/breakdown/part-amounts.ts'
import { formatUsd } from '../../../../shared/cost/format-usd.ts'
import type { Message } from '../../../../shared/domain/prompt.ts'
import type { MoneyUnit } from '../cost/use-part-model.ts'

/** A line of a message as it is shown beside the text. */
export interface GutterRow {
  readonly id: string
  readonly messageIndex: number
  /** UTF-16 offsets into the message's template as it was counted; without the white space around. */
  readonly start: number
  readonly end: number
  readonly amounts: Amounts
  /** Of the line that takes the most; 0 to 1. */
  readonly weight: number
  readonly of: GutterBasis
}

/** What all rows have in common. */
export interface GutterBasis {
  readonly unit: MoneyUnit
  readonly isEstimate: boolean
  readonly modelLabel: string
  readonly inputTokens: number
}

/** One row for each line that says something; a line break and empty lines are the line's before them. */
export function gutterRows(
  { messages, cuts }: { readonly messages: readonly Message[]; readonly cuts: readonly PromptCut[] },
  amounts: PartAmounts,
  how: Omit<GutterBasis, 'inputTokens'>,
): readonly (readonly GutterRow[])[] {
  const of = { ...how, inputTokens: amounts.whole.tokens - amounts.output.tokens }
  const lines = linesOf(messages, cuts).map((line) => ({
    ...line,
    amounts: addAmounts(line.cuts.flatMap((index) => amounts.cuts[index] ?? [])),
  }))
  const most = lines.reduce((sum, { amounts: { tokens } }) => Math.max(sum, tokens), 1)
  const rows = lines.map(
    ({ messageIndex, start, end, amounts: own }, index): GutterRow => ({
      id: `l${index}`,
      messageIndex,
      start,
      end,
      amounts: own,
      weight: own.tokens / most,
      of,
    }),
  )
  const byMessage = Map.groupBy(rows, ({ messageIndex }) => messageIndex)
  return messages.map((_, index) => byMessage.get(index) ?? [])
}

/** What a row says: made for the few that are on the screen, since a long prompt has thousands. */
export function gutterTexts({ amounts, of }: GutterRow): {
  readonly tokens: string
  /** Null = unpriced. */
  readonly money: string | null
  /** In a sentence: what the line takes, of what, and what that comes to. */
  readonly title: string
} {
  return {
    tokens: amounts.tokens.toLocaleString('en-US'),
    money: moneyOf(amounts, of.unit),
    title: titleOf(amounts, of),
  }
}

interface Line {
  readonly messageIndex: number
  readonly start: number
  readonly end: number
  readonly cuts: number[]
}

function linesOf(messages: readonly Message[], cuts: readonly PromptCut[]): readonly Line[] {
  const lines: Line[] = []
  const saying = /\S/g
  for (const [index, { messageIndex, start }] of cuts.entries()) {
    const text = messages[messageIndex]?.template ?? ''
    const last = lines.at(-1)
    if (last?.messageIndex === messageIndex && start <= last.end) {
      last.cuts.push(index)
      continue
    }
    saying.lastIndex = start
    const from = saying.exec(text)?.index
    if (from !== undefined) lines.push({ messageIndex, start: from, end: endOfLine(text, from), cuts: [index] })
    // White space alone is counted with what stands before it.
    else last?.cuts.push(index)
  }
  return lines
}

function endOfLine(text: string, from: number): number {
  const at = text.indexOf('\n', from)
  return at < 0 ? text.length : at
}

function moneyOf({ callNanoUsd, monthNanoUsd }: Amounts, unit: MoneyUnit): string | null {
  if (callNanoUsd === null) return null
  return formatUsd({ call: callNanoUsd, thousand: callNanoUsd * 1000, month: monthNanoUsd }[unit])
}

function titleOf({ tokens, callNanoUsd, monthNanoUsd }: Amounts, of: GutterBasis): string {
  const count = `${of.isEstimate ? '≈ ' : ''}${tokens.toLocaleString('en-US')} ${tokens === 1 ? 'token' : 'tokens'}`
  const share = `${percent(tokens, of.inputTokens)} of the input`
  const money =
    callNanoUsd === null
      ? `${of.modelLabel} is unpriced.`
      : `≈ ${formatUsd(monthNanoUsd)} per month and ${formatUsd(callNanoUsd * 1000)} per 1,000 calls on ${of.modelLabel}.`
  return `${count}, ${share}. ${money}`
}

function percent(tokens: number, of: number): string {
  if (of === 0) return '0 %'
  const share = (100 * tokens) / of
  return `${share > 0 && share < 9.95 ? share.toFixed(1) : Math.round(share)} %`
}
