import type { Exporter, ExportInput } from '../exporter.ts'
import { fileStem } from '../file-stem.ts'
import { type PlainMessage, plainMessages, variableNames } from '../plain-messages.ts'
import { provenanceLines } from '../provenance.ts'
import { pythonLiteral, pythonName, pythonNames, pythonText } from '../python-text.ts'
import { refuseLogic, refuseSimulation } from '../refusals.ts'
import { anthropicBody, cacheMark, hasTools, openaiBody } from '../request-body.ts'

export const plugin: Exporter = {
  id: 'python',
  label: 'Python',
  description: 'A function with typed arguments that calls the model by the official SDK.',
  refuse: (input) => refuseSimulation(input) ?? refuseLogic(input),
  render(input) {
    const messages = plainMessages(input.variant.content.messages) ?? []
    const isAnthropic = input.providerKind === 'anthropic'
    const body = [
      ...provenanceLines(input).map((line) => `# ${line}`),
      'import re',
      '',
      isAnthropic ? 'from anthropic import Anthropic' : 'from openai import OpenAI',
      ...(hasTools(input)
        ? [`from ${isAnthropic ? 'anthropic.types import Message' : 'openai.types.chat import ChatCompletionMessage'}`]
        : []),
      '',
      ...messages.map(({ template }, index) => `MESSAGE_${index + 1} = ${pythonText(template)}\n`),
      renderFunction,
      '',
      isAnthropic ? anthropicFunction(input, messages) : openaiFunction(input, messages),
    ]
    return {
      fileName: `${pythonName(fileStem(input.promptName))}.py`,
      mediaType: 'text/x-python',
      body: `${body.join('\n')}\n`,
    }
  },
}

/** One pass over the template: a value that itself holds braces is never filled in again. */
const renderFunction = `
def _render(template: str, variables: dict[str, str]) -> str:
    return re.sub(r"\\{\\{\\s*(.+?)\\s*\\}\\}", lambda m: variables.get(m.group(1), m.group(0)), template)
`

function openaiFunction(input: ExportInput, messages: readonly PlainMessage[]): string {
  const { messages: _messages, ...settings } = openaiBody(input, messages)
  return functionText({
    client: 'OpenAI',
    gives: hasTools(input) ? 'ChatCompletionMessage' : 'str',
    messages,
    note:
      input.baseUrl === null
        ? ''
        : `    """Make the client by OpenAI(base_url=${JSON.stringify(input.baseUrl)}, api_key=...)."""\n`,
    call: [
      '    response = client.chat.completions.create(',
      ...settingLines(settings),
      '        messages=[',
      ...messages.map(
        ({ role }, index) => `            {"role": "${role}", "content": _render(MESSAGE_${index + 1}, variables)},`,
      ),
      '        ],',
      '    )',
      hasTools(input)
        ? '    return response.choices[0].message'
        : '    return response.choices[0].message.content or ""',
    ],
  })
}

function anthropicFunction(input: ExportInput, messages: readonly PlainMessage[]): string {
  const { messages: _messages, system: _system, ...settings } = anthropicBody(input, messages)
  const numbered = messages.map((message, index) => ({ ...message, name: `_render(MESSAGE_${index + 1}, variables)` }))
  const system = numbered.filter(({ role }) => role === 'system')
  const turns = numbered.filter(({ role }) => role !== 'system')
  const mark = cacheMark(input, messages)
  const systemText = system.map(({ name }) => name).join(' + "\\n\\n" + ')
  const marked = (text: string, isMarked: boolean) =>
    isMarked ? `[{"type": "text", "text": ${text}, "cache_control": ${JSON.stringify(mark?.control)}}]` : text
  return functionText({
    client: 'Anthropic',
    gives: hasTools(input) ? 'Message' : 'str',
    messages,
    note: '',
    call: [
      '    response = client.messages.create(',
      ...settingLines(settings),
      ...(system.length === 0 ? [] : [`        system=${marked(systemText, mark?.turn === null)},`]),
      '        messages=[',
      ...turns.map(
        ({ role, name }, index) => `            {"role": "${role}", "content": ${marked(name, index === mark?.turn)}},`,
      ),
      '        ],',
      '    )',
      hasTools(input)
        ? '    return response'
        : '    return "".join(block.text for block in response.content if block.type == "text")',
    ],
  })
}

interface FunctionParts {
  readonly client: string
  /** The type that it gives: the whole message where tools may be called in it. */
  readonly gives: string
  readonly messages: readonly PlainMessage[]
  readonly note: string
  readonly call: readonly string[]
}

function functionText({ client, gives, messages, note, call }: FunctionParts): string {
  const names = [...pythonNames(variableNames(messages))]
  const parameters = names.length === 0 ? '' : `, *, ${names.map(([, name]) => `${name}: str`).join(', ')}`
  const variables = names.map(([path, name]) => `${JSON.stringify(path)}: ${name}`).join(', ')
  return `\ndef answer(client: ${client}${parameters}) -> ${gives}:\n${note}    variables = {${variables}}\n${call.join('\n')}`
}

function settingLines(settings: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(settings).map(([name, value]) => `        ${name}=${pythonLiteral(value, '        ')},`)
}
