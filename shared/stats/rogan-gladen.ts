/**
 * True pass rate behind a judge's pass rate, from how often the judge passes what is right and fails what is wrong.
 *
 * @param observed rate at which the judge passes
 * @param judge.sensitivity share of right answers that it passes
 * @param judge.specificity share of wrong answers that it fails
 * @returns a rate, held within 0 to 1; null for a judge no better than chance, which tells nothing
 * @see W. J. Rogan and B. Gladen, Am. J. Epidemiol. 107 (1978)
 */
export function roganGladen(
  observed: number,
  judge: { readonly sensitivity: number; readonly specificity: number },
): number | null {
  const skill = judge.sensitivity + judge.specificity - 1
  if (!(skill > 0)) return null
  return Math.min(1, Math.max(0, (observed + judge.specificity - 1) / skill))
}
