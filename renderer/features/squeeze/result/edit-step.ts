import type { SqueezeArm } from '../../../../shared/domain/squeeze.ts'

/** The step of the search that brought an edit: what changed with it, and with how many others at once. */
export interface EditStep {
  /** In the order of the arms; 0 is the original. */
  readonly number: number
  readonly parentNumber: number
  /** Edits that came in the same step. */
  readonly companions: number
  /** Score against the parent's, on the cases that both answered; −1 to 1. Null where one is not known. */
  readonly difference: number | null
  /** Cost ÷ the parent's. */
  readonly costRatio: number | null
  readonly cases: number
}

/** Goes back from a candidate to where the edit first appears. Null where the candidate does not have it, or nothing was bred. */
export function editStep(editId: string, from: SqueezeArm, arms: readonly SqueezeArm[]): EditStep | null {
  if (!from.editIds.includes(editId)) return null
  let arm = from
  for (let steps = 0; steps < arms.length; steps++) {
    const parents = arm.parentIds.flatMap((id) => arms.find((one) => one.id === id) ?? [])
    const [first] = parents
    if (first === undefined) return null
    const bearer = parents.find(({ editIds }) => editIds.includes(editId))
    if (bearer === undefined) return stepOf(arm, first, arms)
    arm = bearer
  }
  return null
}

function stepOf(arm: SqueezeArm, parent: SqueezeArm, arms: readonly SqueezeArm[]): EditStep {
  const before = new Set(parent.editIds)
  const isComparable = arm.n === parent.n
  const [own, other] = [arm, parent].map((one) => ({
    difference: one.isBaseline ? 0 : one.difference,
    cost: one.isBaseline ? 1 : one.costRatio,
  }))
  return {
    number: arms.indexOf(arm),
    parentNumber: arms.indexOf(parent),
    companions: arm.editIds.filter((id) => !before.has(id)).length - 1,
    difference:
      isComparable && own?.difference != null && other?.difference != null ? own.difference - other.difference : null,
    costRatio: isComparable && own?.cost != null && other?.cost ? own.cost / other.cost : null,
    cases: arm.n,
  }
}
