import type { JsonObject } from '../domain/json.ts'
import type { ToolDefinition } from '../domain/tool.ts'
import type { OverheadRuleId } from './overhead-rule.ts'

/** What a request carries beside its messages. */
export interface RequestExtras {
  readonly responseSchema: JsonObject | null
  readonly tools: readonly ToolDefinition[]
}

/** The tokens of one such part, with what they rest on. */
export interface RequestPart {
  readonly kind: 'schema' | 'tools'
  /** In words: "Response schema", "3 tools". */
  readonly label: string
  readonly tokens: number
  /** Half width of the band as a fraction of `tokens`: none of these rules is exact. */
  readonly bandRatio: number
  readonly source: string
  /** Day on which the source was read, ISO 8601. */
  readonly readOn: string
}

export interface PartCounter {
  /** Tokens of a text; called with every text that a rule counts, whatever it answers. */
  readonly count: (text: string) => number
  /** Tokens of the model per token that `count` gives: 1 unless the tokenizer is estimated. */
  readonly ratio: number
}

interface PartRule {
  readonly count: (extras: RequestExtras, count: PartCounter['count']) => number
  readonly bandRatio: number
  readonly source: string
}

const READ_ON = '2026-11-21'

/** Tokens of the response schema and of the tools by the rule of the provider; nothing for what is not there. */
export function requestParts(rule: OverheadRuleId, extras: RequestExtras, counter: PartCounter): RequestPart[] {
  if (rule === 'none') return []
  const parts: RequestPart[] = []
  const add = (kind: RequestPart['kind'], label: string, { count, bandRatio, source }: PartRule) => {
    const tokens = Math.round(counter.ratio * count(extras, counter.count))
    parts.push({ kind, label, tokens, bandRatio, source, readOn: READ_ON })
  }
  const toolCount = extras.tools.length
  if (toolCount > 0) add('tools', toolCount === 1 ? '1 tool' : `${toolCount} tools`, TOOL_RULES[rule])
  if (extras.responseSchema) add('schema', 'Response schema', SCHEMA_RULES[rule])
  return parts
}

const JSON_TOOLS: PartRule = {
  count: ({ tools }, count) => count(JSON.stringify(tools)),
  bandRatio: 0.3,
  source: 'No published rule: the definitions are counted as minified JSON until usage shows better.',
}

const CLAUDE_TOOLS: PartRule = {
  // Tool prompt for `auto`, then each definition as it is sent.
  count: ({ tools }, count) =>
    346 + count(JSON.stringify(tools.map(({ parameters, ...tool }) => ({ ...tool, input_schema: parameters ?? {} })))),
  bandRatio: 0.15,
  source:
    "Anthropic docs, tool use: 346 for the tool prompt (second-hand copies); the definitions' own text beside it.",
}

const TOOL_RULES: Readonly<Record<Exclude<OverheadRuleId, 'none'>, PartRule>> = {
  'openai-chat': {
    count: cookbookTools,
    bandRatio: 0.05,
    source: 'OpenAI cookbook, "How to count tokens with tiktoken", tool calls of GPT-4o.',
  },
  'openai-reasoning': {
    count: reasoningTools,
    bandRatio: 0.15,
    source: 'API measurements of ai-tokenizer 1.0.6: 22 once, 6 per further tool, 5 and 3 per property, 7 per enum.',
  },
  'gpt-oss': {
    count: ({ tools }, count) => count(namespaceOf(tools)),
    bandRatio: 0.05,
    source: 'openai/harmony: a TypeScript namespace in the developer message.',
  },
  'claude-3': CLAUDE_TOOLS,
  'claude-4.7': { ...CLAUDE_TOOLS, bandRatio: 0.3 },
  'claude-5': { ...CLAUDE_TOOLS, bandRatio: 0.3 },
  gemini: JSON_TOOLS,
  'assumed-chat': JSON_TOOLS,
}

