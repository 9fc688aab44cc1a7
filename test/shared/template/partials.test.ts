import { describe, expect, it } from 'vitest'
import type { PartialTexts } from '../../../shared/domain/partial.ts'
import type { Message } from '../../../shared/domain/prompt.ts'
import { inlinePartials } from '../../../shared/template/inline-partials.ts'
import { inspectTemplate, variablesOf } from '../../../shared/template/inspect-template.ts'
import { parseTemplate } from '../../../shared/template/parse-template.ts'
import { previewMessages } from '../../../shared/template/preview-messages.ts'
import { renderTemplate, type TemplateVariables } from '../../../shared/template/render-template.ts'
import { traceTemplate } from '../../../shared/template/trace-template.ts'
import { partialNames, usedPartials, withPartialRenamed } from '../../../shared/template/used-partials.ts'
import { processorMs } from '../../support/processor-ms.ts'

function render(text: string, partials: PartialTexts, variables: TemplateVariables = {}): string {
  return renderTemplate(parseTemplate(text, partials), variables)
}

describe('a partial stands for its text', () => {
  it('with the case variables filled in, in plain templates and in those with blocks', () => {
    const partials = { rules: 'Answer {{name}} in {{lang | upcase}}.', plain: 'Be brief, {{name}}.' }
    const values = { name: 'Ada', lang: 'en' }
    expect(render("Hi.\n{% render 'plain' %}\nBye {{name}}.", partials, values)).toBe('Hi.\nBe brief, Ada.\nBye Ada.')
    expect(render('{% if name %}{% render "rules" %}{% endif %}', partials, values)).toBe('Answer Ada in EN.')
  })

  it('may hold partials, blocks and raw text, and is put in as often as it is named', () => {
    const partials = {
      outer: "<{% render 'inner' %}|{% render 'inner' %}>",
      inner: '{% if urgent %}now{% else %}later{% endif %} {% raw %}{{x}}{% endraw %}',
    }
    expect(render("{% render 'outer' %}!", partials, { urgent: true })).toBe('<now {{x}}|now {{x}}>!')
  })

  it('hyphens trim around the tag, and a hyphen in the partial trims nothing outside of it', () => {
    const partials = { p: ' {%- if true %}A{% endif -%} ', q: 'B' }
    expect(render("x  {% render 'p' %}  y {%- render 'q' -%} z", partials)).toBe('x  A  yBz')
  })

  it('braces that meet at its edges are text, in the prompt and when it is written out', () => {
    const messages: Message[] = [{ role: 'user', template: "{{% render 'p' %}}" }]
    const partials = { p: '{name}' }
    expect(render(messages[0]?.template ?? '', partials)).toBe('{{name}}')
    const [inlined] = inlinePartials(messages, partials)
    expect(renderTemplate(parseTemplate(inlined?.template ?? ''), {})).toBe('{{name}}')
  })

  it('the tag in raw text and in a comment is no tag', () => {
    expect(render("{% raw %}{% render 'x' %}{% endraw %}{% comment %}{% render 'x' %}{% endcomment %}", {})).toBe(
      "{% render 'x' %}",
    )
  })

  it('written out it renders to the same text, for every case', () => {
    const partials = { a: ' {%- for x in list %}{{x}}, {% endfor %}', b: "{% render 'a' %} and {{name}}" }
    const template = "Start {%- render 'b' -%}  end{% if name %} {% render 'a' %}{% endif %}"
    const [inlined] = inlinePartials([{ role: 'user', template }], partials)
    expect(partialNames(inlined?.template ?? '')).toEqual([])
    for (const values of [
      { list: [1, 2], name: 'Ada' },
      { list: [], name: '' },
    ]) {
      expect(renderTemplate(parseTemplate(inlined?.template ?? ''), values)).toBe(render(template, partials, values))
    }
  })
})

