import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { defaultParameters, type Message } from '../../../shared/domain/prompt.ts'
import { exporters } from '../../../shared/export/registry.ts'
import { renderMessages } from '../../../shared/template/render-messages.ts'
import { inputFor } from '../../support/export-input.ts'

const MODEL = 'openai/gpt-4.1-mini'

function inputWith(template: string) {
  const input = inputFor(MODEL)
  const messages: Message[] = [{ role: 'user', template }]
  return { ...input, variant: { ...input.variant, content: { messages, parameters: defaultParameters } } }
}

/** Every kind of value that decides differently in Liquid and in Python. */
const VALUES = ['', 'a', 'abc', 0, 1, true, false, null, [], ['a'], {}, { a: 1 }]

const TEMPLATES = [
  '{% if x %}yes{% else %}no{% endif %}',
  '{% unless x %}no{% endunless %}\n',
  '{% if x == "a" %}A{% elsif x == nil %}N{% elsif x == true %}T{% elsif x != false %}other{% endif %} end{',
  '{% if x contains "a" %}in{% endif %}{% if x and y %}both{% endif %}{% if x or y %}one{% endif %}',
  '{%- if y == "b" -%}  {"k": {{y}}}  {%- endif -%}\nrest',
  '{% for item in list %}{{forloop.index}}/{{forloop.length}} {{item.name}}{% unless forloop.last %}, {% endunless %}{% else %}none{% endfor %}',
]

const hasJinja = spawnSync('python3', ['-c', 'import jinja2']).status === 0

it.skipIf(!hasJinja)('conditions and loops come out of Jinja itself as they do of Pithy, whatever the values', () => {
  const sources = TEMPLATES.map((template) => exporters.get('jinja').render(inputWith(template)).body)
  const lists = [[], [{ name: 'Ann' }, { name: '{{x}}' }]]
  const cases = VALUES.flatMap((x) => lists.map((list) => ({ x, y: 'b', list })))
  const program =
    'import sys, json, jinja2; s, v = json.load(sys.stdin); print(json.dumps([[jinja2.Template(t).render(c) for c in v] for t in s]))'
  const python = spawnSync('python3', ['-c', program], { input: JSON.stringify([sources, cases]), encoding: 'utf8' })
  expect(python.stderr).toBe('')
  const meant = TEMPLATES.map((template) =>
    cases.map((variables) => renderMessages([{ role: 'user', template }], variables)[0]?.content),
  )
  expect(JSON.parse(python.stdout)).toEqual(meant)
})

describe('what Jinja would decide otherwise is refused with its line', () => {
  it.each([
    ['a\n{% if x > 3 %}y{% endif %}', 'line 2: "x > 3" is decided otherwise'],
    ['{% if x == 3 %}y{% endif %}', 'line 1: "x == 3" is decided otherwise'],
    ['{% if x == y %}y{% endif %}', 'is decided otherwise'],
    ['{% if x == blank %}y{% endif %}', 'is decided otherwise'],
    ['{% if a and b or c %}y{% endif %}', 'Nest the conditions'],
    ['{% for i in (1..3) %}y{% endfor %}', 'Only loops of the form'],
    ['x\n\n{% for i in list limit: 2 %}y{% endfor %}', 'line 3: Only loops of the form'],
    ['{% case x %}{% when "a" %}y{% endcase %}', '"case" has no counterpart'],
    ['{% if x %}{{ x | upcase }}{% endif %}', 'uses a filter'],
    ['{% for i in list %}{{forloop.last}}{% endfor %}', 'shown alike'],
    ['{% if list.size %}y{% endif %}', 'asks for the size'],
  ])('%j', (template, reason) => {
    for (const id of ['jinja', 'promptfoo', 'prompty'])
      expect(exporters.get(id).refuse(inputWith(template))).toContain(reason)
  })

  it.each(['mustache', 'langfuse', 'dotprompt', 'langchain', 'python', 'typescript'])('%s has none', (id) => {
    expect(exporters.get(id).refuse(inputWith('a\n{% if x %}y{% endif %}'))).toContain('line 2: {% if x %}')
  })
})

it('promptfoo gets no end of a comment that never began, at which Nunjucks would end the whole evaluation', () => {
  const { body } = exporters.get('promptfoo').render(inputWith('a #} b {#} c {{x}} #'))
  expect(body).toContain("a #{{ '}' }} b {{ '{' }}#{{ '}' }} c {{ x | dump")
})
