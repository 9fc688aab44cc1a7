import type { Cell } from '../../../../shared/domain/run.ts'

/** How an answer ended where it did not end by itself, in a word; null for a whole answer and for none. */
export function cellEnding({ state, output, finishReason }: Cell): string | null {
  if (state === 'failed') return output === '' ? null : 'partial'
  switch (finishReason) {
    case 'stopped-early':
      return 'stopped early'
    case 'length':
      return 'cut at its limit'
    case 'refusal':
      return 'refused'
    case 'content-filter':
      return 'filtered'
    case 'stop':
    case 'tool-calls':
    case 'unknown':
    case null:
      return null
    default:
      return finishReason satisfies never
  }
}

/** Whether the trials of a cell disagree: some passed and others not, or, unscored, they say different things. */
export function isFlaky(cells: readonly Cell[]): boolean {
  const answered = cells.filter(({ state }) => state === 'answered')
  const verdicts = new Set(answered.map(({ hasPassed }) => hasPassed).filter((verdict) => verdict !== null))
  if (verdicts.size > 0) return verdicts.size > 1
  return new Set(answered.map(({ output }) => output.trim())).size > 1
}
