import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import type { Message } from '../../../shared/domain/prompt.ts'
import type { ExportInput } from '../../../shared/export/exporter.ts'
import { provenanceOf } from '../../../shared/export/provenance.ts'
import { exporters } from '../../../shared/export/registry.ts'
import { fromPromptfoo } from '../../../shared/score/from-promptfoo.ts'
import { evidence, inputFor, messages } from '../../support/export-input.ts'

const hasPython = spawnSync('python3', ['--version']).status === 0

function rendered(exporterId: string, modelId: string, changes: Partial<ExportInput> = {}) {
  const exporter = exporters.get(exporterId)
  const input = inputFor(modelId, changes)
  expect(exporter.refuse(input)).toBeNull()
  return exporter.render(input)
}

describe('the verdict in an export', () => {
  const verdict = {
    kind: 'not-worse-and-cheaper',
    isProven: true,
    caveats: [],
    sentence: 'B costs 37 % less (32 to 42).',
    method: 'counted',
    candidate: { modelId: 'openai/gpt-4.1-mini' },
  }
  const factsWith = (part: object, modelId = 'openai/gpt-4.1-mini') =>
    provenanceOf({
      variant: { name: '', letter: 'B', revision: 1, id: 'v' },
      model: { id: modelId, price: evidence.run.priceSnapshot['openai/gpt-4.1-mini'] },
      evalSet: null,
      evidence: { ...evidence, verdict: { ...verdict, ...part } },
    } as unknown as ExportInput) // only the fields that provenance reads

  it('is proven only as it was proven, on the model that the file calls', () => {
    expect(factsWith({})).toMatchObject({ isProven: true, verdict: 'proven: B costs 37 % less (32 to 42).' })
    expect(factsWith({}, 'openai/other')).toMatchObject({ isProven: false })
    expect(factsWith({ isProven: false, caveats: ['not-hold-out'] })).toMatchObject({
      isProven: false,
      verdict: expect.stringMatching(/^not shown: B costs 37 % less .* confirm the choice on the hold-out\.$/),
    })
    // Proven, but nothing that speaks for it; and not measured on the model at all.
    expect(factsWith({ kind: 'worse' })).toMatchObject({
      isProven: false,
      verdict: expect.stringMatching(/^not shown: /),
    })
    expect(factsWith({}, 'openai/other').verdict).toMatch(/^unverified: .* Measured on openai\/gpt-4\.1-mini\.$/)
  })

  it('is missing, and said to be, where nothing was compared', () => {
    const variant = { name: '', letter: 'B', revision: 1, id: 'v' }
    const input = { variant, model: { id: 'm' }, evalSet: null, evidence }
    const facts = provenanceOf(input as unknown as ExportInput) // only the fields that provenance reads
    expect(facts).toMatchObject({ isProven: false, verdictMethod: null })
    expect(facts.verdict).toMatch(/^unverified/)
  })
})

describe('every exporter', () => {
  const plain: Message[] = [
    { role: 'system', template: 'Answer {"in": "JSON"}.' },
    { role: 'user', template: 'About {{ text }}\nand {{topic}}' },
  ]
  const withModel = exporters.all.map(
    ({ id }) => [id, id.startsWith('anthropic') ? 'anthropic/claude-haiku-4-5' : 'openai/gpt-4.1-mini'] as const,
  )
  const namesNoModel = ['markdown', 'jinja', 'mustache']
  // What conditions and loops come to in the other four is in logic.test.ts.
  const withLogic = [
    ...['markdown', 'litellm', 'openai-batch', 'anthropic-batch'],
    ...['jinja', 'promptfoo', 'prompty', 'prompty-v2'],
  ]

  function plainInput(modelId: string, changes: Partial<ExportInput> = {}, said = plain): ExportInput {
    const input = inputFor(modelId, changes)
    const cases = input.cases.map((each) => ({ ...each, variables: { text: 'braces {{x}}', topic: 'b' } }))
    return { ...input, cases, variant: { ...input.variant, content: { ...input.variant.content, messages: said } } }
  }

  function file(id: string, input: ExportInput): string {
    expect(exporters.get(id).refuse(input)).toBeNull()
    const { body, sidecar } = exporters.get(id).render(input)
    return body + (sidecar?.body ?? '')
  }

  it.each(withModel)('%s says "unverified" without evidence, and the numbers with it', (id, modelId) => {
    expect(file(id, plainInput(modelId))).toContain('unverified: no run of this variant is attached')
    const body = file(id, plainInput(modelId, { evidence }))
    for (const part of ['90 of 100 cases passed (90.0 %, 95 % interval 82.6 to 94.5)', 'abc', '2026-08-01', 'r1'])
      expect(body).toContain(part)
  })

  it.each(withModel)(
    '%s gives the same file for the same input, under a name that leads nowhere else',
    (id, modelId) => {
      const input = plainInput(modelId, { promptName: '../..\\a\0: b' })
      const exported = exporters.get(id).render(input)
      expect(exported).toEqual(exporters.get(id).render(input))
      expect(exported.fileName).toMatch(/^[a-z][\w.-]*$/)
    },
  )

  it.each(withModel)('%s keeps a hostile name out of what is read', (id, modelId) => {
    const promptName = 'a\n---\nmodel: evil\n#} %} }} --> */ """ \u2028 {{leak}}'
    const quiet = file(id, plainInput(modelId))
    const loud = file(id, plainInput(modelId, { promptName }))
    expect(loud).not.toMatch(/^model: evil/m)
    // What the name says has not become lines of its own; promptfoo's YAML quotes it over several.
    if (id === 'promptfoo') expect(parse(loud)).toMatchObject({ description: promptName })
    else expect(loud.split(/\r?\n/).length).toBe(quiet.split(/\r?\n/).length)
  })

  it.each(withModel.filter(([id]) => !namesNoModel.includes(id)))(
    '%s refuses a simulation and says what to do',
    (id) => {
      expect(exporters.get(id).refuse(inputFor('sandbox/small'))).toContain('Choose the real model')
    },
  )

  it.each(withModel.filter(([id]) => !withLogic.includes(id)))(
    '%s refuses conditions with their line',
    (id, modelId) => {
      const said = [{ role: 'user' as const, template: 'One\n{% if a %}x{% endif %}' }]
      expect(exporters.get(id).refuse(plainInput(modelId, {}, said))).toMatch(
        /^Message 1 \(user\), line 2: \{% if a %\} .*conditions, loops or filters/,
      )
    },
  )
})

