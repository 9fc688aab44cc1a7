import { type Amounts, addAmounts, type PartAmounts } from '../../../../shared/breakdown/part-amounts.ts'
import type { PromptPart } from '../../../../shared/breakdown/prompt-parts.ts'
import { formatUsd } from '../../../../shared/cost/format-usd.ts'
import type { MoneyUnit } from '../use-part-model.ts'

/** A part of a message as it is shown beside the text. */
export interface GutterRow {
  readonly id: string
  readonly messageIndex: number
  /** UTF-16 offsets into the message's template as it was counted. */
  readonly start: number
  readonly end: number
  readonly tokens: string
  /** Null = unpriced. */
  readonly money: string | null
  /** Of the part that takes the most; 0 to 1. */
  readonly weight: number
  /** In a sentence: what the part takes, of what, and what that comes to. */
  readonly title: string
}

/** The smallest parts of each message that stand on lines of their own: headings, items, examples, paragraphs. */
export function gutterRows(
  parts: readonly PromptPart[],
  amounts: PartAmounts,
  how: { readonly unit: MoneyUnit; readonly isEstimate: boolean; readonly modelLabel: string },
): readonly (readonly GutterRow[])[] {
  const priced = parts.map((message) =>
    linesOf(message).map((part) => ({
      part,
      amounts: addAmounts(part.cuts.flatMap((index) => amounts.cuts[index] ?? [])),
    })),
  )
  const most = Math.max(1, ...priced.flat().map((row) => row.amounts.tokens))
  const inputTokens = amounts.whole.tokens - amounts.output.tokens
  return priced.map((rows) =>
    rows.map(({ part: { id, messageIndex, start, end }, amounts: own }) => ({
      id,
      messageIndex,
      start,
      end,
      tokens: own.tokens.toLocaleString('en-US'),
      money: moneyOf(own, how.unit),
      weight: own.tokens / most,
      title: titleOf(own, { ...how, inputTokens }),
    })),
  )
}

/** Variables are inside of lines; sections and messages around them. */
function linesOf(part: PromptPart): readonly PromptPart[] {
  return part.kind === 'message' || part.kind === 'section' ? part.children.flatMap(linesOf) : [part]
}

function moneyOf({ callNanoUsd, monthNanoUsd }: Amounts, unit: MoneyUnit): string | null {
  if (callNanoUsd === null) return null
  return formatUsd({ call: callNanoUsd, thousand: callNanoUsd * 1000, month: monthNanoUsd }[unit])
}

function titleOf(
  { tokens, callNanoUsd, monthNanoUsd }: Amounts,
  how: { readonly isEstimate: boolean; readonly modelLabel: string; readonly inputTokens: number },
): string {
  const count = `${how.isEstimate ? '≈ ' : ''}${tokens.toLocaleString('en-US')} ${tokens === 1 ? 'token' : 'tokens'}`
  const share = `${percent(tokens, how.inputTokens)} of the input`
  const money =
    callNanoUsd === null
      ? `${how.modelLabel} is unpriced.`
      : `≈ ${formatUsd(monthNanoUsd)} per month and ${formatUsd(callNanoUsd * 1000)} per 1,000 calls on ${how.modelLabel}.`
  return `${count}, ${share}. ${money}`
}

function percent(tokens: number, of: number): string {
  if (of === 0) return '0 %'
  const share = (100 * tokens) / of
  return `${share > 0 && share < 9.95 ? share.toFixed(1) : Math.round(share)} %`
}
