import type { Verdict } from '../domain/verdict.ts'

/**
 * Holm's correction by decisions instead of p-values: all are judged at level α ÷ (items still open); those that are not worse
 * and cheaper are settled, and the rest is judged again at the level that is left, until none holds any more.
 *
 * @returns a verdict for each item, in the order of the items
 * @see S. Holm, Scand. J. Stat. 6 (1979)
 */
export async function holmVerdicts<T>(
  items: readonly T[],
  alpha: number,
  decide: (item: T, alpha: number) => Verdict | Promise<Verdict>,
): Promise<readonly { readonly item: T; readonly verdict: Verdict }[]> {
  const settled = new Map<T, Verdict>()
  while (settled.size < items.length) {
    const open = items.filter((item) => !settled.has(item))
    const judged: { readonly item: T; readonly verdict: Verdict }[] = []
    for (const item of open) judged.push({ item, verdict: await decide(item, alpha / open.length) })
    const held = judged.filter(({ verdict }) => verdict.kind === 'not-worse-and-cheaper')
    for (const { item, verdict } of held.length > 0 ? held : judged) settled.set(item, verdict)
  }
  return items.flatMap((item) => {
    const verdict = settled.get(item)
    return verdict ? [{ item, verdict }] : []
  })
}
