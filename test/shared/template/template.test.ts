import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../shared/stats/seeded-random.ts'
import { inspectTemplate, variablesOf } from '../../../shared/template/inspect-template.ts'
import { parseTemplate } from '../../../shared/template/parse-template.ts'
import { renderMessages } from '../../../shared/template/render-messages.ts'
import { renderTemplate, type TemplateVariables } from '../../../shared/template/render-template.ts'
import { processorMs } from '../../support/processor-ms.ts'

function render(text: string, variables: TemplateVariables = {}): string {
  return renderTemplate(parseTemplate(text), variables)
}

describe('plain text', () => {
  it.each([
    ['a lone brace', 'f(x) { return x }'],
    ['JSON with double braces', '{{"a":1}} and {{ "b": [2] }} and {"a":{"b":{}}}'],
    ['LaTeX and code', '\\frac{1}{2} `#{x}` {x} {{ x + 1 }} {{f(x)}} {{}} {{ }}'],
    ['tags of other languages', '{% include "x" %} {% assign a = 1 %} {% iffy %} {%} {% if without an end'],
    [
      'outputs of other languages',
      '{{- x -}} {{> part}} {{#each x}} {{/each}} {{ x | tojson }} {{ x.y() }} {{ loop.index0 + 1 }}',
    ],
    ['literals', '{{ true }} {{ null }} {{ 5 }} {{ "text" }}'],
    ['white space of every kind', '\r\n a\r\n\tb \n\n\u2028c\r'],
    ['unclosed openings', '{{ name \n{{ name }\n{{'],
  ])('stays byte for byte: %s', (_what, text) => {
    expect(render(text)).toBe(text)
    expect(render(`${text}{% if yes %}{% endif %}`, { yes: true })).toBe(text)
    expect(inspectTemplate(text)).toEqual({ variables: [], marks: [], problems: [] })
  })

  it('stays byte for byte around variables', () => {
    expect(render('\r\n{{a}}\r\n{"k": {{a}}}\n{{{a}}}\n\n', { a: 'x' })).toBe('\r\nx\r\n{"k": x}\n{x}\n\n')
  })

  it('is not filled in again when a value looks like a template', () => {
    expect(render('{{a}}{% if true %}{{a}}{% endif %}', { a: '{{b}}{% raw %}$&' })).toBe('{{b}}{% raw %}$&'.repeat(2))
  })
})

describe('random templates', () => {
  const random = seededRandom('templates')
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T // within bounds
  const noise = [
    '{',
    '}',
    '{{',
    '}}',
    '{%',
    '%}',
    ' ',
    '\r\n',
    '"',
    "'",
    '|',
    'x',
    '.',
    '-',
    '[0]',
    ':',
    'if',
    '😀',
    '{{ x }}',
    '{{if}}',
  ] as const

  it('keep every character that is not part of a mark', () => {
    let filled = 0
    for (let trial = 0; trial < 3000; trial++) {
      const text = Array.from({ length: 12 }, () => pick(noise)).join('')
      const { marks, variables } = inspectTemplate(text)
      const isPlain =
        marks.every((mark) => mark.kind === 'output') && variables.every(({ name, root }) => name === root)
      if (!isPlain) continue
      const values = Object.fromEntries(variables.map(({ root }) => [root, 'V']))
      const expected = marks.reduceRight((rest, { start, end }) => `${rest.slice(0, start)}V${rest.slice(end)}`, text)
      expect(render(text, values)).toBe(expected)
      filled += marks.length
    }
    expect(filled).toBeGreaterThan(1000)
  })

  it('come out the same from our own joining as from Liquid', () => {
    const parts = [
      ['{{a}}', 'A'],
      ['{{ b.c }}', '[1,"}}"]'],
      ['{"k": 1}', '{"k": 1}'],
      ['{{"k":1}}', '{{"k":1}}'],
      [' \r\n', ' \r\n'],
      ['{{ b.c[1] }}', '}}'],
      ['{% raw %}{{a}}{% endraw %}', '{{a}}'],
      ['{% comment %}{{a}}{% endcomment %}', ''],
      ['{{- a }}', '{{- a }}'],
    ] as const
    for (let trial = 0; trial < 500; trial++) {
      const chosen = Array.from({ length: 8 }, () => pick(parts))
      const text = chosen.map(([source]) => source).join('\n')
      const expected = chosen.map(([, result]) => result).join('\n')
      const variables = { a: 'A', b: { c: [1, '}}'] } }
      expect(render(text, variables)).toBe(expected)
      expect(render(`{% if a %}${text}{% endif %}`, variables)).toBe(expected)
    }
  })
})

