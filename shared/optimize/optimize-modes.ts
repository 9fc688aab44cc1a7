import type { OptimizeMode } from '../domain/squeeze.ts'

export interface OptimizePlan {
  /** Calls of any kind, to either model. */
  readonly maxCalls: number
  readonly maxRewriteCalls: number
  readonly developmentCases: number
  readonly holdOutCases: number
  /** Candidates that are looked at on the hold-out, at most. */
  readonly confirmed: number
  readonly childrenPerRound: number
}

/** Rounds that add less than this share of the hypervolume, so many in a row, end the search. */
export const LEAST_GAIN = 0.01
export const IDLE_ROUNDS = 3

export function optimizePlan(mode: OptimizeMode): OptimizePlan {
  switch (mode) {
    case 'light':
      return {
        maxCalls: 300,
        maxRewriteCalls: 12,
        developmentCases: 24,
        holdOutCases: 60,
        confirmed: 1,
        childrenPerRound: 4,
      }
    case 'medium':
      return {
        maxCalls: 800,
        maxRewriteCalls: 30,
        developmentCases: 40,
        holdOutCases: 100,
        confirmed: 2,
        childrenPerRound: 5,
      }
    case 'heavy':
      return {
        maxCalls: 2000,
        maxRewriteCalls: 60,
        developmentCases: 80,
        holdOutCases: 100,
        confirmed: 3,
        childrenPerRound: 6,
      }
    default:
      return mode satisfies never
  }
}
