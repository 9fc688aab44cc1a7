import type { RecoveryReport } from './library-copy.ts'

/** What a recovery could not bring back, in sentences. */
export function describeLoss({ incomplete, orphans }: Pick<RecoveryReport, 'incomplete' | 'orphans'>): string {
  const sentences = [
    ...(incomplete.length === 0 ? [] : [`Incomplete: ${incomplete.join(', ')}.`]),
    ...(orphans === 0 ? [] : [describeOrphans(orphans)]),
  ]
  return sentences.length === 0 ? 'Nothing was lost.' : sentences.join(' ')
}

function describeOrphans(count: number): string {
  return count === 1
    ? '1 row whose owner is gone was left out.'
    : `${count.toLocaleString('en-US')} rows whose owner is gone were left out.`
}
