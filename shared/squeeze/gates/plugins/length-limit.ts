import type { Gate } from '../gate.ts'

export const plugin: Gate = {
  id: 'length-limit',
  label: 'Within the length limit',
  check: ({ cost, maxPromptTokens }) =>
    maxPromptTokens === null || cost.tokensAfter <= maxPromptTokens
      ? null
      : `It has ${cost.tokensAfter} tokens, the limit is ${maxPromptTokens}.`,
}