const HARMONY_SCHEMA: PartRule = {
  count: ({ responseSchema }, count) => count(`# Response Formats\n\n## response\n\n${JSON.stringify(responseSchema)}`),
  bandRatio: 0.1,
  source: 'openai/harmony: the schema as JSON under "# Response Formats" in the developer message.',
}

const JSON_SCHEMA: PartRule = {
  count: ({ responseSchema }, count) => count(JSON.stringify(responseSchema)),
  bandRatio: 0.3,
  source: 'No published rule: the schema is counted as minified JSON until the provider counts it.',
}

const SCHEMA_RULES: Readonly<Record<Exclude<OverheadRuleId, 'none'>, PartRule>> = {
  'openai-chat': {
    ...HARMONY_SCHEMA,
    bandRatio: 0.2,
    source: 'Assumed to be laid out as in openai/harmony; OpenAI does not publish it.',
  },
  'openai-reasoning': {
    ...HARMONY_SCHEMA,
    bandRatio: 0.2,
    source: 'Assumed to be laid out as in openai/harmony; OpenAI does not publish it.',
  },
  'gpt-oss': HARMONY_SCHEMA,
  'claude-3': JSON_SCHEMA,
  'claude-4.7': JSON_SCHEMA,
  'claude-5': JSON_SCHEMA,
  gemini: JSON_SCHEMA,
  'assumed-chat': JSON_SCHEMA,
}

interface Property {
  readonly key: string
  readonly type: string
  readonly description: string
  readonly options: readonly string[] | null
  readonly isRequired: boolean
}

function cookbookTools({ tools }: RequestExtras, count: PartCounter['count']): number {
  let tokens = 12
  for (const { name, description, parameters } of tools) {
    tokens += 7 + count(`${name}:${withoutDot(description)}`)
    const properties = propertiesOf(parameters)
    if (properties.length > 0) tokens += 3
    for (const { key, type, description: text, options } of properties) {
      tokens += 3 + count(`${key}:${type}:${withoutDot(text)}`)
      if (!options) continue
      tokens -= 3
      for (const option of options) tokens += 3 + count(option)
    }
  }
  return tokens
}

function reasoningTools({ tools }: RequestExtras, count: PartCounter['count']): number {
  let tokens = 22 + 6 * (tools.length - 1)
  for (const { name, description, parameters } of tools) {
    tokens += count(name) + count(description)
    for (const [index, { key, type, description: text, options }] of propertiesOf(parameters).entries()) {
      tokens += (index === 0 ? 5 : 3) + count(`${key}:${type}`) + count(text)
      if (options) tokens += 7 + count(options.join('|'))
    }
  }
  return tokens
}

function namespaceOf(tools: readonly ToolDefinition[]): string {
  const functions = tools.map(({ name, description, parameters }) => {
    const head = description === '' ? '' : `// ${description}\n`
    const properties = propertiesOf(parameters)
    if (properties.length === 0) return `${head}type ${name} = () => any;\n`
    const lines = properties.map(({ key, type, description: text, options, isRequired }) => {
      const comment = text === '' ? '' : `// ${text}\n`
      const values = options ? options.map((option) => JSON.stringify(option)).join(' | ') : type
      return `${comment}${key}${isRequired ? '' : '?'}: ${values},\n`
    })
    return `${head}type ${name} = (_: {\n${lines.join('')}}) => any;\n`
  })
  return `# Tools\n\n## functions\n\nnamespace functions {\n\n${functions.join('\n')}\n} // namespace functions`
}

function propertiesOf(parameters: JsonObject | null): readonly Property[] {
  const required = Array.isArray(parameters?.required) ? parameters.required : []
  return Object.entries(asObject(parameters?.properties)).map(([key, value]) => {
    const { type, description, enum: options } = asObject(value)
    return {
      key,
      type: typeof type === 'string' ? type : 'any',
      description: typeof description === 'string' ? description : '',
      options: Array.isArray(options) ? options.map(String) : null,
      isRequired: required.includes(key),
    }
  })
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}

function withoutDot(text: string): string {
  return text.endsWith('.') ? text.slice(0, -1) : text
}
