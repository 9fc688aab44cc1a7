import { z } from 'zod'
import { AppError } from '../../contract/errors.ts'
import { checkVerdict, quoteText } from '../check-verdict.ts'
import type { Scorer } from '../scorer.ts'

/** Names that providers and promptfoo have for reasons that Pithy calls otherwise. */
const NAMES: Readonly<Record<string, string>> = {
  tool_calls: 'tool-calls',
  tool_use: 'tool-calls',
  content_filter: 'content-filter',
  end_turn: 'stop',
  max_tokens: 'length',
}

export const plugin: Scorer = {
  id: 'finish-reason',
  label: 'Finish reason',
  description: 'The model ended its answer for this reason: stop, length, tool_calls, content_filter or refusal.',
  group: 'answer',
  value: { isRequired: true, hint: 'stop, length, tool_calls, content_filter or refusal' },
  options: z.strictObject({}),
  score({ value, answer }) {
    if (!value) throw new AppError('bad-input', 'The "finish-reason" assertion needs a reason.')
    const reason = answer?.finishReason ?? null
    if (reason === null || reason === 'unknown')
      return checkVerdict(false, 'The provider did not say why the answer ended.')
    return checkVerdict(nameOf(value) === nameOf(reason), `The answer ended with ${quoteText(reason)}.`)
  },
}

function nameOf(reason: string): string {
  const name = reason.toLowerCase()
  return NAMES[name] ?? name
}