describe('what a partial may see', () => {
  it('loop names around it are not seen: one that reads such a name is refused with its place', () => {
    const partials = {
      row: '- {{item}}',
      count: '{{forloop.index}}',
      own: '{% for item in items %}{{item}}{% endfor %}',
    }
    const loop = (name: string) => `x\n{% for item in items %}{% render '${name}' %}{% endfor %}`
    expect(() => render(loop('row'), partials, { items: [1] })).toThrow(/Line 2, column 24 .*"row" reads "item"/)
    expect(() => render(loop('count'), partials, { items: [1] })).toThrow(/reads "forloop"/)
    expect(render(loop('own'), partials, { items: [1, 2] })).toBe('x\n1212')
  })

  it('own properties only, as everywhere', () => {
    for (const path of ['x.constructor', '__proto__', 'constructor', 'x.__proto__.y']) {
      expect(() => render("{% render 'p' %}", { p: `{{${path}}}` }, { x: {} })).toThrow(/has no value/)
    }
  })

  it('names are own properties too', () => {
    for (const name of ['constructor', '__proto__', 'toString']) {
      expect(() => render(`{% render '${name}' %}`, {})).toThrow(`no partial "${name}"`)
    }
  })
})

describe('what is wrong is told with line and column, before anything is sent', () => {
  it.each([
    ["{% render 'gone' %}", {}, /Line 2, column 3 .*There is no partial "gone"/],
    ['{% render rules %}', { rules: '' }, /Line 2, column 3 .*Write one name in quotes/],
    ["{% render 'a' with x %}", { a: '' }, /Line 2, column 3 .*Write one name in quotes/],
    ["{% render 'a' %}", { a: "{% render 'b' %}", b: "{% render 'a' %}" }, /contains itself \(a → b → a\)/],
    ["{% render 'a' %}", { a: 'ok\n {% if x %}' }, /"a" cannot be read: line 2, column 2: "if" is not closed/],
    ["{% render 'a' %}", { a: '{% endif %}' }, /"a" cannot be read: .*no block is open/],
    ["{% render 'a' %}", { a: "\n{% render 'b' %}" }, /In the partial "a", line 2, column 1: there is no partial "b"/],
  ])('%s', (tag, partials, message) => {
    const text = `x\n  ${tag}`
    expect(() => parseTemplate(text, partials as unknown as PartialTexts)).toThrow(message)
    const { problems } = inspectTemplate(text, partials as unknown as PartialTexts)
    expect(problems[0]).toMatchObject({ line: 2, column: 3 })
    expect(
      previewMessages([{ role: 'user', template: text }], {}, partials as unknown as PartialTexts)[0],
    ).toMatchObject({
      traced: null,
      problems: [{ line: 2, column: 3 }],
    })
  })

  it('a variable without a value in a partial names both places', () => {
    expect(() => render("Hi\n{% render 'p' %}", { p: 'a\n {{who}}' })).toThrow(
      /Line 2, column 1 of the template: in the partial "p", line 2, column 4: the variable "who" has no value/,
    )
    expect(() => render("{{a}}{% render 'p' %}{{b}}", { p: 'x' }, { a: 1 })).toThrow(/Line 1, column 24 .*"b"/)
  })

  it('what is wrong in the text after a partial keeps its own place', () => {
    const text = "{% render 'p' %}\n{% if true %}{{gone | upcase}}{% endif %}"
    expect(() => render(text, { p: 'long '.repeat(50) })).toThrow(/Line 2, column 16/)
  })
})

