import type { RejectedSqueezeEdit, SqueezeEdit } from '../../domain/squeeze.ts'
import type { GateContext } from '../../squeeze/gates/check-gates.ts'
import type { SqueezePrompt } from '../../squeeze/read-squeeze-prompt.ts'
import type { ModelRequest } from '../../squeeze/squeeze-ports.ts'
import type { Random } from '../../stats/seeded-random.ts'
import type { Candidate } from '../candidate.ts'

/** A development case that a candidate answered badly. */
export interface FailingCase {
  readonly text: string
  readonly expected: string | null
  readonly output: string
  /** What the assertions said. */
  readonly faults: readonly string[]
}

export interface MutationInput {
  readonly prompt: SqueezePrompt
  readonly parent: Candidate
  readonly pool: readonly Candidate[]
  /** Edits that pass the gates one by one, of every kind. */
  readonly library: readonly SqueezeEdit[]
  /** The worst of the parent's cases, at most five. */
  readonly failing: readonly FailingCase[]
  /** Of this child; makes the ids of new edits unlike all others. */
  readonly childNumber: number
  /** Children that this mutation made of this parent before. */
  readonly attempts: number
  /** Score, 0 to 1, that an edit seems to have cost where it was tried. */
  readonly blameOf: (edit: SqueezeEdit) => number
  readonly mayAddRules: boolean
  readonly gates: GateContext
  readonly random: Random
  readonly complete: (request: ModelRequest) => Promise<string | null>
}

export interface Proposal {
  readonly label: string
  /** What the child is screened for: quality, cost, or (for mere order) that nothing is lost. */
  readonly aim: 'quality' | 'cost' | 'order'
  /** All edits of the child, those that it keeps of its parents included. */
  readonly edits: readonly SqueezeEdit[]
  /** Edits that are in nobody's library yet. */
  readonly fresh?: readonly SqueezeEdit[]
  /** What a gate refused on the way. */
  readonly rejected?: readonly RejectedSqueezeEdit[]
  readonly otherParentId?: string
}

/** A way to make a child. One file in plugins/, named after its id. */
export interface Mutation {
  readonly id: string
  readonly label: string
  /** Null when it has nothing to offer for this parent. */
  readonly propose: (input: MutationInput) => Promise<Proposal | null>
}
