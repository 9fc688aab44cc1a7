import type { FlowArm } from '../squeeze/arms/flow-arm.ts'
import type { PoolMember } from './pool-member.ts'

/** A version of the prompt that was asked every development case. Its edits all stand against the original. */
export interface Candidate extends FlowArm, PoolMember {}
