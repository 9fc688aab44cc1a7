import type { CheapestChoice } from '../../../../shared/domain/verdict.ts'
import { cheapestNotWorse } from '../../../../shared/verdict/cheapest-not-worse.ts'
import { verdictSteps } from '../../../../shared/verdict/decide-verdict.ts'
import type { StoredRun } from '../../store/run-store.ts'
import { isJudgeUncalibrated, judgingOf } from '../judge/calibrations-of.ts'
import { readSides } from './read-sides.ts'
import { columnOf, inSlices, isSame, isSimulation, type VerdictStores, type VerdictWish } from './read-verdicts.ts'

/** Null with a single column, or while the hold-out was not looked at for every column. */
export async function readCheapest(
  stores: VerdictStores,
  stored: StoredRun,
  { part, signal, ...wish }: Omit<VerdictWish, 'candidate'>,
): Promise<CheapestChoice | null> {
  const { run } = stored
  const baseline = columnOf(stored, wish.baseline)
  const rule = stores.verdicts.ruleOf(run.projectId)
  const candidates = run.columns
    .filter((column) => !isSame(column, baseline))
    .map((column) => ({ column, look: stores.verdicts.lookOf(run.id, baseline, column) }))
  if (candidates.length === 0 || (part !== 'dev' && candidates.some(({ look }) => look === null))) return null
  const sideOf = await readSides(stores, stored, { part, signal })
  const before = sideOf(run.columns.indexOf(baseline))
  return await cheapestNotWorse(candidates, {
    baselineLabel: before.label,
    rule,
    part,
    decide: async ({ column, look }, alpha) => {
      const steps = verdictSteps({
        baseline: before,
        candidate: sideOf(run.columns.indexOf(column)),
        rule: { ...rule, alpha },
        part,
        look: look ?? 1,
        isSimulation: [baseline, column].some((each) => isSimulation(stored, each)),
        hasUncalibratedJudge: isJudgeUncalibrated(stores, judgingOf(stored)),
        seed: `${run.id} ${column.variantId} ${column.modelId} ${part}`,
      })
      return await inSlices(steps, signal)
    },
  })
}
