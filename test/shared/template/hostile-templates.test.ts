import { describe, expect, it } from 'vitest'
import { AppError } from '../../../shared/contract/errors.ts'
import { inspectTemplate } from '../../../shared/template/inspect-template.ts'
import { parseTemplate } from '../../../shared/template/parse-template.ts'
import { previewMessages } from '../../../shared/template/preview-messages.ts'
import { renderTemplate, type TemplateVariables } from '../../../shared/template/render-template.ts'
import { processorMs } from '../../support/processor-ms.ts'

function render(text: string, variables: TemplateVariables = {}, limitMs?: number): string {
  return renderTemplate(parseTemplate(text), variables, limitMs)
}

describe('a template cannot reach beyond the case', () => {
  const variables = { x: { own: 'yes' }, list: [1, 2], s: 'text' }
  const PATHS = [
    'x.constructor',
    'x.__proto__',
    'x.toString',
    'x["constructor"]["prototype"]',
    's.constructor',
    'list.map',
    'constructor',
    '__proto__',
    'globalThis',
    'process.env',
    'window',
  ]
  it.each(PATHS)('{{%s}} has no value, plain and in Liquid', (path) => {
    for (const text of [`{{${path}}}`, `{% if true %}{{${path}}}{% endif %}`, `{{${path} | json}}`]) {
      expect(() => render(text, variables)).toThrow(/has no value|cannot be filled in/)
    }
  })

  it('own properties with such names are values like others', () => {
    const own = JSON.parse('{"__proto__": {"a": 1}, "constructor": "C"}') as TemplateVariables
    expect(render('{{constructor}} {{ __proto__.a }}', own)).toBe('C 1')
  })

  it('filters and tags that read files, clocks or other templates are text', () => {
    for (const text of ['{% include "/etc/passwd" %}', '{% layout "x" %}', '{{ "now" | date: "%s" }}']) {
      expect(render(text)).toBe(text)
    }
  })
})

describe('a template cannot use up the machine', () => {
  it('a loop that runs away ends at its time limit, with its place', () => {
    const list = Array.from({ length: 3000 }, (_, index) => index)
    const loops =
      'x\n{% for a in list %}{% for b in list %}{% for c in list %}{% if c == -1 %}.{% endif %}{% endfor %}{% endfor %}{% endfor %}'
    const startMs = processorMs()
    expect(() => render(loops, { list }, 200)).toThrow(/Line 2.*limit exceeded/)
    expect(processorMs() - startMs).toBeLessThan(3000)
  })

  it('a text that grows beyond every context ends with a sentence', () => {
    const list = Array.from({ length: 3000 }, () => 'x'.repeat(5000))
    expect(() => render('{% for a in list %}{% for b in list %}{{b}}{% endfor %}{% endfor %}', { list })).toThrow(
      /longer than 20 million characters/,
    )
  })

  it.each([
    ['if', '{% if a %}', '{% endif %}'],
    ['for', '{% for b in list %}', '{% endfor %}'],
    ['case', '{% case a %}{% when 1 %}', '{% endcase %}'],
  ])('%s blocks 20,000 deep are refused with their place, and do not overflow the stack', (_name, open, close) => {
    const text = `${open.repeat(20_000)}x${close.repeat(20_000)}`
    const failure = (() => {
      try {
        return render(text, { a: 1, list: [1] })
      } catch (error) {
        return error
      }
    })()
    expect(failure).toBeInstanceOf(AppError)
    expect(String(failure)).toMatch(/Line 1, column \d+.*deep/)
    expect(inspectTemplate(text).problems).toHaveLength(1)
    expect(previewMessages([{ role: 'user', template: text }], { a: 1 })[0]?.problems).toHaveLength(1)
  })

  it('blocks 50 deep are fine', () => {
    expect(render(`${'{% if a %}'.repeat(50)}x${'{% endif %}'.repeat(50)}`, { a: 1 })).toBe('x')
  })

  it('long paths, long tags and a hundred thousand openings are read in time', () => {
    const startMs = processorMs()
    for (const text of [
      '{{'.repeat(100_000),
      '{% if '.repeat(50_000),
      `{{a${'.a'.repeat(20_000)}}}`,
      '{{a|'.repeat(50_000),
    ]) {
      inspectTemplate(text)
    }
    expect(processorMs() - startMs).toBeLessThan(3000)
  })
})
