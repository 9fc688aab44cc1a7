import { beforeAll, describe, expect, it } from 'vitest'
import { allot } from '../../../shared/breakdown/allot.ts'
import { countCuts } from '../../../shared/breakdown/count-cuts.ts'
import { cutPrompt } from '../../../shared/breakdown/cut-prompt.ts'
import { type PromptPart, promptParts } from '../../../shared/breakdown/prompt-parts.ts'
import { stablePrefix } from '../../../shared/breakdown/stable-prefix.ts'
import type { Message } from '../../../shared/domain/prompt.ts'
import { seededRandom } from '../../../shared/stats/seeded-random.ts'
import { parseTemplate } from '../../../shared/template/parse-template.ts'
import { renderTemplate, type TemplateVariables } from '../../../shared/template/render-template.ts'
import { traceTemplate } from '../../../shared/template/trace-template.ts'
import type { Encoder } from '../../../shared/tokens/encoder.ts'
import { loadEncoder } from '../../../shared/tokens/encodings.ts'

let encoder: Encoder
beforeAll(async () => {
  encoder = await loadEncoder('o200k_base')
})

const PROMPT: readonly Message[] = [
  {
    role: 'system',
    template:
      'You sort tickets for {{company}}.\n\n## Labels\n\n- billing: money\n- access: login\n\n## Examples\n\nTicket: I cannot log in\nLabel: access\n\nTicket: Refund me\nLabel: billing\n',
  },
  { role: 'user', template: '{% for line in history %}> {{line}}\n{% endfor %}Ticket: {{ticket}}\nLabel:' },
]
const VARIABLES: TemplateVariables = { company: 'Ärger & Söhne', history: ['first', 'second one'], ticket: ' hi 👋🏽' }

/** Counts one filled-in prompt; gives the sums per cut and the true total. */
function count(messages: readonly Message[], variables: TemplateVariables) {
  const cuts = cutPrompt(messages)
  const sums = cuts.map(() => 0)
  let total = 0
  for (const [index, { template }] of messages.entries()) {
    const traced = traceTemplate(parseTemplate(template), variables)
    const { ends } = encoder.tokenize(traced.text)
    total += ends.length
    const own = cuts.filter((cut) => cut.messageIndex === index)
    countCuts(sums, { cuts: own, firstIndex: cuts.findIndex((cut) => cut.messageIndex === index), traced, ends })
  }
  return { cuts, sums, total }
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0)
}

function leaves(part: PromptPart): readonly PromptPart[] {
  return part.children.length === 0 ? [part] : part.children.flatMap(leaves)
}

