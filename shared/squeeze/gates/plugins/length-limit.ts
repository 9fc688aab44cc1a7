import type { Gate } from '../gate.ts'

export const plugin: Gate = {
  id: 'length-limit',
  label: 'Within the length limit',
  check(input) {
    const { maxPromptTokens } = input
    if (maxPromptTokens === null) return null
    const { tokensAfter } = input.cost
    return tokensAfter <= maxPromptTokens ? null : `It has ${tokensAfter} tokens, the limit is ${maxPromptTokens}.`
  },
}
