import type { ProtectedSpan } from '../../compress/protect-spans.ts'
import type { LintMessage } from '../lint-message.ts'
import type { FindingDraft, LintRule } from '../lint-rule.ts'
import { minifyJson } from '../minify-json.ts'

/** What announces that the answer shall look like this: then the layout is a part of the example. */
const SHOWS_ANSWER =
  /\b(?:format|output|return|respond|repl(?:y|ies)|answers?|examples?|sample|like (?:this|so)|as follows|structure|template|produce|generate|shape|looks?|write)\b[\s\S]*$/i
const LEAD_CHARACTERS = 160
const IS_SCHEMA =
  /^\s*\{\s*"(?:\$schema|type|title|description|name)"[\s\S]*"(?:properties|parameters|input_schema|items)"/

export const plugin: LintRule = {
  id: 'minify-json',
  label: 'JSON with white space',
  description:
    'Schemas and data in JSON mean the same on one line. JSON that shows the form of the answer is left alone.',
  risk: 'R0',
  scope: 'message',
  mayMinifyJson: true,
  check: (message) =>
    message.isExample ? [] : message.spans.flatMap((span) => (span.kind === 'json' ? findSpace(message, span) : [])),
}

function findSpace({ index, template, segments }: LintMessage, { start, end }: ProtectedSpan): FindingDraft[] {
  const text = template.slice(start, end)
  if (!text.includes('\n')) return []
  const isInExample = segments.some(
    (segment) => segment.kind === 'example' && segment.start < end && segment.end > start,
  )
  const lead = template.slice(Math.max(0, start - LEAD_CHARACTERS), start)
  if (isInExample || (SHOWS_ANSWER.test(lead) && !IS_SCHEMA.test(text.slice(0, 4000)))) return []
  const replacement = minifyJson(text)
  if (replacement === null || replacement === text) return []
  const message = 'This JSON means the same without its line breaks and indents.'
  return [{ messageIndex: index, start, end, message, fix: [{ start, end, replacement }] }]
}
