import { overlapping } from '../../compress/text-span.ts'
import type { LintMessage } from '../lint-message.ts'
import type { FindingDraft, LintRule } from '../lint-rule.ts'
import type { LintPrompt } from '../lint-setting.ts'

const TOOL_NAME = /"name"\s*:\s*"([\w.-]{2,64})"/g
const IS_TOOL = /"(?:parameters|input_schema|inputSchema)"\s*:/
/** Tools named by the instructions before the silence about another one tells anything. */
const MIN_NAMED = 1

export const plugin: LintRule = {
  id: 'unused-tools',
  label: 'Tools not spoken of',
  description:
    'The prompt tells when to use some tools and never names another one: its definition is paid in every call.',
  risk: 'R2',
  scope: 'prompt',
  check: findUnusedTools,
}

interface ToolMention {
  readonly name: string
  readonly messageIndex: number
  readonly start: number
  readonly end: number
}

function findUnusedTools({ messages, tools }: LintPrompt): FindingDraft[] {
  const written = messages.flatMap(toolsIn)
  const offered: readonly ToolMention[] = [
    ...written,
    ...tools.map(({ name }) => ({ name, messageIndex: 0, start: 0, end: 0 })),
  ]
  const words = new Set(messages.flatMap((message) => wordsBeside(message)))
  const named = offered.filter(({ name }) => words.has(name))
  if (named.length < MIN_NAMED) return []
  return offered
    .filter(({ name }) => !words.has(name))
    .map(({ name, messageIndex, start, end }) => ({
      messageIndex,
      start,
      end,
      message: `The tool “${name}” is offered but never spoken of, as ${named.length === 1 ? 'the other one is' : 'others are'}.`,
      fix: null,
    }))
}

/** Tools that the text itself defines, as JSON. */
function toolsIn({ index: messageIndex, template, spans }: LintMessage): ToolMention[] {
  return spans
    .filter(({ kind, start, end }) => (kind === 'json' || kind === 'code') && IS_TOOL.test(template.slice(start, end)))
    .flatMap((span) =>
      [...template.slice(span.start, span.end).matchAll(TOOL_NAME)].map(({ 0: text, 1: name = '', index }) => ({
        name,
        messageIndex,
        start: span.start + index,
        end: span.start + index + text.length,
      })),
    )
}

/** Names that stand outside of definitions, with `marks` and "quotes" or without. */
function wordsBeside({ template, spans }: LintMessage): string[] {
  const definitions = spans.filter(({ start, end }) => IS_TOOL.test(template.slice(start, end)))
  return [...template.matchAll(/[\w.-]{2,64}/g)]
    .filter(({ 0: word, index }) => overlapping(definitions, { start: index, end: index + word.length }).length === 0)
    .map(([word]) => word.replace(/\.+$/, ''))
}
