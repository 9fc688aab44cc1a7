import { describe, expect, it } from 'vitest'
import { AppError } from '../../../../shared/contract/errors.ts'
import { defaultParameters, type Message, type Parameters } from '../../../../shared/domain/prompt.ts'
import type { ExportInput } from '../../../../shared/export/exporter.ts'
import { exporters } from '../../../../shared/export/registry.ts'
import { readPrompt } from '../../../../shared/import/prompts/read-prompt.ts'
import { promptImporters } from '../../../../shared/import/prompts/registry.ts'
import { parseTemplate } from '../../../../shared/template/parse-template.ts'
import { inputFor } from '../../../support/export-input.ts'

const OPENAI = 'openai/gpt-4.1-mini'
const ANTHROPIC = 'anthropic/claude-haiku-4-5'
const schema = { type: 'object', properties: { a: { type: 'string' } }, required: ['a'], additionalProperties: false }

const chat: Message[] = [
  { role: 'system', template: 'Answer {"in": {"J": 1}}.\nNever <b> & "so" \\ `x`. ---\n100 %' },
  { role: 'user', template: 'About {{ text }}:\n\n{% raw %}{% if x %}{% endraw %} é 🙂 {{topic}}' },
  { role: 'assistant', template: 'Yes, {{text}}?' },
]

/** A template as what it says: text and names of variables. */
function meaning(messages: readonly Message[]) {
  return messages.map(({ role, template }) => {
    const parsed = parseTemplate(template)
    if (parsed.kind !== 'plain') return { role, parts: null }
    const parts: (string | { name: string })[] = []
    for (const part of parsed.parts) {
      const last = parts.at(-1)
      if (typeof part !== 'string') parts.push({ name: part.name })
      else if (typeof last === 'string') parts[parts.length - 1] = last + part
      else parts.push(part)
    }
    return { role, parts }
  })
}

function inputWith(modelId: string, messages: Message[], parameters: Partial<Parameters>): ExportInput {
  const input = inputFor(modelId)
  return {
    ...input,
    variant: { ...input.variant, content: { messages, parameters: { ...defaultParameters, ...parameters } } },
  }
}

function read(fileName: string, text: string, importerId: string | null = null) {
  return readPrompt({ fileName, text }, importerId)
}

function refusalOf(fileName: string, text: string, importerId: string | null = null): string {
  try {
    return `taken: ${JSON.stringify(read(fileName, text, importerId))}`
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return error.message
  }
}

