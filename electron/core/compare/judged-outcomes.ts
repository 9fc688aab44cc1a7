import { type ComparedCase, type CompareStores, isAboutThese } from './column-pair.ts'

/** By row: what a judge made of the first repeat, of the candidate; only of answers that the run has now. */
export function judgedOutcomes(
  { comparisons }: CompareStores,
  comparisonNo: number,
  { cases, sign }: { readonly cases: readonly ComparedCase[]; readonly sign: 1 | -1 },
): ReadonlyMap<number, number> {
  const answerOf = new Map(cases.map(({ rowNo, answers }) => [rowNo, answers[0]]))
  return new Map(
    comparisons.outcomesOf(comparisonNo).flatMap((outcome): [number, number][] => {
      const answer = answerOf.get(outcome.rowNo)
      if (!answer || answer.repeatNo !== outcome.repeatNo || !isAboutThese(outcome, answer)) return []
      return [[outcome.rowNo, sign * outcome.outcome]]
    }),
  )
}
