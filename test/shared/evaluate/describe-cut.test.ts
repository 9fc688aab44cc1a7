import { expect, it } from 'vitest'
import type { ColumnSummary } from '../../../shared/domain/results.ts'
import { describeCuts } from '../../../shared/evaluate/describe-cut.ts'

const column = (variantName: string, answered: number, cut: number) =>
  // Only what is read of it.
  ({ variantName, variantLabel: 'A', modelId: 'lab/one', answered, cut }) as ColumnSummary

it('names the columns that cut 5 % of their answers or more, the worst first', () => {
  expect(describeCuts([column('', 40, 2), column('Short', 40, 20), column('', 40, 1), column('', 0, 0)])).toEqual([
    'Short on lab/one cut 20 of 40 answers (50.0 %) at the output limit: raise “Max output tokens” under Parameters.',
    'A on lab/one cut 2 of 40 answers (5.0 %) at the output limit: raise “Max output tokens” under Parameters.',
  ])
})
