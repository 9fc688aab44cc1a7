import { overlapping } from '../../compress/text-span.ts'
import { inspectTemplate } from '../../template/inspect-template.ts'
import type { LintMessage } from '../lint-message.ts'
import type { FindingDraft, LintRule } from '../lint-rule.ts'
import type { LintPrompt } from '../lint-setting.ts'

/** `{name}` of other template languages, and `{{user name}}`, which is none of ours; `\\frac{a}{b}` and `f{x}` are a formula. */
const LOOKS_LIKE_ONE =
  /\{\{[ \t]*[\p{L}_][\p{L}\p{N}_ .-]{0,60}\}\}|(?<![{$%\\}\p{L}\p{N}^])\{[a-z_][a-z0-9_]{0,40}\}(?!\})/giu

export const plugin: LintRule = {
  id: 'undefined-variables',
  label: 'Undefined variables',
  description:
    'Variables that the eval set does not have, and braces that look like a variable but are sent as they stand.',
  risk: 'R0',
  scope: 'prompt',
  check: ({ messages, variableNames, partials }) => {
    const isTemplate = messages.some(({ spans }) => spans.some(({ kind }) => kind === 'variable'))
    return messages.flatMap((message) => [
      ...missing(message, variableNames, partials),
      ...(isTemplate ? lookalikes(message) : []),
    ])
  },
}

function missing(
  { index, template }: LintMessage,
  variableNames: LintPrompt['variableNames'],
  partials: LintPrompt['partials'],
): FindingDraft[] {
  if (variableNames === null || !template.includes('{')) return []
  const known = new Set(variableNames)
  return inspectTemplate(template, partials)
    .variables.filter(({ root }) => !known.has(root))
    .map(({ root, start, end, partial }) => ({
      messageIndex: index,
      start,
      end,
      message: `The eval set has no variable “${root}”${partial === undefined ? '' : `, which the partial “${partial}” reads`}.`,
      fix: null,
    }))
}

/** Only beside true variables: a prompt without any may use braces for something else. */
function lookalikes({ index, template, spans }: LintMessage): FindingDraft[] {
  return [...template.matchAll(LOOKS_LIKE_ONE)].flatMap(({ 0: text, index: start }) => {
    const span = { start, end: start + text.length }
    if (overlapping(spans, span).length > 0) return []
    const message = `${text} is no variable here: it is sent as it stands. A variable is written {{name}}.`
    return [{ messageIndex: index, ...span, message, fix: null }]
  })
}