describe('a partial cannot use up the machine', () => {
  it('partials that unfold into any size end with a sentence, soon', () => {
    const names = Array.from({ length: 9 }, (_, index) => `p${index}`)
    const tags = (name: string) => `{% render '${name}' %}`.repeat(50)
    const many = (leaf: string) =>
      Object.fromEntries(names.map((name, index) => [name, index === 8 ? leaf : tags(`p${index + 1}`)]))
    const startMs = processorMs()
    expect(() => parseTemplate(tags('p0'), many(''))).toThrow(/more than 10,000 partials/)
    expect(() => parseTemplate(tags('p0'), many('x'.repeat(100_000)))).toThrow(/longer than 4 million/)
    expect(processorMs() - startMs).toBeLessThan(3000)
  })

  it('partials more than ten deep are refused', () => {
    const partials = Object.fromEntries(
      Array.from({ length: 12 }, (_, index) => [`p${index}`, `{% render 'p${index + 1}' %}`]),
    )
    expect(() => parseTemplate("{% render 'p0' %}", partials)).toThrow(/more than 10 partials deep/)
  })

  it('blocks count across partials: 100 deep in all', () => {
    const open = '{% if true %}'.repeat(60)
    const close = '{% endif %}'.repeat(60)
    const partials = { p: `${open}x${close}` }
    expect(render("{% render 'p' %}", partials)).toBe('x')
    expect(() => render(`${open}{% render 'p' %}${close}`, partials)).toThrow(/blocks deep/)
  })

  it('the limits on time and on the text hold across partials', () => {
    const list = Array.from({ length: 3000 }, (_, index) => index)
    const loops =
      '{% for a in list %}{% for b in list %}{% for c in list %}{% if c == -1 %}.{% endif %}{% endfor %}{% endfor %}{% endfor %}'
    const startMs = processorMs()
    expect(() => renderTemplate(parseTemplate("{% render 'p' %}", { p: loops }), { list }, 200)).toThrow(
      /in the partial "p".*limit exceeded/,
    )
    expect(processorMs() - startMs).toBeLessThan(3000)
    const wide = Array.from({ length: 3000 }, () => 'x'.repeat(5000))
    const grow = { grow: '{% for b in wide %}{{b}}{% endfor %}' }
    expect(() => render("{% for a in wide %}{% render 'grow' %}{% endfor %}", grow, { wide })).toThrow(
      /longer than 20 million characters/,
    )
  })
})

describe('what is known about a text with partials', () => {
  const partials = { rules: "Be {{tone}}. {% render 'end' %}", end: 'Sign as {{name}}.' }

  it('names its variables, those of partials at the place of their tag', () => {
    const text = "{{name}}: {% render 'rules' %} {{last}}"
    expect(variablesOf(text, partials)).toEqual(['name', 'tone', 'last'])
    const { variables, marks, problems } = inspectTemplate(text, partials)
    expect(problems).toEqual([])
    expect(variables).toEqual([
      { name: 'name', root: 'name', start: 2, end: 6 },
      { name: 'tone', root: 'tone', start: 10, end: 30, partial: 'rules' },
      { name: 'name', root: 'name', start: 10, end: 30, partial: 'end' },
      { name: 'last', root: 'last', start: 33, end: 37 },
    ])
    expect(marks[1]).toEqual({ kind: 'tag', start: 10, end: 30, partial: 'rules' })
  })

  it('tells which stretch of the filled-in text comes from a partial', () => {
    const text = "A {% render 'rules' %} Z"
    const { text: filled, pieces } = traceTemplate(parseTemplate(text, partials), { tone: 'kind', name: 'Ada' })
    expect(filled).toBe('A Be kind. Sign as Ada. Z')
    expect(pieces.map(({ start, end }) => filled.slice(start, end)).join('')).toBe(filled)
    for (const { start, end, sourceStart, isVerbatim, partial } of pieces) {
      if (isVerbatim) expect(text.slice(sourceStart, sourceStart + end - start)).toBe(filled.slice(start, end))
      else expect({ sourceStart, partial: typeof partial }).toEqual({ sourceStart: 2, partial: 'string' })
    }
  })

  it('gives the partials that are used, with those inside of them', () => {
    expect(usedPartials(["{% render 'rules' %}"], { ...partials, other: 'x' })).toEqual(partials)
    expect(usedPartials(["{% render 'gone' %}{% render 'end' %}"], partials)).toEqual({ end: partials.end })
  })

  it('a new name is put into the tags and nowhere else', () => {
    expect(withPartialRenamed(`rules {%- render "rules" -%} {% render 'end' %}`, 'rules', 'house')).toBe(
      `rules {%- render "house" -%} {% render 'end' %}`,
    )
  })
})

