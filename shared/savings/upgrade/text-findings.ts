import type { AuditFinding } from '../../domain/upgrade.ts'
import { plainSetting } from '../../lint/lint-setting.ts'
import { lintRules } from '../../lint/registry.ts'
import { RuleRunner } from '../../lint/run-rules.ts'
import type { AuditInput } from './audit-prompt.ts'

/** What the prompt says that an older model needed, or that names one. */
export function textFindings(input: AuditInput): readonly AuditFinding[] {
  return [...staleText(input), ...prefill(input), ...sayings(input)]
}

/** The lint's own rule, asked only where the new model reasons: elsewhere such words may still help. */
function staleText({ content, to }: AuditInput): AuditFinding[] {
  if (!to.model.capabilities.efforts.some((effort) => effort !== 'none')) return []
  const rule = lintRules.get('stale-model-text')
  return new RuleRunner([rule]).run(content.messages, plainSetting).map(({ messageIndex, start, end, message }) => ({
    ruleId: 'stale-text',
    weight: 'costs',
    message: `${message} ${to.model.label} reasons by itself and bills for it.`,
    place: { messageIndex, start, end },
    quote: quoteOf(content.messages[messageIndex]?.template ?? '', start, end),
  }))
}

/** An answer that is begun for the model: the newest models of several providers refuse it. */
function prefill({ content, to }: AuditInput): AuditFinding[] {
  const messageIndex = content.messages.length - 1
  const last = content.messages[messageIndex]
  if (last?.role !== 'assistant') return []
  return [
    {
      ruleId: 'prefill',
      weight: 'breaks',
      message: `The prompt begins the answer itself (prefill); newer models refuse that. ${to.model.capabilities.structuredOutput ? 'A response schema gives the form instead.' : 'Say the form in the prompt.'}`,
      place: { messageIndex, start: 0, end: last.template.length },
      quote: quoteOf(last.template, 0, last.template.length),
    },
  ]
}

interface Saying {
  readonly ruleId: string
  readonly weight: AuditFinding['weight']
  readonly pattern: RegExp
  /** Whether it is stale on the way to this model. */
  readonly when: (input: AuditInput) => boolean
  readonly message: (input: AuditInput) => string
}

const SAYINGS: readonly Saying[] = [
  {
    ruleId: 'json-plea',
    weight: 'costs',
    pattern:
      /\b(?:(?:respond|reply|answer|return|output)[^.\n]{0,30}\b(?:only|just|valid|strictly)\b[^.\n]{0,20}\bJSON\b|(?:no|without) (?:other|additional|extra) (?:text|commentary|prose)|do not (?:include|use|add) (?:any )?(?:markdown|code fences|backticks)[^.\n]{0,40})/gi,
    when: ({ content, to }) => content.parameters.responseSchema !== null || to.model.capabilities.structuredOutput,
    message: ({ content, to }) =>
      content.parameters.responseSchema !== null
        ? 'The response schema forces the form: this plea is paid for on every call without use.'
        : `${to.model.label} takes a response schema, which forces the form; with it this plea can go.`,
  },
  {
    ruleId: 'names-model',
    weight: 'check',
    pattern:
      /\b(?:chat ?gpt|gpt-?[0-9][\w.-]*|davinci(?:-\d+)?|claude(?:[- ](?:instant|v?[0-9][\w.]*|opus|sonnet|haiku))*|gemini(?:[- ][\w.]+)?|bard|llama[- ]?[0-9]+)\b/gi,
    when: () => true,
    message: ({ to }) => `The prompt names a model; it is to be answered by ${to.model.label}.`,
  },
  {
    ruleId: 'dates-itself',
    weight: 'check',
    pattern:
      /\b(?:knowledge cut-?off|training data (?:ends|up to)|(?:today is|current (?:date|year) is|it is now|as of)[^.\n]{0,20}\b20[0-9]{2})\b/gi,
    when: () => true,
    message: () => 'The prompt states a date or a cutoff that belongs to another model or another day.',
  },
  {
    ruleId: 'length-in-tokens',
    weight: 'check',
    pattern: /\b(?:at most|under|max(?:imum)?(?: of)?|no more than|within) [0-9,]+ tokens\b/gi,
    when: ({ from, to }) => from.model.id !== to.model.id,
    message: () => 'A limit in tokens means another length on a model that counts otherwise: say words or sentences.',
  },
]
const MAX_PER_SAYING = 20

function sayings(input: AuditInput): AuditFinding[] {
  return SAYINGS.filter(({ when }) => when(input)).flatMap(({ ruleId, weight, pattern, message }) =>
    input.content.messages
      .flatMap(({ template }, messageIndex) =>
        [...template.matchAll(pattern)].map((match) => ({
          ruleId,
          weight,
          message: message(input),
          place: { messageIndex, start: match.index, end: match.index + match[0].length },
          quote: quoteOf(match[0], 0, match[0].length),
        })),
      )
      .slice(0, MAX_PER_SAYING),
  )
}

function quoteOf(template: string, start: number, end: number): string {
  const text = template.slice(start, end).trim()
  return text.length > 120 ? `${text.slice(0, 119)}…` : text
}
