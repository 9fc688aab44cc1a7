import type { CheapestChoice, Verdict, VerdictRule } from '../domain/verdict.ts'
import { holmVerdicts } from './holm-verdicts.ts'

/**
 * Of all candidates, every variant on every model, the cheapest that is shown to be not worse than the reference and cheaper;
 * the claims are corrected for their number by Holm, so that trying more columns does not make a false one more likely.
 */
export async function cheapestNotWorse<T>(
  candidates: readonly T[],
  {
    baselineLabel,
    rule,
    part,
    decide,
  }: {
    readonly baselineLabel: string
    readonly rule: Pick<VerdictRule, 'margin' | 'alpha'>
    readonly part: CheapestChoice['part']
    readonly decide: (candidate: T, alpha: number) => Verdict | Promise<Verdict>
  },
): Promise<CheapestChoice> {
  const verdicts = (await holmVerdicts(candidates, rule.alpha, decide)).map(({ verdict }) => verdict)
  const [chosen] = verdicts
    .filter(({ kind }) => kind === 'not-worse-and-cheaper')
    .toSorted((a, b) => (a.costRatio ?? 1) - (b.costRatio ?? 1))
  const where = part === 'hold-out' ? 'hold-out' : part === 'dev' ? 'development cases' : 'all cases'
  const claim = `not worse than ${baselineLabel} by more than ${Number((rule.margin * 100).toFixed(2))} points`
  const compared = `${candidates.length} compared, ${where}`
  if (!chosen) {
    const isOpen = verdicts.some(({ kind }) => kind === 'cheaper-undecided')
    const rest = isOpen ? '; for the cheaper ones, more cases would tell' : ''
    return {
      chosen: null,
      part,
      compared: candidates.length,
      // Beside verdicts that hold one by one, it must say why it is stricter.
      sentence:
        candidates.length === 1
          ? `None is shown to be cheaper and ${claim}${rest} (${compared}).`
          : `Taken together, none of ${candidates.length} is shown to be cheaper and ${claim}${rest} (corrected for the number compared, ${where}).`,
    }
  }
  const saving = Math.round((1 - (chosen.costRatio ?? 1)) * 100)
  const said = `Cheapest ${claim}: ${chosen.candidateLabel}, ${saving} % less (${compared}).`
  return { chosen, part, compared: candidates.length, sentence: chosen.isProven ? said : `Indicative: ${said}` }
}
