import type { EvalSetId } from '../../../../shared/domain/ids.ts'
import { assignSplitSteps, type SplitCase, type SplitPlace } from '../../../../shared/verdict/assign-split.ts'
import type { Store } from '../../store/open-store.ts'
import { turn } from '../../turns/turn.ts'

type Stores = Pick<Store, 'verdicts' | 'evalSets'>

const ROWS_PER_TURN = 2000

/**
 * Gives every case of an eval set its place, now if it has none, in slices that leave the event loop free. Who splits the same cases
 * at the same moment comes to the same places, since they follow from what the cases say.
 *
 * @param extra cases that the set has no longer, and that need a place all the same
 * @throws the signal's reason after an abort
 */
export async function splitCases(
  stores: Stores,
  evalSetId: EvalSetId,
  { extra = [], signal }: { readonly extra?: readonly SplitCase[]; readonly signal?: AbortSignal | undefined } = {},
): Promise<ReadonlyMap<string, SplitPlace>> {
  const { verdicts, evalSets } = stores
  const places = new Map<string, SplitPlace>()
  for (let page = verdicts.placesAfter(evalSetId, null, ROWS_PER_TURN); page.length > 0; ) {
    for (const [id, place] of page) places.set(id, place)
    await turn(signal)
    page = verdicts.placesAfter(evalSetId, page.at(-1)?.[0] ?? null, ROWS_PER_TURN)
  }
  const cases: SplitCase[] = []
  for (let page = evalSets.casesAfter(evalSetId, 0, ROWS_PER_TURN); page.length > 0; ) {
    cases.push(...page.map(({ id, variables, tags }) => ({ id, variables, tags })))
    await turn(signal)
    page = evalSets.casesAfter(evalSetId, page.at(-1)?.position ?? 0, ROWS_PER_TURN)
  }
  const present = new Set(cases.map(({ id }) => id))
  const all = [...cases, ...extra.filter(({ id }) => !present.has(id))]
  if (all.every(({ id }) => places.has(id))) return places
  const steps = assignSplitSteps(all, places)
  let step = steps.next()
  for (; !step.done; step = steps.next()) await turn(signal)
  const added = [...step.value]
  for (let from = 0; from < added.length; from += ROWS_PER_TURN) {
    verdicts.addPlaces(evalSetId, added.slice(from, from + ROWS_PER_TURN))
    await turn(signal)
  }
  for (const [id, place] of added) places.set(id, place)
  return places
}
