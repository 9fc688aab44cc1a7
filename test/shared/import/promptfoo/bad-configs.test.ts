import { expect, it } from 'vitest'
import { allSteps } from '../../../../shared/all-steps.ts'
import { AppError } from '../../../../shared/contract/errors.ts'
import { CaseContent } from '../../../../shared/domain/eval-set.ts'
import { Assertion } from '../../../../shared/domain/score.ts'
import { readConfigInSteps } from '../../../../shared/import/promptfoo/read-config.ts'
import { readResultsInSteps } from '../../../../shared/import/promptfoo/read-results.ts'
import { readPrompt } from '../../../../shared/import/prompts/read-prompt.ts'
import { readGraders } from '../../../../shared/import/read-graders.ts'
import { seededRandom } from '../../../../shared/stats/seeded-random.ts'

const yaml = `description: d
prompts: ["Say {{q}}", { id: 'file://p.txt', label: l }, '[{"role": "user", "content": "{{q}}"}]']
providers: [{ id: 'openai:chat:x', config: { max_tokens: 5 } }]
assertionTemplates: { a: { type: contains, value: "{{q}}" } }
defaultTest: { assert: [{ $ref: '#/assertionTemplates/a' }], options: { transform: output.trim() } }
tests: [file://c.csv, { vars: { q: [a, b] }, threshold: 0.5, assert: [{ type: assert-set, assert: [{ type: is-json, value: { a: 1 } }] }] }]
scenarios: [{ config: [{ vars: { x: 1 } }], tests: [{ vars: { q: 1 } }] }]
`
const config = (text: string) => {
  const files: Record<string, string> = {
    'promptfooconfig.yaml': text,
    'p.txt': 'P {{q}}',
    'c.csv': 'q,__expected\n1,is-json\n',
  }
  return allSteps(readConfigInSteps({ paths: Object.keys(files), read: (path) => files[path] ?? '' }, null))
}
const results = JSON.stringify({
  results: {
    version: 3,
    prompts: [{ raw: 'Say {{q}}', label: 'l', provider: 'p' }],
    results: [
      {
        promptIdx: 0,
        testIdx: 0,
        vars: { q: 'a' },
        testCase: { assert: [{ type: 'equals', value: 'a' }] },
        response: { output: 'a' },
        success: true,
        score: 1,
      },
    ],
  },
})
const graders = JSON.stringify({
  testing_criteria: [
    { type: 'string_check', name: 'n', input: '{{sample.output_text}}', reference: '{{item.a}}', operation: 'eq' },
  ],
})
const prompt = (fileName: string) => (text: string) => readPrompt({ fileName, text }, null)
const readers: readonly (readonly [string, string, (text: string) => object])[] = [
  ['configuration', yaml, config],
  ['results', results, (text) => allSteps(readResultsInSteps(text))],
  ['graders', graders, (text) => readGraders(text, [])],
  [
    'prompty',
    '---\nname: n\nmodel:\n  api: chat\n  parameters: { max_tokens: 5 }\n---\nsystem:\nBe {{a}}.\n\nuser:\n{{q}}\n',
    prompt('a.prompty'),
  ],
  [
    'dotprompt',
    '---\nmodel: a/b\nconfig: { temperature: 0.5 }\n---\n{{role "system"}}Be.{{role "user"}}{{q}}',
    prompt('a.prompt'),
  ],
  [
    'openai',
    '{"model": "m", "messages": [{"role": "user", "content": [{"type": "text", "text": "{{q}}"}]}], "stop": ["x"]}',
    prompt('a.json'),
  ],
  ['jinja', '{% block system %}A{% endblock %}{% block user %}{{ q }}{# c #}{% endblock %}', prompt('a.j2')],
  ['mustache', 'A {{{q}}} {{! c }} {{& r}}', prompt('a.mustache')],
]
const SIGNS = [
  '\0',
  '"',
  "'",
  '\uD800',
  '{{',
  '}}',
  '{%',
  '[',
  ']',
  ',',
  ':',
  '\n',
  '\t',
  '&a ',
  '*a ',
  '<<: ',
  '!!js/function ',
  '"__proto__": 1,',
  '1e999',
  '$ref',
]

it('ends in what was understood or in one sentence for every spoilt file, and never in a crash', () => {
  const random = seededRandom('bad configurations')
  let tried = 0
  let refused = 0
  for (const [name, whole, read] of readers)
    for (let round = 0; round < 90; round++) {
      const at = Math.floor(random() * whole.length)
      const sign = SIGNS[round % SIGNS.length] ?? ''
      const spoilt =
        round % 4 === 0
          ? whole.slice(0, at)
          : round % 4 === 1
            ? whole.slice(0, at) + whole.slice(at + 1)
            : whole.slice(0, at) + sign + whole.slice(at)
      tried += 1
      try {
        const understood = read(spoilt) as {
          cases?: unknown[]
          assertions?: unknown[]
          notes?: (string | { message: string })[]
        }
        for (const one of understood.cases ?? []) expect(CaseContent.safeParse(one).success).toBe(true)
        for (const one of understood.assertions ?? []) expect(Assertion.safeParse(one).success).toBe(true)
        for (const note of understood.notes ?? [])
          expect(typeof note === 'string' ? note : note.message).toMatch(/\S{2}/)
      } catch (error) {
        if (!(error instanceof AppError)) throw new Error(`${name}: ${JSON.stringify(spoilt)}`, { cause: error })
        expect(error.message).toMatch(/.{10,}/s)
        refused += 1
      }
    }
  expect(tried).toBe(readers.length * 90)
  expect(refused).toBeGreaterThan(100)
  expect(Object.keys(Object.prototype)).toEqual([])
})
