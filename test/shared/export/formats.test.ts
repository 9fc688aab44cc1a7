import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { defaultParameters, type Message, type Parameters } from '../../../shared/domain/prompt.ts'
import type { ExportInput } from '../../../shared/export/exporter.ts'
import { exporters } from '../../../shared/export/registry.ts'
import { inputFor } from '../../support/export-input.ts'

const OPENAI = 'openai/gpt-4.1-mini'
const ANTHROPIC = 'anthropic/claude-haiku-4-5'

function inputWith(modelId: string, messages: Message[], parameters: Partial<Parameters> = {}): ExportInput {
  const input = inputFor(modelId)
  const content = { messages, parameters: { ...defaultParameters, ...parameters } }
  const cases = input.cases.map((each) => ({ ...each, variables: { name: 'Ann {{x}}' } }))
  return { ...input, cases, variant: { ...input.variant, content } }
}

function written(id: string, input: ExportInput): string {
  expect(exporters.get(id).refuse(input)).toBeNull()
  return exporters.get(id).render(input).body
}

function user(template: string): Message[] {
  return [{ role: 'user', template }]
}

describe('requests to come', () => {
  const schema = { type: 'object', properties: { a: { type: 'string' } }, required: ['a'], additionalProperties: false }
  const chat: Message[] = [
    { role: 'system', template: 'Be brief.' },
    { role: 'user', template: 'Hello {{name}}' },
  ]

  it('are Responses with its own names', () => {
    const input = inputWith(OPENAI, chat, { maxOutputTokens: 50, temperature: 0.5, responseSchema: schema })
    expect(JSON.parse(written('openai-responses-json', input)).request).toEqual({
      model: 'gpt-4.1-mini',
      input: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Hello {{name}}' },
      ],
      max_output_tokens: 50,
      temperature: 0.5,
      text: { format: { type: 'json_schema', name: 'answer', strict: true, schema } },
    })
    const stopped = inputWith(OPENAI, chat, { stop: ['X'] })
    expect(exporters.get('openai-responses-json').refuse(stopped)).toContain('Chat Completions')
  })

  it('are a line for every case, filled in once, and never with the expected answer', () => {
    const said: Message[] = [{ role: 'user', template: '{% if name %}Hello {{name}}{% endif %}' }]
    expect(JSON.parse(written('openai-batch', inputWith(OPENAI, said)))).toEqual({
      custom_id: 'c1',
      method: 'POST',
      url: '/v1/chat/completions',
      body: { model: 'gpt-4.1-mini', messages: [{ role: 'user', content: 'Hello Ann {{x}}' }] },
    })
    expect(JSON.parse(written('anthropic-batch', inputWith(ANTHROPIC, said, { maxOutputTokens: 9 })))).toEqual({
      custom_id: 'c1',
      params: { model: 'claude-haiku-4-5', max_tokens: 9, messages: [{ role: 'user', content: 'Hello Ann {{x}}' }] },
    })
    expect(exporters.get('openai-batch').refuse(inputWith(OPENAI, user('{{expected}}')))).toMatch(/^Case 1: Message 1/)
  })

  it('need all the cases of an eval set', () => {
    const input = inputWith(OPENAI, chat)
    const evalSet = input.evalSet && { ...input.evalSet, caseCount: 6000 }
    expect(exporters.get('openai-batch').refuse({ ...input, evalSet })).toContain('6000 cases')
    expect(exporters.get('openai-batch').refuse({ ...input, evalSet: null })).toContain('Choose a run')
  })
})

