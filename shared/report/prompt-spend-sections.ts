import { formatUsd } from '../cost/format-usd.ts'
import type { SpendBuckets } from '../domain/spend-bucket.ts'
import type { SegmentSpend } from '../domain/spend-segment.ts'
import type { MoneySection } from './money-report.ts'

/** What an average call's parts cost. */
export function segmentSection({ runName, label, callNanoUsd, segments }: SegmentSpend): MoneySection {
  return {
    title: 'By part of the prompt',
    money: 'Of a call',
    counted: 'Tokens',
    rows: segments.map((one) => ({
      name: one.label,
      nanoUsd: one.nanoUsd,
      share: callNanoUsd > 0 ? one.nanoUsd / callNanoUsd : null,
      count: one.tokens,
    })),
    notes: [
      `Of an average call of ${label} in the run “${runName}”: its mean bill, shared out by tokens at list prices.`,
    ],
  }
}

/** What of a month's bill may be paid without need. */
export function bucketSection({ label, runName, monthNanoUsd, buckets }: SpendBuckets): MoneySection {
  return {
    title: 'Paid without need',
    money: 'Per month',
    counted: '',
    rows: buckets.map(({ label: kind, nanoUsd, note }) => ({
      name: kind,
      ...(nanoUsd === null ? {} : { nanoUsd, share: monthNanoUsd > 0 ? nanoUsd / monthNanoUsd : null }),
      note: nanoUsd === null ? `Unknown. ${note}` : note,
    })),
    notes: [
      `Of ${formatUsd(monthNanoUsd)} a month for ${label}, by the run “${runName}”. They overlap and do not add up.`,
    ],
  }
}
