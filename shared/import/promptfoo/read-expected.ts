import type { PromptfooAssertion } from '../../score/from-promptfoo.ts'
import { scorers } from '../../score/registry.ts'

/** promptfoo's types that Pithy has no scorer for: a cell that names one is refused rather than taken for the expected text. */
const OTHER_TYPES: ReadonlySet<string> = new Set([
  'answer-relevance',
  'classifier',
  'context-faithfulness',
  'context-recall',
  'context-relevance',
  'conversation-relevance',
  'guardrails',
  'meteor',
  'model-graded-closedqa',
  'model-graded-factuality',
  'moderation',
  'perplexity',
  'perplexity-score',
  'python',
  'ruby',
  'search-rubric',
  'similar',
  'webhook',
])

/**
 * A cell of promptfoo's `__expected` columns as an entry of its `assert` list: `type:value`, `type(threshold):value`, `type`, `grade:` for a
 * rubric, `fn:` and `eval:` for code; any other text is what the answer must equal.
 */
export function readExpected(cell: string): PromptfooAssertion {
  const code = /^(?:javascript|fn|eval):([\s\S]*)$/.exec(cell)
  if (code) return { type: 'javascript', value: code[1] ?? '' }
  const rubric = /^(?:grade|llm-rubric):([\s\S]*)$/.exec(cell)
  if (rubric) return { type: 'llm-rubric', value: (rubric[1] ?? '').trim() }
  if (/^file:\/\/\S+\.(?:py|js|ts|cjs|mjs)(?::\S*)?$/.test(cell.trim()))
    return { type: /\.py\b/.test(cell) ? 'python' : 'javascript', value: cell.trim() }
  const [, type = '', threshold, value] =
    /^((?:not-)?[a-z][a-z0-9-]*)(?:\((-?\d+(?:\.\d+)?)\))?(?::([\s\S]*))?$/.exec(cell.trim()) ?? []
  const name = type.replace(/^not-/, '')
  if (!scorers.has(name) && !OTHER_TYPES.has(name)) return { type: 'equals', value: cell }
  const limits = threshold === undefined ? {} : { threshold: Number(threshold) }
  return { type, ...limits, ...(value === undefined ? {} : { value: value.trim() }) }
}
