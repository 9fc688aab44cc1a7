import type { Exporter, ExportInput } from '../exporter.ts'
import { fileStem } from '../file-stem.ts'
import { type PlainMessage, plainMessages, variableNames } from '../plain-messages.ts'
import { provenanceLines } from '../provenance.ts'
import { refuseLogic, refuseSimulation } from '../refusals.ts'
import { anthropicBody, cacheMark, hasTools, openaiBody } from '../request-body.ts'

export const plugin: Exporter = {
  id: 'typescript',
  label: 'TypeScript',
  description: 'A function with typed variables that calls the model by the official SDK.',
  refuse: (input) => refuseSimulation(input) ?? refuseLogic(input),
  render(input) {
    const messages = plainMessages(input.variant.content.messages) ?? []
    const isAnthropic = input.providerKind === 'anthropic'
    const body = [
      ...provenanceLines(input).map((line) => `// ${line}`),
      isAnthropic ? "import type Anthropic from '@anthropic-ai/sdk'" : "import type OpenAI from 'openai'",
      '',
      ...messages.map(({ template }, index) => `const message${index + 1} = ${templateLiteral(template)}\n`),
      ...(variableNames(messages).length === 0 ? [] : [variablesInterface(messages)]),
      renderFunction,
      isAnthropic ? anthropicFunction(input, messages) : openaiFunction(input, messages),
    ]
    return { fileName: `${fileStem(input.promptName)}.ts`, mediaType: 'text/typescript', body: `${body.join('\n')}\n` }
  },
}

/** One pass over the template: a value that itself holds braces is never filled in again. */
const renderFunction = `function render(template: string, variables: Readonly<Record<string, string>>): string {
  return template.replace(/\\{\\{\\s*(.+?)\\s*\\}\\}/g, (whole, name: string) => variables[name] ?? whole)
}
`

function templateLiteral(text: string): string {
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll('`', '\\`')
    .replaceAll('${', '\\${')
    .replaceAll('\r', '\\r')
    // A lone surrogate cannot stand in a UTF-8 file.
    .replaceAll(
      /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16)}`,
    )
    .replaceAll('\0', '\\x00')
  return `\`${escaped}\``
}

function variablesInterface(messages: readonly PlainMessage[]): string {
  const fields = variableNames(messages).map(
    (name) => `  ${/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name) ? name : JSON.stringify(name)}: string`,
  )
  return `export type Variables = {\n${fields.join('\n')}\n}\n`
}

function openaiFunction(input: ExportInput, messages: readonly PlainMessage[]): string {
  const { messages: _messages, ...settings } = openaiBody(input, messages)
  const note =
    input.baseUrl === null
      ? ''
      : `/** Make the client by new OpenAI({ baseURL: ${JSON.stringify(input.baseUrl).replaceAll('*/', '*\\/')}, apiKey }). */\n`
  return `${note}${head('OpenAI', messages, hasTools(input) ? 'OpenAI.Chat.ChatCompletionMessage | undefined' : 'string')}
  const response = await client.chat.completions.create({
${settingLines(settings)}    messages: [
${messages.map(({ role }, index) => `      { role: '${role}', content: ${content(messages, index)} },`).join('\n')}
    ],
  })
  return ${hasTools(input) ? 'response.choices[0]?.message' : "response.choices[0]?.message.content ?? ''"}
}`
}

function anthropicFunction(input: ExportInput, messages: readonly PlainMessage[]): string {
  const { messages: _messages, system: _system, ...settings } = anthropicBody(input, messages)
  const numbered = messages.map(({ role }, index) => ({ role, text: content(messages, index) }))
  const system = numbered.filter(({ role }) => role === 'system')
  const mark = cacheMark(input, messages)
  const marked = (text: string, isMarked: boolean) =>
    isMarked ? `[{ type: 'text', text: ${text}, cache_control: ${JSON.stringify(mark?.control)} }]` : text
  const systemText = system.map(({ text }) => text).join(" + '\\n\\n' + ")
  const systemLine = system.length === 0 ? '' : `    system: ${marked(systemText, mark?.turn === null)},\n`
  const rest = numbered.filter(({ role }) => role !== 'system')
  return `${head('Anthropic', messages, hasTools(input) ? 'Anthropic.Message' : 'string')}
  const response = await client.messages.create({
${settingLines(settings)}${systemLine}    messages: [
${rest.map(({ role, text }, index) => `      { role: '${role}', content: ${marked(text, index === mark?.turn)} },`).join('\n')}
    ],
  })
  return ${hasTools(input) ? 'response' : "response.content.map((block) => (block.type === 'text' ? block.text : '')).join('')"}
}`
}

/** @param gives the whole message where tools may be called in it */
function head(client: string, messages: readonly PlainMessage[], gives: string): string {
  const hasVariables = variableNames(messages).length > 0
  return `export async function answer(client: ${client}${hasVariables ? ', variables: Variables' : ''}): Promise<${gives}> {`
}

function content(messages: readonly PlainMessage[], index: number): string {
  return `render(message${index + 1}, ${variableNames(messages).length > 0 ? 'variables' : '{}'})`
}

function settingLines(settings: Readonly<Record<string, unknown>>): string {
  return Object.entries(settings)
    .map(([name, value]) => `    ${name}: ${JSON.stringify(value, null, 2).replaceAll('\n', '\n    ')},\n`)
    .join('')
}
