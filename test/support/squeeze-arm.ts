import { SqueezeArm } from '../../shared/domain/squeeze.ts'

/** A candidate of 40 cases with what a test is about; `original` is the baseline, at a score of 0.8. */
export function squeezeArm(
  id: string,
  [meanScore, costRatio]: readonly [number, number],
  part: Partial<SqueezeArm> = {},
): SqueezeArm {
  const isBaseline = id === 'original'
  return SqueezeArm.parse({
    id,
    label: id,
    isBaseline,
    editIds: [],
    promptTokens: 100,
    n: 40,
    meanScore,
    difference: meanScore - 0.8,
    costPer1000NanoUsd: null,
    costRatio,
    isAlive: true,
    whyDropped: null,
    isOnFront: null,
    parentIds: isBaseline ? [] : ['original'],
    mutation: isBaseline ? null : 'shrink',
    ...part,
  })
}