describe('outputs', () => {
  const variables = {
    user: { name: 'Ada', tags: ['x', 'y'], 'a key': 1 },
    items: [{ id: 1 }, { id: 2 }],
    none: null,
    yes: true,
    number: 1.5,
    'first-name': 'A',
    größe: 'XL',
    i: 1,
  }

  it.each([
    ['{{ user.name }}', 'Ada'],
    ['{{user.tags}}', '["x","y"]'],
    ['{{ items }}', '[{"id":1},{"id":2}]'],
    ['{{ items[1].id }}', '2'],
    ['{{ items[-1].id }}{{ items.last.id }}{{ items.first.id }}{{ items.size }}', '2212'],
    ['{{ user["a key"] }}', '1'],
    ['{{ items[i].id }}', '2'],
    ['{{ none }}{{ yes }}{{ number }}', 'true1.5'],
    ['{{ first-name }}{{ größe }}', 'AXL'],
    ['{{\n user.name\n}}', 'Ada'],
  ])('%s gives %s, by our own joining as by Liquid', (text, expected) => {
    expect(render(text, variables)).toBe(expected)
    expect(render(`${text}{% if yes %}{% endif %}`, variables)).toBe(expected)
  })

  it.each([
    ['{{ user.name | upcase }}', 'ADA'],
    ['{{ user.name | append: "}}" | append: user.name }}', 'Ada}}Ada'],
    ['{{ user.tags | join: ", " }}', 'x, y'],
    ['{{ none | default: "-" }}', '-'],
    ['{{ items | map: "id" }}', '[1,2]'],
    ['{{ user | json }}', '{"name":"Ada","tags":["x","y"],"a key":1}'],
  ])('%s applies its filters', (text, expected) => {
    expect(render(text, variables)).toBe(expected)
  })

  it('reach own properties only', () => {
    for (const text of ['{{ user.constructor }}', '{{ user.__proto__ }}', '{{ toString }}', '{{ items.map }}']) {
      expect(() => render(text, variables)).toThrow(/has no value/)
      expect(() => render(`${text}{% if yes %}{% endif %}`, variables)).toThrow(/has no value/)
    }
  })
})

describe('tags', () => {
  it.each([
    ['{% if a == "x" %}1{% elsif b %}2{% else %}3{% endif %}', '1'],
    ['{% unless b %}no{% endunless %}', 'no'],
    ['{% for item in list %}{{ forloop.index }}{{ item }};{% endfor %}', '1p;2q;'],
    ['{% for i in (1..3) %}{{ i }}{% endfor %}', '123'],
    ['{% case a %}{% when "x", "y" %}xy{% else %}other{% endcase %}', 'xy'],
    ['a{% comment %} {{ nothing }} {% if %} {% endcomment %}b', 'ab'],
    ['{% raw %}{{ nothing }} {% if %}{% endraw %}', '{{ nothing }} {% if %}'],
    ['a \r\n{%- if true -%} \r\n b {%- endif %} c', 'ab c'],
    ['{% if a contains "%}" %}{% else %}no{% endif %}', 'no'],
  ])('%s', (text, expected) => {
    expect(render(text, { a: 'x', b: false, list: ['p', 'q'] })).toBe(expected)
  })

  it('keep the text between them byte for byte', () => {
    expect(render('{% if a %}\r\n{{"x":1}} {{- a }}\r\n{% endif %}\r\n', { a: 1 })).toBe(
      '\r\n{{"x":1}} {{- a }}\r\n\r\n',
    )
  })

  it('cannot run away', () => {
    expect(() => render('{% for i in (1..1000000000) %}x{% endfor %}')).toThrow(/cannot be filled in/)
  })

  it.each([
    ['a\n {% if x %}', /^Line 2, column 2 of the template: "if" is not closed/],
    ['{% endif %}', /^Line 1, column 1 of the template: "endif" has no beginning/],
    ['{% for a in b %}{% endif %}{% endfor %}', /"endif" has no beginning: "endfor" is expected/],
    ['\r\n{% else %}', /^Line 2, column 1 of the template: "else" stands outside/],
    ['{% for a in b %}{% when a %}{% endfor %}', /"when" stands outside of "case"/],
    ['{% raw %} {{ x }}', /"raw" is not closed/],
    [
      'x{% for item of items %}{% endfor %}',
      /^Line 1, column 2 of the template: \{% for item of items %\} cannot be read/,
    ],
  ])('are refused with their place when broken: %s', (text, message) => {
    expect(() => parseTemplate(text)).toThrow(message)
    expect(inspectTemplate(text).problems.length).toBeGreaterThan(0)
  })
})