describe('requests', () => {
  it('carry what an OpenAI model takes, text unchanged', () => {
    expect(JSON.parse(rendered('openai-json', 'openai/gpt-4.1-mini').body)).toMatchObject({
      variables: ['user.name', 'text'],
      request: {
        model: 'gpt-4.1-mini',
        max_completion_tokens: 120,
        temperature: 0.2,
        messages: [{ role: 'system', content: messages[0]?.template }, { role: 'user' }],
      },
    })
  })

  it('leave out what a model refuses', () => {
    expect(JSON.parse(rendered('openai-json', 'openai/gpt-5-mini').body).request).not.toHaveProperty('temperature')
  })

  it('put system text apart and name a cap for Anthropic', () => {
    expect(JSON.parse(rendered('anthropic-json', 'anthropic/claude-haiku-4-5').body).request).toEqual({
      model: 'claude-haiku-4-5',
      max_tokens: 120,
      temperature: 0.2,
      system: messages[0]?.template,
      messages: [{ role: 'user', content: messages[1]?.template }],
    })
  })
})

describe('promptfoo', () => {
  it('writes prompt, provider, cases and assertions, and shields text that looks like its own syntax', () => {
    const config = parse(rendered('promptfoo', 'openai/gpt-4.1-mini').body)
    expect(config.providers).toEqual([
      { id: 'openai:chat:gpt-4.1-mini', config: { max_completion_tokens: 120, max_tokens: 120, temperature: 0.2 } },
    ])
    expect(config.tests).toEqual([
      {
        vars: { user: { name: 'Ann' }, text: "Use {{ '{' }}{braces}}", expected: 'billing' },
        metadata: { tags: ['x'] },
      },
    ])
    expect(config.defaultTest.assert[1]).toEqual({ type: 'not-contains', value: 'sorry' })
    const [equals] = config.defaultTest.assert
    expect(equals).toMatchObject({ type: 'equals', value: '{{expected}}', weight: 2 })
    // promptfoo evaluates this expression with `output` in scope.
    const transform = new Function('output', `return ${equals.transform}`)
    expect([transform('It is A. No, it is Billing'), transform('None')]).toEqual(['billing', 'none'])
    // Variables and braces written as output are the only Nunjucks in it.
    const left = config.prompts[0].raw.replaceAll("{{ '{' }}", '').replaceAll(/\{\{ [\w.]+ \| dump [^{}]*\}\}/g, '')
    expect(left).not.toMatch(/\{[{%#]/)
  })
})

describe('hostile text in an export', () => {
  it('keeps limits, lists, sets and names of assertions for promptfoo, which read back as they were', () => {
    const assertions = [
      { type: 'levenshtein', value: 'abc', threshold: 3, metric: 'near' },
      { type: 'bleu', value: ['one two', 'three four'], threshold: 0.4 },
      { type: 'meteor', value: 'one two', threshold: 0.4, alpha: 0.8, gamma: 0.2 },
      { type: 'not-word-count', value: { min: 2, max: 9 } },
      { type: 'contains-json', value: { type: 'object' } },
      { type: 'contains-any', value: ['a, b', 'c'] },
      { type: 'is-sql', value: { databaseType: 'MySQL', allowedTables: ['select::null::people'] } },
      { type: 'cost', threshold: 0.01, weight: 2 },
      {
        type: 'assert-set',
        threshold: 0.5,
        assert: [
          { type: 'equals', value: 'x' },
          { type: 'latency', threshold: 5 },
        ],
      },
    ].map((one) => fromPromptfoo(one))
    const { evalSet } = inputFor('openai/gpt-4.1-mini')
    if (!evalSet) throw new Error('The input has an eval set.')
    const config = parse(rendered('promptfoo', 'openai/gpt-4.1-mini', { evalSet: { ...evalSet, assertions } }).body)
    expect(config.defaultTest.assert.map(fromPromptfoo)).toEqual(assertions)
  })

  it('does not leave the shield of promptfoo', () => {
    const [evalCase] = inputFor('openai/gpt-4.1-mini').cases
    const cases = evalCase ? [{ ...evalCase, variables: { text: '{% endraw %}{{ env.KEY }}{# x' } }] : []
    const config = parse(rendered('promptfoo', 'openai/gpt-4.1-mini', { cases }).body)
    expect(config.tests[0].vars.text.replaceAll("{{ '{' }}", '<')).toBe('<% endraw %}<{ env.KEY }}<# x')
  })

  it('keeps the flags of a pattern and the schema of JSON for promptfoo', () => {
    const { evalSet } = inputFor('openai/gpt-4.1-mini')
    const plain = { isNegated: false, weight: 1, transforms: [] }
    const assertions = [
      { ...plain, scorer: 'regex', value: '^yes', options: { flags: 'i' }, isNegated: true },
      { ...plain, scorer: 'is-json', value: null, options: { schema: { type: 'object' } } },
    ]
    const changed = evalSet ? { ...evalSet, assertions } : null
    const config = parse(rendered('promptfoo', 'openai/gpt-4.1-mini', { evalSet: changed }).body)
    expect(config.defaultTest.assert).toEqual([
      { type: 'javascript', value: '!new RegExp("^yes", "i").test(String(output))' },
      { type: 'is-json', value: { type: 'object' } },
    ])
  })

  it('is no picture, link or HTML in the heading of Markdown', () => {
    const promptName = '![x](https://leak.example) <img src=x>'
    const { body } = rendered('markdown', 'openai/gpt-4.1-mini', { promptName })
    const heading = body.split('\n').find((line) => line.startsWith('# '))
    expect(heading).toBe('# \\!\\[x\\]\\(https://leak.example\\) \\<img src=x\\>')
  })

  it('ends no comment of code, and turns no direction in one', () => {
    const changes = { baseUrl: 'http://x/*/alert(1)/*', promptName: 'a\nimport os\0\u2028b \u202Ec' }
    const typescript = rendered('typescript', 'openai/gpt-4.1-mini', changes).body
    expect(typescript.match(/\*\//g)).toHaveLength(1)
    for (const body of [typescript, rendered('python', 'openai/gpt-4.1-mini', changes).body]) {
      expect(body.split('\n')[0]).toContain('a import os b  c, variant')
    }
  })

  it('gives variables that look alike names of their own in Python', () => {
    const input = inputFor('openai/gpt-4.1-mini')
    const content = {
      ...input.variant.content,
      messages: [{ role: 'user' as const, template: '{{user.name}} {{user_name}}' }],
    }
    const { body } = rendered('python', 'openai/gpt-4.1-mini', { variant: { ...input.variant, content } })
    expect(body).toContain('*, user_name: str, user_name_2: str')
    expect(body).toContain('variables = {"user.name": user_name, "user_name": user_name_2}')
  })
})

describe('code', () => {
  it.skipIf(!hasPython).each(['openai/gpt-4.1-mini', 'anthropic/claude-haiku-4-5'])(
    'is Python that compiles and keeps the text (%s)',
    (modelId) => {
      const { body } = rendered('python', modelId)
      const check =
        'import ast,sys,json; t=ast.parse(sys.stdin.read()); print(json.dumps([ast.literal_eval(n.value) for n in t.body if isinstance(n, ast.Assign)]))'
      const python = spawnSync('python3', ['-c', check], { input: body, encoding: 'utf8' })
      expect(python.stderr).toBe('')
      expect(JSON.parse(python.stdout)).toEqual(messages.map((message) => message.template))
    },
  )

  it('is TypeScript whose text is the prompt, and whose values are never filled in twice', async () => {
    const { body } = rendered('typescript', 'openai/gpt-4.1-mini')
    const { transformWithOxc } = await import('vite')
    const { code } = await transformWithOxc(body, 'ticket-router.ts', { lang: 'ts' })
    const module = await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(code)}`)
    const sent: unknown[] = []
    const client = {
      chat: {
        completions: {
          create: async (request: unknown) => {
            sent.push(request)
            return { choices: [{ message: { content: 'ok' } }] }
          },
        },
      },
    }
    expect(await module.answer(client, { 'user.name': 'Ann', text: '{{user.name}}' })).toBe('ok')
    expect(sent).toMatchObject([
      {
        messages: [{ content: messages[0]?.template }, { content: 'About Ann: {{user.name}}' }],
        max_completion_tokens: 120,
      },
    ])
  })
})

describe('tools', () => {
  const tools = [{ name: 'find_city', description: 'Finds "it".', parameters: { type: 'object', properties: {} } }]
  const withTools = (id: string, modelId: string) => {
    const { variant } = inputFor(modelId)
    const content = {
      ...variant.content,
      parameters: { ...variant.content.parameters, tools, toolChoice: 'none' as const },
    }
    return rendered(id, modelId, { variant: { ...variant, content } }).body
  }

  it.each([
    [
      'openai-json',
      'openai/gpt-4.1-mini',
      (text: string) => JSON.parse(text).request,
      { function: { name: 'find_city' } },
    ],
    ['anthropic-json', 'anthropic/claude-haiku-4-5', (text: string) => JSON.parse(text).request, { name: 'find_city' }],
    ['promptfoo', 'openai/gpt-4.1-mini', (text: string) => parse(text).providers[0].config, { type: 'function' }],
    [
      'promptfoo',
      'anthropic/claude-haiku-4-5',
      (text: string) => parse(text).providers[0].config,
      { name: 'find_city' },
    ],
  ])('are in %s for %s as they are sent, with the choice', (id, modelId, read, expected) => {
    const request = read(withTools(id, modelId))
    expect(request.tools).toMatchObject([expected])
    expect(request.tool_choice).toEqual(modelId.startsWith('openai') ? 'none' : { type: 'none' })
  })

  it.each([
    ['python', 'openai/gpt-4.1-mini', '-> ChatCompletionMessage:', 'return response.choices[0].message\n'],
    ['python', 'anthropic/claude-haiku-4-5', '-> Message:', 'return response\n'],
    [
      'typescript',
      'openai/gpt-4.1-mini',
      'ChatCompletionMessage | undefined>',
      'return response.choices[0]?.message\n',
    ],
    ['typescript', 'anthropic/claude-haiku-4-5', 'Promise<Anthropic.Message>', 'return response\n'],
  ])('make %s for %s give the whole message, since its calls are for the caller', (id, modelId, ...parts) => {
    const code = withTools(id, modelId)
    for (const part of [...parts, 'find_city']) expect(code).toContain(part)
    if (id !== 'python' || !hasPython) return
    const parsed = spawnSync('python3', ['-c', 'import ast, sys; ast.parse(sys.stdin.read())'], { input: code })
    expect(parsed.stderr.toString()).toBe('')
  })
})

describe('the cache mark of Anthropic', () => {
  const turn: Message[] = [
    { role: 'system', template: 'Long rules.' },
    { role: 'user', template: 'One' },
    { role: 'user', template: 'Two' },
  ]
  const marked = (id: string, said: Message[]) => {
    const input = inputFor('anthropic/claude-haiku-4-5')
    const parameters = { ...input.variant.content.parameters, cache: 'prefix' as const, cacheTtl: '1h' as const }
    return exporters
      .get(id)
      .render({ ...input, variant: { ...input.variant, content: { messages: said, parameters } } }).body
  }

  it('stands in code where it stands in the request: at the end of what cases share', () => {
    const control = '"cache_control": {"type":"ephemeral","ttl":"1h"}}]'
    expect(marked('python', turn)).toContain(
      `{"role": "user", "content": [{"type": "text", "text": _render(MESSAGE_2, variables), ${control}},`,
    )
    expect(marked('python', turn.slice(0, 2))).toContain(
      `system=[{"type": "text", "text": _render(MESSAGE_1, variables), ${control},`,
    )
    const typed = 'cache_control: {"type":"ephemeral","ttl":"1h"} }]'
    expect(marked('typescript', turn)).toContain(
      `{ role: 'user', content: [{ type: 'text', text: render(message2, {}), ${typed} },`,
    )
    expect(marked('typescript', turn.slice(0, 2))).toContain(
      `system: [{ type: 'text', text: render(message1, {}), ${typed},`,
    )
    for (const body of [marked('python', turn), marked('typescript', turn)])
      expect(body.match(/cache_control/g)).toHaveLength(1)
  })

  it.skipIf(!hasPython)('leaves Python that compiles', () => {
    const python = spawnSync('python3', ['-c', 'import ast, sys; ast.parse(sys.stdin.read())'], {
      input: marked('python', turn),
      encoding: 'utf8',
    })
    expect(python.stderr).toBe('')
  })
})
