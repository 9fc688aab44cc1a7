import { allot } from '../../breakdown/allot.ts'
import { pricesFor } from '../../cost/prices-for.ts'
import type { SegmentSpend } from '../../domain/spend-segment.ts'
import type { SavingsInput } from '../savings-input.ts'

/**
 * What each part of the prompt in production costs of an average call: the mean bill of its answers, shared out in proportion to tokens at
 * the list price of their class, so that the parts add up to it exactly.
 *
 * @returns null where no answer is priced
 */
export function segmentSpend({ columns, answers, baselineNo, run }: SavingsInput): SegmentSpend | null {
  const column = columns[baselineNo]
  const billed = (answers[baselineNo] ?? [])
    .flat()
    .filter(({ costNanoUsd, usage }) => costNanoUsd !== null && usage !== null)
  if (!column || column.price === null || billed.length === 0) return null
  const mean = (amounts: readonly number[]) => amounts.reduce((sum, one) => sum + one, 0) / billed.length
  const callNanoUsd = Math.round(mean(billed.map(({ costNanoUsd }) => costNanoUsd ?? 0)))
  const reasoning = mean(billed.map(({ usage }) => usage?.reasoningTokens ?? 0))
  const output = mean(billed.map(({ usage }) => usage?.outputTokens ?? 0)) - reasoning
  const { tokens } = column
  const prices = pricesFor(column.price, tokens.prompt)
  const parts = [
    ...tokens.parts.map(({ kind, label, tokens: count }) => ({ kind, label, tokens: count, price: prices.input })),
    { kind: 'tools', label: 'Tools', tokens: tokens.tools, price: prices.input },
    { kind: 'schema', label: 'Response schema', tokens: tokens.schema, price: prices.input },
    { kind: 'reasoning', label: 'Reasoning', tokens: reasoning, price: prices.output },
    { kind: 'output', label: 'Output', tokens: output, price: prices.output },
  ].filter((part) => part.tokens > 0)
  const shares = allot(
    callNanoUsd,
    parts.map((part) => part.tokens * part.price),
  )
  return {
    runName: run.name,
    label: column.label,
    callNanoUsd,
    segments: parts
      .map(({ kind, label, tokens: count }, index) => ({ kind, label, tokens: count, nanoUsd: shares[index] ?? 0 }))
      .sort((a, b) => b.nanoUsd - a.nanoUsd),
  }
}