describe('an undefined variable', () => {
  it.each([
    ['Hi\r\n  {{ nobody }}', 'Line 2, column 6 of the template: the variable "nobody" has no value.'],
    ['{{ user.age }}', 'Line 1, column 4 of the template: the variable "user.age" has no value.'],
    ['\n{% if nobody %}{% endif %}', 'Line 2, column 7 of the template: the variable "nobody" has no value.'],
    ['{{ nobody | upcase }}', 'Line 1, column 4 of the template: the variable "nobody" has no value.'],
    [
      '{% for x in user.list %}{% endfor %}',
      'Line 1, column 13 of the template: the variable "user.list" has no value.',
    ],
  ])('is named with its place: %j', (text, message) => {
    expect(() => render(text, { user: { name: 'Ada' } })).toThrow(message)
  })

  it('is named with its message', () => {
    const messages = [
      { role: 'system' as const, template: 'Be brief.' },
      { role: 'user' as const, template: '{{ question }}' },
    ]
    expect(renderMessages(messages, { question: 'Why?' })).toEqual([
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Why?' },
    ])
    expect(() => renderMessages(messages, {})).toThrow('Message 2 (user): Line 1, column 4')
  })
})

describe('inspection', () => {
  it('lists what a case must have, with the place of every mention', () => {
    const text =
      'Hi {{ user.name }} {% for t in user.tags limit: max %}{{ t.x | append: suffix }}{{ forloop.index }}{% endfor %}{{ t }}'
    const { variables, marks, problems } = inspectTemplate(text)
    expect(variables.map(({ name, start, end }) => [name, text.slice(start, end)])).toEqual(
      ['user.name', 'user.tags', 'max', 'suffix', 't'].map((name) => [name, name]),
    )
    expect(marks.map(({ start, end }) => text.slice(start, end))).toEqual(text.match(/\{\{.*?\}\}|\{%.*?%\}/g))
    expect(problems).toEqual([])
    expect(variablesOf(text)).toEqual(['user', 'max', 'suffix', 't'])
  })

  it('reads conditions and indexes', () => {
    expect(
      variablesOf(
        '{% if a.b > 3 and c contains "d" or e == nil %}{% endif %}{{ f[g.h] }}{% case i %}{% when j %}{% endcase %}',
      ),
    ).toEqual(['a', 'c', 'e', 'f', 'g', 'i', 'j'])
  })

  it('still finds the variables of a broken template, and the place of the break', () => {
    const { variables, problems } = inspectTemplate('{{ a }}\n{% if b %}{{ c }}')
    expect(variables.map((variable) => variable.name)).toEqual(['a', 'b', 'c'])
    expect(problems).toMatchObject([{ line: 2, column: 1, start: 8, end: 18 }])
  })

  it('takes linear time on hostile text', () => {
    for (const part of ['{{', '{{ a', '{% if ', '{% if "', '{{ a | append: "', '{{ a | append: "x", ', '{{ a.b-']) {
      const text = part.repeat(200_000 / part.length)
      const start = processorMs()
      inspectTemplate(text)
      expect(processorMs() - start).toBeLessThan(4000)
    }
  })
})
