import type { SqueezeProof } from '../domain/squeeze.ts'
import type { Verdict } from '../domain/verdict.ts'

/** What a look at the hold-out proves. `Verdict.isProven` says that its sentence holds, also where that is "undecided". */
export function proofOf({ kind, isProven }: Pick<Verdict, 'kind' | 'isProven'>): SqueezeProof {
  if (kind === 'cheaper-undecided') return 'undecided'
  if (kind === 'not-worse-and-cheaper') return isProven ? 'proven' : 'indicative'
  return 'none'
}
