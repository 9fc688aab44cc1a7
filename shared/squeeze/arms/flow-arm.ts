import type { SqueezeEdit } from '../../domain/squeeze.ts'
import type { SqueezePrompt } from '../read-squeeze-prompt.ts'

/** An arm with what it makes of the prompt. */
export interface FlowArm {
  readonly id: string
  readonly label: string
  readonly edits: readonly SqueezeEdit[]
  readonly messages: SqueezePrompt['messages']
}
