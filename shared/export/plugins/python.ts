import type { Exporter, ExportInput } from '../exporter.ts'
import { fileStem } from '../file-stem.ts'
import { type PlainMessage, plainMessages, variableNames } from '../plain-messages.ts'
import { provenanceLines } from '../provenance.ts'
import { pythonLiteral, pythonName, pythonNames, pythonText } from '../python-text.ts'
import { refuseLogic, refuseSimulation } from '../refusals.ts'
import { anthropicBody, openaiBody } from '../request-body.ts'

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
      '    return response.choices[0].message.content or ""',
    ],
  })
}

function anthropicFunction(input: ExportInput, messages: readonly PlainMessage[]): string {
  const { messages: _messages, system: _system, ...settings } = anthropicBody(input, messages)
  const numbered = messages.map((message, index) => ({ ...message, name: `_render(MESSAGE_${index + 1}, variables)` }))
  const system = numbered.filter(({ role }) => role === 'system')
  return functionText({
    client: 'Anthropic',
    messages,
    note: '',
    call: [
      '    response = client.messages.create(',
      ...settingLines(settings),
      ...(system.length === 0 ? [] : [`        system=${system.map(({ name }) => name).join(' + "\\n\\n" + ')},`]),
      '        messages=[',
      ...numbered
        .filter(({ role }) => role !== 'system')
        .map(({ role, name }) => `            {"role": "${role}", "content": ${name}},`),
      '        ],',
      '    )',
      '    return "".join(block.text for block in response.content if block.type == "text")',
    ],
  })
}

interface FunctionParts {
  readonly client: string
  readonly messages: readonly PlainMessage[]
  readonly note: string
  readonly call: readonly string[]
}

function functionText({ client, messages, note, call }: FunctionParts): string {
  const names = [...pythonNames(variableNames(messages))]
  const parameters = names.length === 0 ? '' : `, *, ${names.map(([, name]) => `${name}: str`).join(', ')}`
  const variables = names.map(([path, name]) => `${JSON.stringify(path)}: ${name}`).join(', ')
  return `\ndef answer(client: ${client}${parameters}) -> str:\n${note}    variables = {${variables}}\n${call.join('\n')}`
}

function settingLines(settings: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(settings).map(([name, value]) => `        ${name}=${pythonLiteral(value, '        ')},`)
}