describe('a variant that goes out and comes in again', () => {
  const settings: Partial<Parameters> = { maxOutputTokens: 50, temperature: 0.5 }
  const full = { ...settings, stop: ['END', '---'], responseSchema: schema }

  it.each<[string, string, string, Partial<Parameters>, Partial<Parameters>]>([
    ['openai-json', 'openai-json', OPENAI, full, full],
    [
      'openai-responses-json',
      'openai-json',
      OPENAI,
      { ...settings, responseSchema: schema },
      { ...settings, responseSchema: schema },
    ],
    ['anthropic-json', 'anthropic-json', ANTHROPIC, { ...full, cache: 'prefix' }, { ...full, cache: 'prefix' }],
    [
      'anthropic-json',
      'anthropic-json',
      ANTHROPIC,
      { ...full, cache: 'auto', cacheTtl: '1h' },
      { ...full, cache: 'auto', cacheTtl: '1h' },
    ],
    ['prompty', 'prompty', OPENAI, full, full],
    ['prompty', 'prompty', ANTHROPIC, full, full],
    ['prompty-v2', 'prompty', OPENAI, full, full],
    ['dotprompt', 'dotprompt', OPENAI, full, full],
    ['dotprompt', 'dotprompt', ANTHROPIC, full, full],
    ['langchain', 'langchain', OPENAI, full, full],
    ['langfuse', 'langfuse', OPENAI, full, full],
    ['jinja', 'jinja', OPENAI, full, {}],
    ['mustache', 'mustache', OPENAI, full, {}],
    ['markdown', 'text', OPENAI, full, {}],
  ])('by %s, read as %s, is the same (%s)', (exporterId, importerId, modelId, parameters, expected) => {
    const input = inputWith(modelId, chat, parameters)
    expect(exporters.get(exporterId).refuse(input)).toBeNull()
    const { fileName, body } = exporters.get(exporterId).render(input)
    const preview = read(fileName, body)
    expect(preview.importerId).toBe(importerId)
    expect(meaning(preview.messages)).toEqual(meaning(chat))
    expect(preview.parameters).toEqual({ ...defaultParameters, ...expected })
  })

  it.each(['prompty', 'dotprompt', 'langchain', 'langfuse', 'jinja', 'mustache'])(
    'by %s comes through with text that looks like any template language, or is refused',
    (exporterId) => {
      const marks = [
        '{',
        '{{',
        '{{{',
        '}}',
        '%}',
        '{% x %}',
        '{# c #}',
        '#}',
        '\\',
        "'",
        '"',
        '\n',
        ' ',
        'a',
        '{{v}}',
        '{{! n }}',
        '{{>p}}',
        '{{=<% %>=}}',
      ]
      let seed = 7
      const random = (below: number) => {
        seed = (seed * 1103515245 + 12345) % 2147483648
        return Math.floor((seed / 2147483648) * below)
      }
      let carried = 0
      for (let round = 0; round < 400; round += 1) {
        const template = `b${Array.from({ length: 1 + random(7) }, () => marks[random(marks.length)] ?? '').join('')}e`
        const input = inputWith(OPENAI, [{ role: 'user', template }], {})
        if (exporters.get(exporterId).refuse(input) !== null) continue
        const { fileName, body } = exporters.get(exporterId).render(input)
        carried += 1
        expect({ template, said: meaning(read(fileName, body).messages) }).toEqual({
          template,
          said: meaning([{ role: 'user', template }]),
        })
      }
      expect(carried).toBeGreaterThan(40)
    },
  )
})

