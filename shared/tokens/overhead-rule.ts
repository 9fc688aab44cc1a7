import type { RenderedMessage } from '../domain/prompt.ts'
import type { Encoder } from './encoder.ts'

/** Tokens that a provider adds around the texts of a request, with where the figure comes from. */
export interface OverheadRule {
  readonly id: OverheadRuleId
  readonly label: string
  /** Once per request. */
  readonly requestTokens: number
  /** Per message, beside its content and, with `countsRole`, its role. */
  readonly messageTokens: number
  /** Further tokens of a message of the assistant. */
  readonly assistantTokens: number
  /** Whether the tokens of the role's own name are billed too. */
  readonly countsRole: boolean
  /** Whether the rule is published or measured; an assumed one makes the whole count an estimate. */
  readonly isKnown: boolean
  readonly source: string
  /** Day on which the source was read, ISO 8601. */
  readonly readOn: string
}

export type OverheadRuleId =
  | 'none'
  | 'openai-chat'
  | 'openai-reasoning'
  | 'gpt-oss'
  | 'claude-3'
  | 'claude-4.7'
  | 'claude-5'
  | 'gemini'
  | 'assumed-chat'

const READ_ON = '2026-11-21'

const RULES: readonly OverheadRule[] = [
  rule('none', 'no framing', [0, 0, 0], 'The sandbox models bill message contents and nothing else.'),
  {
    ...rule(
      'openai-chat',
      'OpenAI chat: 3 + role per message, 3 once',
      [3, 3, 0],
      'OpenAI cookbook, "How to count tokens with tiktoken"; agrees with the API measurements of ai-tokenizer 1.0.6.',
    ),
    countsRole: true,
  },
  rule(
    'openai-reasoning',
    'OpenAI reasoning: 4 per message, 6 per assistant message, 2 once',
    [2, 4, 2],
    'API measurements of ai-tokenizer 1.0.6; the layout follows openai/harmony.',
  ),
  rule(
    'gpt-oss',
    'harmony: 64 once, 4 per message, 6 per assistant message',
    [64, 4, 2],
    'openai/harmony, system preamble and message layout.',
  ),
  rule(
    'claude-3',
    'Claude 3 to 4.6: 4 once, 3 per message',
    [4, 3, 0],
    'Probes of count_tokens ("a" counts 8), the same constants in ai-tokenizer 1.0.6.',
  ),
  rule(
    'claude-4.7',
    'Claude 4.7: 11 for one message, 3 per further one',
    [8, 3, 0],
    'ctok project: frame of 11 for one user message; further messages as Claude 3.',
  ),
  rule(
    'claude-5',
    'Claude 5: 6 for one message, 3 per further one',
    [3, 3, 0],
    'ctok project: frame of 6 for one user message; further messages as Claude 3.',
  ),
  rule('gemini', 'Gemini: no framing measured', [0, 0, 0], 'No framing was measured on Gemini; learned from usage.'),
  {
    ...rule(
      'assumed-chat',
      'assumed frame: 4 per message, 3 once',
      [3, 4, 0],
      'No published figure; a frame like that of ChatML is assumed until usage shows another.',
    ),
    isKnown: false,
  },
]

export function overheadRule(id: OverheadRuleId): OverheadRule {
  const found = RULES.find((candidate) => candidate.id === id)
  if (!found) throw new RangeError(`No overhead rule is named "${id}".`)
  return found
}

/** Framing tokens of a whole request under the rule; a request without messages has none. */
export function framingTokens(
  rule: OverheadRule,
  messages: readonly RenderedMessage[],
  encoder: Pick<Encoder, 'count'>,
): number {
  if (messages.length === 0) return 0
  let tokens = rule.requestTokens
  for (const message of messages) {
    tokens += rule.messageTokens
    if (message.role === 'assistant') tokens += rule.assistantTokens
    if (rule.countsRole) tokens += encoder.count(message.role)
  }
  return tokens
}

function rule(
  id: OverheadRuleId,
  label: string,
  [requestTokens, messageTokens, assistantTokens]: readonly [number, number, number],
  source: string,
): OverheadRule {
  return {
    id,
    label,
    requestTokens,
    messageTokens,
    assistantTokens,
    countsRole: false,
    isKnown: true,
    source,
    readOn: READ_ON,
  }
}