describe('the parts of a prompt', () => {
  it('are messages, sections, items, examples and the variables inside', () => {
    const parts = promptParts(PROMPT, cutPrompt(PROMPT))
    const outline = (part: PromptPart, depth = 0): string[] => [
      `${'  '.repeat(depth)}${part.kind}: ${part.label}`,
      ...part.children.flatMap((child) => outline(child, depth + 1)),
    ]
    expect(parts.flatMap((part) => outline(part)).join('\n')).toMatchInlineSnapshot(`
      "message: 1 system
        paragraph: You sort tickets for {{company}}.
          text: text around it
          variable: {{company}}
        section: Labels
          heading: ## Labels
          list-item: - billing: money
          list-item: - access: login
        section: Examples
          heading: ## Examples
          example: Example 1: Ticket: I cannot log in Label: access
          example: Example 2: Ticket: Refund me Label: billing
      message: 2 user
        paragraph: {% for line in history %}> {{line}} {% endfor %}Ticket: {{ticket}}
          text: text around it
          variable: {{history}}
          variable: {{ticket}}
        heading: Label:"
    `)
  })

  it('give every token of a filled-in prompt to exactly one cut', () => {
    const { cuts, sums, total } = count(PROMPT, VARIABLES)
    expect(sum(sums)).toBe(total)
    const byVariable = new Map<string, number>()
    for (const [index, cut] of cuts.entries()) {
      const name = cut.kind === 'output' ? (cut.variables[0] ?? '') : cut.kind
      byVariable.set(name, (byVariable.get(name) ?? 0) + (sums[index] ?? 0))
    }
    // The loop's lines count for the list that they come from, and tags for nothing.
    expect(byVariable.get('history')).toBe(encoder.count('first') + encoder.count(' second one'))
    expect(byVariable.get('tag')).toBe(0)
  })

  it('add up to the whole for random prompts, whatever the boundaries cut up', () => {
    const random = seededRandom('breakdown')
    const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T // within bounds
    const scraps = [
      '# Head\n',
      '- item',
      '\n',
      '\n\n',
      '{{a}}',
      '{{ b }}',
      ' word',
      'Text: x\n',
      'Label: y\n',
      '```\n',
      '{% if a %}yes\n\n- no{% endif %}',
      '{{a | upcase}}',
      '{% for c in list %}{{c}}, {% endfor %}',
      '{{c}}',
      '  ',
      '👍🏽',
      'é',
      '漢字',
      '{% comment %}no{% endcomment %}',
      '{"k": 1}',
      '\r\n',
    ]
    const values = ['', 'x', ' leading', 'trailing ', '\n\n', 'a long value with many words', '字字', '}}{{']
    let filled = 0
    for (let round = 0; round < 1500; round++) {
      const messages: Message[] = Array.from({ length: 1 + Math.floor(random() * 3) }, () => ({
        role: pick(['system', 'user', 'assistant'] as const),
        template: Array.from({ length: Math.floor(random() * 14) }, () => pick(scraps)).join(''),
      }))
      const variables = { a: pick(values), b: pick(values), c: pick(values), list: [pick(values), pick(values)] }
      const cuts = cutPrompt(messages)
      for (const [index, { template }] of messages.entries()) {
        const own = cuts.filter((cut) => cut.messageIndex === index)
        expect(own.map(({ start, end }) => template.slice(start, end)).join('')).toBe(template)
      }
      const parts = promptParts(messages, cuts)
      // Leading white space belongs to the first segment; a message without a segment is its own leaf.
      const placed = parts.flatMap((part) => leaves(part)).flatMap((part) => part.cuts)
      expect(placed.toSorted((a, b) => a - b)).toEqual(cuts.map((_, index) => index))
      let counted: ReturnType<typeof count>
      try {
        counted = count(messages, variables)
      } catch {
        continue // a random tag without its end
      }
      filled++
      expect(sum(counted.sums)).toBe(counted.total)
      for (const { template } of messages) {
        const parsed = parseTemplate(template)
        const traced = traceTemplate(parsed, variables)
        expect(traced.text).toBe(renderTemplate(parsed, variables))
        for (const { start, end, sourceStart, isVerbatim } of traced.pieces) {
          if (isVerbatim)
            expect(traced.text.slice(start, end)).toBe(template.slice(sourceStart, sourceStart + end - start))
        }
      }
    }
    expect(filled).toBeGreaterThan(500)
  })
})

describe('allot', () => {
  it('shares a total out exactly, to the largest remainders first', () => {
    expect(allot(10, [1, 1, 1])).toEqual([4, 3, 3])
    expect(allot(100, [0.5, 0.25, 0.25])).toEqual([50, 25, 25])
    expect(allot(3, [0, 0])).toEqual([3, 0])
    expect(allot(0, [1, 2])).toEqual([0, 0])
  })

  it('adds up for random totals and weights, and is never more than one off the exact share', () => {
    const random = seededRandom('allot')
    for (let round = 0; round < 2000; round++) {
      const total = Math.floor(random() ** 4 * 1e13)
      const weights = Array.from({ length: 1 + Math.floor(random() * 40) }, () => Math.floor(random() ** 3 * 1e5))
      const shares = allot(total, weights)
      expect(sum(shares)).toBe(total)
      const all = sum(weights)
      if (all > 0) {
        for (const [index, share] of shares.entries()) {
          expect(Math.abs(share - (total * (weights[index] ?? 0)) / all)).toBeLessThan(1.01)
        }
      }
    }
  })
})

describe('the stable prefix', () => {
  const cuts = cutPrompt([
    { role: 'user', template: 'Question {{q}} end' },
    { role: 'system', template: 'Rules of {{company}} on {{date}}. Then more rules.{% if vip %} Be kind.{% endif %}' },
  ])
  const tokens = cuts.map(({ kind }) => (kind === 'tag' ? 0 : 10))
  const isSystem = (messageIndex: number) => messageIndex === 1

  it('ends at the first variable that changes, with system messages first', () => {
    const isFixed = (name: string) => name === 'company'
    expect(stablePrefix(cuts, tokens, { isSystem, isFixed })).toEqual({
      // "Rules of ", the company, " on "
      tokens: 30,
      end: { messageIndex: 1, offset: 24, variable: 'date' },
      ifMoved: [
        { variable: 'date', tokens: 40 },
        // What stands inside of the condition changes with it, but is text of the template all the same.
        { variable: 'vip', tokens: 60 },
        { variable: 'q', tokens: 70 },
      ],
    })
  })

  it('is the whole prompt where nothing changes', () => {
    const prefix = stablePrefix(cuts, tokens, { isSystem, isFixed: () => true })
    expect(prefix).toEqual({ tokens: sum(tokens), end: null, ifMoved: [] })
  })
})
