import type { SqueezeArm } from '../../domain/squeeze.ts'
import type { FlowArm } from './flow-arm.ts'
import { type RaceArm, standingOf } from './race-arms.ts'

export const BASELINE_ID = 'original'

export interface ArmFacts {
  readonly baseline: RaceArm
  readonly own: RaceArm
  readonly order: readonly number[]
  readonly promptTokens: number
  readonly whyDropped: string | null
}

/** An arm as the live view shows it: where it stands on the development cases that it answered. */
export function armView(arm: FlowArm, { baseline, own, order, promptTokens, whyDropped }: ArmFacts): SqueezeArm {
  const standing = standingOf(baseline, own, order)
  const answered = order.flatMap((index) => own.results.get(index) ?? [])
  const costs = answered.flatMap(({ costNanoUsd }) => costNanoUsd ?? [])
  const isPriced = costs.length > 0 && costs.length === answered.length
  return {
    id: arm.id,
    label: arm.label,
    isBaseline: arm.id === BASELINE_ID,
    editIds: arm.edits.map(({ id }) => id),
    promptTokens,
    n: standing.n,
    meanScore: standing.meanScore,
    difference: standing.difference,
    costPer1000NanoUsd: isPriced
      ? Math.round((costs.reduce((sum, cost) => sum + cost, 0) / costs.length) * 1000)
      : null,
    costRatio: standing.costRatio,
    isAlive: whyDropped === null,
    whyDropped,
    isOnFront: null,
    parentIds: [],
    mutation: null,
  }
}

/**
 * Marks the arms that no other beats in both quality and cost. Who was given up after a few cases is neither on the front nor a
 * rival: few cases make many a cheap candidate look good.
 */
export function withFront(arms: readonly SqueezeArm[]): SqueezeArm[] {
  const all = arms.find(({ isBaseline }) => isBaseline)?.n ?? 0
  const contestants = arms.flatMap(({ difference, costRatio, isAlive, n }) =>
    difference !== null && costRatio !== null && (isAlive || n >= all) ? [{ difference, costRatio }] : [],
  )
  return arms.map((arm) => {
    const { difference, costRatio, isAlive, n } = arm
    if (difference === null || costRatio === null) return arm
    const isBeaten = contestants.some(
      (other) =>
        other.difference >= difference &&
        other.costRatio <= costRatio &&
        (other.difference > difference || other.costRatio < costRatio),
    )
    return { ...arm, isOnFront: (isAlive || n >= all) && !isBeaten }
  })
}