describe('a partial takes what its tag gives it', () => {
  const tone = 'Answer {{name}} in a {{tone}} tone{% if limit > 1 %}, in {{limit}} words{% endif %}.'

  it('a variable by its path, and a text or a number by what it says', () => {
    const values = { user: { name: 'Ada' }, style: 'warm' }
    const shown = (tag: string) => render(tag, { tone }, values)
    expect(shown("{% render 'tone', name: user.name, tone: style, limit: 3 %}")).toBe(
      'Answer Ada in a warm tone, in 3 words.',
    )
    expect(shown(`{% render "tone", name: 'Bob', tone: "dry", limit: 0 %}`)).toBe('Answer Bob in a dry tone.')
  })

  it('parts of what a variable holds, filters and indexes read through', () => {
    const partials = { row: '{{item.name | upcase}} {{item.tags[0]}} {{all[at]}}' }
    const values = { rows: [{ name: 'a', tags: ['x'] }], list: ['p', 'q'], i: 1 }
    expect(render("{% render 'row', item: rows[0], all: list, at: i %}", partials, values)).toBe('A x q')
  })

  it('the name of a loop around it, which it does not see by itself', () => {
    const partials = { row: '<{{item}}>' }
    const text = "{% for item in list %}{% render 'row', item: item %}{% endfor %}"
    expect(render(text, partials, { list: [1, 2] })).toBe('<1><2>')
    expect(() => render("{% for item in list %}{% render 'row' %}{% endfor %}", partials, { list: [1] })).toThrow(
      "give it the value, {% render 'row', item: item %}",
    )
  })

  it('hands it on to the partials in it, and leaves the names of its own loops alone', () => {
    const partials = {
      outer: "{% for x in xs %}{% render 'inner', word: x, end: end %}{% endfor %}",
      inner: '{{word}}{{end}}',
    }
    expect(render("{% render 'outer', xs: list, end: '!' %}", partials, { list: ['a', 'b'] })).toBe('a!b!')
    expect(render("{% render 'loop', x: 'no' %}", { loop: '{% for x in xs %}{{x}}{% endfor %}' }, { xs: [1] })).toBe(
      '1',
    )
  })

  it('braces in a text stay text, and written out it says the same', () => {
    const template = "{% render 'tone', name: '{{name}}', tone: '{% if %}', limit: 2 %}"
    const wanted = 'Answer {{name}} in a {% if %} tone, in 2 words.'
    expect(render(template, { tone })).toBe(wanted)
    const [inlined] = inlinePartials([{ role: 'user', template }], { tone })
    expect(renderTemplate(parseTemplate(inlined?.template ?? ''), {})).toBe(wanted)
  })

  it('the case needs the variables that are given, and not the names that they stand for', () => {
    expect(variablesOf("{% render 'tone', name: user.name, limit: 3 %}", { tone })).toEqual(['user', 'tone'])
    const [name] = inspectTemplate("Hi. {% render 'tone', name: a, tone: b, limit: c %}", { tone }).variables
    expect(name).toEqual({ name: 'a', root: 'a', start: 4, end: 51, partial: 'tone' })
  })

  it.each([
    ["{% render 'tone' name: a %}", 'Write one name in quotes, and what it is given behind commas'],
    ["{% render 'tone', name %}", 'Write one name in quotes'],
    [
      "{% render 'part', a: 'text' %}",
      'The partial "part" cannot be read: line 1, column 4: "a.b" asks for a part of \'text\'',
    ],
    ["{% render 'filter', a: 'text' %}", '"a" is \'text\' here, and a filter takes a variable'],
    ["{% render 'own', a: x %}", '"a" would be "x", which is a loop\'s name in the partial'],
  ])('%s is refused with its place', (template, message) => {
    const partials = {
      tone,
      part: '{{ a.b }}',
      filter: '{{ a | upcase }}',
      own: '{% for x in xs %}{{ a }}{% endfor %}',
    }
    const [problem] = inspectTemplate(template, partials).problems
    expect(problem).toMatchObject({ line: 1, column: 1, message: expect.stringContaining(message) })
  })

  it('keeps its arguments when the partial gets another name', () => {
    expect(withPartialRenamed("{% render 'tone', tone: 'tone' %}", 'tone', 'voice')).toBe(
      "{% render 'voice', tone: 'tone' %}",
    )
    expect(partialNames("{% render 'tone', tone: x %}")).toEqual(['tone'])
  })
})
