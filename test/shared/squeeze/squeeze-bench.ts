import type { Message } from '../../../shared/domain/prompt.ts'
import type { SqueezeEdit } from '../../../shared/domain/squeeze.ts'
import { editOf } from '../../../shared/squeeze/candidates/edit-of.ts'
import { type CostFacts, expectedCost } from '../../../shared/squeeze/expected-cost.ts'
import { checkGates } from '../../../shared/squeeze/gates/check-gates.ts'
import { readSqueezePrompt, type SqueezePrompt } from '../../../shared/squeeze/read-squeeze-prompt.ts'

/** Good enough where only "shorter" matters: up to six letters, or one sign, are a token. */
export function roughTokens(text: string): number {
  return (text.match(/[\p{L}\p{N}]{1,6}|[^\s\p{L}\p{N}]/gu) ?? []).length
}

export function readRough(messages: readonly Message[]): SqueezePrompt {
  return readSqueezePrompt(messages, { countTokens: roughTokens, ledger: null, frozenSegmentIds: [] })
}

const unpriced: CostFacts = { price: null, cacheProfile: null }

export function gatesOf(prompt: SqueezePrompt, facts: CostFacts = unpriced) {
  return { costOf: (composition: Parameters<typeof expectedCost>[1]) => expectedCost(prompt, composition, facts) }
}

/** An edit that puts one text in the place of another, where it stands first. */
export function swap(
  prompt: SqueezePrompt,
  from: string,
  to: string,
  kind: SqueezeEdit['kind'] = 'rewrite',
): SqueezeEdit {
  const messageIndex = prompt.messages.findIndex(({ template }) => template.includes(from))
  const start = prompt.messages[messageIndex]?.template.indexOf(from) ?? -1
  const edit = editOf(prompt, {
    id: `swap-${start}`,
    kind,
    risk: 'R2',
    label: 'Swap',
    reason: 'A test.',
    changes: [{ messageIndex, start, end: start + from.length, replacement: to }],
  })
  if (!edit) throw new Error(`"${from}" is not in the prompt, or nothing changes.`)
  return edit
}

/** The ids of the gates that edits fail together. */
export function failedGates(
  prompt: SqueezePrompt,
  edits: readonly SqueezeEdit[],
  facts?: CostFacts,
): readonly string[] {
  return checkGates(prompt, edits, gatesOf(prompt, facts)).map(({ gate }) => gate)
}
