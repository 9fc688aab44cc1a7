import type { SqueezeMode } from '../domain/squeeze.ts'
import type { WorthPlan } from './attribution/measure-worth.ts'
import type { RewriteStyle } from './model/rewrite-request.ts'

export interface ModePlan {
  /** Calls of any kind, to either model. */
  readonly maxCalls: number
  readonly strengths: readonly number[]
  readonly styles: readonly RewriteStyle[]
  readonly maxRewriteCalls: number
  readonly developmentCases: number
  readonly holdOutCases: number
  /** random: masks of several cuts at once; one-out: each of the dearest units alone. */
  readonly attribution: WorthPlan['plan'] | null
  /** Calls that may go into finding rewrites that turn answers wrong. */
  readonly siftCalls: number
  readonly maxArms: number
  /** What the race may take of them; the rest settles, repairs and grows what it found. */
  readonly maxRaceCalls: number
  readonly maxRepairs: number
  /** Candidates that are looked at on the hold-out, at most, where calls are left. */
  readonly confirmed: number
  /** Calls that the race and what settles it must leave for repairing, and for cutting more. */
  readonly repairCalls: number
}

export function modePlan(mode: SqueezeMode): ModePlan {
  switch (mode) {
    case 'quick':
      return {
        maxCalls: 60,
        strengths: [0.7, 0.5],
        styles: ['extractive', 'telegraphic'],
        maxRewriteCalls: 50,
        developmentCases: 0,
        holdOutCases: 0,
        attribution: null,
        siftCalls: 0,
        maxArms: 12,
        maxRaceCalls: 0,
        maxRepairs: 0,
        confirmed: 1,
        repairCalls: 0,
      }
    case 'frugal':
      return {
        maxCalls: 300,
        strengths: [0.7, 0.5],
        styles: ['extractive'],
        maxRewriteCalls: 24,
        developmentCases: 24,
        holdOutCases: 60,
        attribution: { method: 'one-out', masks: 8, cases: 8, confirmCalls: 0 },
        siftCalls: 0,
        maxArms: 4,
        maxRaceCalls: 300,
        maxRepairs: 1,
        confirmed: 1,
        repairCalls: 24,
      }
    case 'standard':
      return {
        maxCalls: 1300,
        strengths: [0.85, 0.7, 0.5, 0.35],
        styles: ['extractive', 'telegraphic', 'ledger', 'whole'],
        maxRewriteCalls: 90,
        developmentCases: 120,
        holdOutCases: 100,
        attribution: { method: 'random', masks: 24, cases: 12, confirmCalls: 100 },
        siftCalls: 220,
        maxArms: 16,
        maxRaceCalls: 140,
        maxRepairs: 3,
        confirmed: 3,
        repairCalls: 220,
      }
    default:
      return mode satisfies never
  }
}