describe('prompts of other tools', () => {
  it('are LangChain with a model behind, and Jinja in it', () => {
    const prompt = {
      lc: 1,
      type: 'constructor',
      id: ['langchain', 'prompts', 'prompt', 'PromptTemplate'],
      kwargs: { template: 'Hi {{ name }}', template_format: 'jinja2', input_variables: ['name'] },
    }
    const file = {
      lc: 1,
      type: 'constructor',
      id: ['langchain', 'schema', 'runnable', 'RunnableSequence'],
      kwargs: { first: prompt, last: {} },
    }
    const preview = read('a.json', JSON.stringify(file))
    expect(preview).toMatchObject({ importerId: 'langchain', messages: [{ role: 'user', template: 'Hi {{name}}' }] })
    expect(preview.notes).toEqual(['The model behind the prompt is not taken: choose one in Pithy.'])
  })

  it('say what of them is left out', () => {
    const request = {
      model: 'gpt-4.1-mini',
      instructions: 'Be brief.',
      input: 'Hello {{name}} {% if x %}',
      top_p: 0.5,
      temperature: 9,
    }
    expect(read('dir/My prompt.json', JSON.stringify(request))).toEqual({
      importerId: 'openai-json',
      format: 'OpenAI request (JSON)',
      name: 'My prompt',
      messages: [
        { role: 'system', template: 'Be brief.' },
        {
          role: 'user',
          template: '{% raw %}Hello {% endraw %}{{name}}{% raw %} {% if x %}{% endraw %}'.replace(
            '{% raw %}Hello {% endraw %}',
            'Hello ',
          ),
        },
      ],
      parameters: defaultParameters,
      model: 'gpt-4.1-mini',
      notes: [
        'The setting "top_p" is not taken: Pithy does not know it or its value.',
        'The setting "temperature" is not taken: Pithy does not know it or its value.',
      ],
    })
  })

  it('open no file and run nothing that they name', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: Prompty's own way to name a file
    const text = '---\nname: a\nsample: ${file:../../secret.json}\n---\nuser:\nHi {{ name }}\n'
    const preview = read('a.prompty', text)
    expect(preview.messages).toEqual([{ role: 'user', template: 'Hi {{name}}' }])
    expect(preview.notes).toEqual(['The sample is not taken: import it as a case of an eval set.'])
  })

  it.each([
    ['a.prompty', '---\nname: a\n---\nuser:\nOne\n{% if x %}', 'a.prompty: line 6: {% if x %}'],
    ['a.prompty', '---\nname: [\n---\nuser:\nHi', 'a.prompty: line '],
    ['a.prompt', '---\nmodel: a/b\n---\n{{role "user"}}One\n{{#if x}}y{{/if}}', 'a.prompt: line 5: {{#if x}}'],
    ['a.j2', 'One\n{{ x | upper }}', 'a.j2: line 2: {{ x | upper }}'],
    ['a.j2', 'One\n\n{% include "/etc/passwd" %}', 'a.j2: line 3: {% include'],
    ['a.mustache', 'One\n{{#x}}y{{/x}}', 'a.mustache: line 2: {{#x}}'],
    ['a.mustache', '{{>partial}}', 'a.mustache: line 1: {{>partial}}'],
    [
      'a.json',
      '{"lc": 1, "id": ["x"], "kwargs": {"messages": [{"id": ["MessagesPlaceholder"], "kwargs": {}}]}}',
      'MessagesPlaceholder',
    ],
    ['a.txt', 'a\0b', 'NUL at character 2'],
  ])('in %s are refused with the line where nothing says the same: %j', (fileName, text, refusal) => {
    expect(refusalOf(fileName, text)).toContain(refusal)
  })

  it('are f-strings when asked for, refused with the line where they hold code', () => {
    expect(read('a.txt', '{{"a": {x}}}', 'f-string').messages).toEqual([{ role: 'user', template: '{"a": {{x}}}' }])
    expect(refusalOf('a.txt', 'a\n{__import__("os")}', 'f-string')).toContain('line 2: {__import__("os")}')
    expect(refusalOf('a.txt', 'a } b', 'f-string')).toContain('line 1: }')
  })
})

describe('every prompt importer', () => {
  const ids = promptImporters.all.map(({ id }) => id)
  const deep = `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`
  const bomb = `---\na: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c,*c]\n---\nuser:\nHi`
  const bad = [
    '',
    ' ',
    '{',
    '[]',
    '{}',
    'null',
    '{"messages": []}',
    '{"messages": [null, 1, {"role": "x"}]}',
    '{"lc": 1}',
    '{"type": "chat", "prompt": [{"type": "placeholder", "name": "x"}]}',
    '{"__proto__": {"messages": 1}, "messages": [{"role": "__proto__", "content": "x"}]}',
    '{"lc": 1, "id": ["constructor"], "kwargs": {"messages": [{"id": ["constructor"], "kwargs": {"role": "toString"}}]}}',
    '---\n---\n',
    '---\n: :\n---\nuser:\n',
    '---\nmodel: 3\noutput: []\nconfig: x\n---\nuser:\n{{',
    '{{',
    '{%',
    '{{{',
    '\uD800',
    '{{=',
    '{{=a b=}}',
    '\\{{',
    '{{role "user"}}',
    '{{role "tool"}}x',
    bomb,
    deep,
    '{'.repeat(20_000),
    '{{ "'.repeat(5000),
    '{{!'.repeat(5000),
  ]

  it.each(ids)('%s takes bad files or refuses them in words, and never breaks', (id) => {
    for (const text of bad) expect(refusalOf('bad.file', text, id)).toMatch(/^(taken: |bad\.file: |bad\.file is )/)
    expect(({} as Record<string, unknown>).messages).toBeUndefined()
  })

  it.each(ids)('%s has a label and a description', (id) => {
    const { label, description } = promptImporters.get(id)
    expect([label.length > 2, description.length > 20]).toEqual([true, true])
  })
})