describe('template languages', () => {
  const hostile = 'a {"b": {"c": 1}} {{"d"}} {%x%} {# y #} }} <b>&\r\nend {'
  const template = `${hostile}{{name}}\n`

  it('are written so that text which looks like them stays text', () => {
    expect(
      written('jinja', inputWith(OPENAI, user(template)))
        .split('#}')
        .slice(1)
        .join('#}'),
    ).toBe(
      'a {"b": {"c": 1}} {{ \'{\' }}{"d"}} {{ \'{\' }}%x%} {{ \'{\' }}# y #} }} <b>&{{ "\\r" }}\nend {{ \'{\' }}{{ name }}{{ "\\n" }}',
    )
    expect(written('mustache', inputWith(OPENAI, user(template))).split('{{! user: }}')[1]).toBe(
      'a {"b": {"c": 1}} {{=<% %>=}}{{<%={{ }}=%>"d"}} {%x%} {# y #} }} <b>&\r\nend {{=<% %>=}}{<%={{ }}=%>{{{name}}}\n',
    )
    const { kwargs } = JSON.parse(written('langchain', inputWith(OPENAI, user('{"a": {{name}}}'))))
    expect(kwargs.messages[0].kwargs.prompt.kwargs).toEqual({
      template: '{{"a": {name}}}',
      template_format: 'f-string',
      input_variables: ['name'],
    })
  })

  it.each([
    ['langfuse', 'one\ntwo {{"d"}}', 'line 2: Langfuse takes "{{"'],
    ['langfuse', '{{user.name}}', 'line 1: Langfuse takes names'],
    ['langchain', 'one\n{{user.name}}', 'line 2: An f-string takes names'],
    ['dotprompt', 'one\n\n{{{name}}}', 'line 3: Handlebars has no way to write "{"'],
    ['dotprompt', 'a\n\\{{"x"}}', 'line 2: Handlebars has no way to write a backslash'],
    ['mustache', '{{items[0]}}', 'line 1: Mustache knows no index'],
    ['jinja', 'a\n{{items.size}}', 'line 2: "items.size" asks for the size'],
    ['jinja', '{{self}}', 'line 1: "self" is a word of Jinja'],
    ['prompty', 'Hello\nuser:\nno', 'line 2: Prompty would take "user:"'],
    ['prompty', ' Hello', 'white space'],
    ['mustache', '\nHello', 'empty line'],
  ])('%s refuses %j with the line', (id, text, refusal) => {
    expect(exporters.get(id).refuse(inputWith(OPENAI, user(text)))).toContain(refusal)
  })

  it('keep the braces of Handlebars apart from those of the text', () => {
    const text = written('dotprompt', inputWith(OPENAI, user('}} {"a": {{name}}} \\{{name}} {{"z"')))
    // Rendered by dotprompt 1.1.2 to the very text that was meant.
    expect(text.split('{{role "user"}}')[1]).toBe('{{!}}}} {"a": {{name}}{{!}}} \\\\{{name}} \\{{"z"')
  })

  const hasJinja = spawnSync('python3', ['-c', 'import jinja2']).status === 0

  it.skipIf(!hasJinja)('are filled in by Jinja itself to the prompt that was meant', () => {
    const program =
      'import sys, json, jinja2; a = json.load(sys.stdin); print(json.dumps(jinja2.Template(a[0]).render(a[1])))'
    const source = written('jinja', inputWith(OPENAI, user(`${template}{{order.items}}`)))
    const variables = { name: '{{x}}', order: { items: '3' } }
    const python = spawnSync('python3', ['-c', program], {
      input: JSON.stringify([source, variables]),
      encoding: 'utf8',
    })
    expect(python.stderr).toBe('')
    expect(JSON.parse(python.stdout)).toBe(`${hostile}{{x}}\n3`)
  })
})

describe('files with front matter', () => {
  const chat: Message[] = [
    { role: 'system', template: 'Be brief.' },
    { role: 'user', template: 'Hello {{name}} of {{team.name}}' },
    { role: 'assistant', template: 'Yes?' },
  ]
  const input = inputWith(OPENAI, chat, { maxOutputTokens: 50, temperature: 0.5, stop: ['END'] })
  const head = (text: string) => parse(text.split('---\n')[1] ?? '')
  const body = (text: string) => text.split('---\n').slice(2).join('---\n')

  it('are Prompty 1 and 2', () => {
    const one = written('prompty', input)
    expect(head(one)).toMatchObject({
      model: {
        api: 'chat',
        configuration: { type: 'openai', name: 'gpt-4.1-mini' },
        parameters: { max_completion_tokens: 50, temperature: 0.5, stop: ['END'] },
      },
      inputs: { name: { type: 'string' }, team: { type: 'object' } },
    })
    expect(body(one)).toBe('system:\nBe brief.\n\nuser:\nHello {{ name }} of {{ team.name }}\n\nassistant:\nYes?\n')
    const two = written('prompty-v2', input)
    expect(head(two).model).toMatchObject({
      id: 'gpt-4.1-mini',
      options: { temperature: 0.5, maxOutputTokens: 50, additionalProperties: { stop: ['END'] } },
    })
    expect(body(two)).toBe(body(one))
  })

  it('end their head nowhere but at its end, whatever the texts in it say', () => {
    const stop = ['\n---\n', 'a---b']
    for (const id of ['prompty', 'prompty-v2', 'dotprompt']) {
      const text = written(id, { ...inputWith(OPENAI, chat, { stop }), promptName: 'x --- y\n---\nz' })
      expect(text.match(/---/g)).toHaveLength(2)
      expect(JSON.stringify(head(text))).toContain(JSON.stringify(stop))
    }
  })

  it('are Dotprompt', () => {
    const text = written('dotprompt', input)
    expect(head(text)).toEqual({
      name: 'ticket-router',
      model: 'openai/gpt-4.1-mini',
      config: { temperature: 0.5, maxOutputTokens: 50, stopSequences: ['END'] },
      input: { schema: { name: 'string', team: 'any' } },
    })
    expect(body(text)).toBe(
      '{{role "system"}}Be brief.{{role "user"}}Hello {{name}} of {{team.name}}{{role "model"}}Yes?',
    )
  })

  it('are LiteLLM without messages', () => {
    expect(parse(written('litellm', input)).model_list).toEqual([
      {
        model_name: 'ticket-router',
        litellm_params: {
          model: 'openai/gpt-4.1-mini',
          api_key: 'os.environ/OPENAI_API_KEY',
          max_completion_tokens: 50,
          temperature: 0.5,
          stop: ['END'],
        },
      },
    ])
  })
})
