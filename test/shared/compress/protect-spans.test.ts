import { describe, expect, it } from 'vitest'
import { maskSpans, unmaskSpans } from '../../../shared/compress/mask-spans.ts'
import { protectedSpans } from '../../../shared/compress/protect-spans.ts'

function spansOf(text: string): string[] {
  return protectedSpans(text).map(({ kind, start, end }) => `${kind}: ${text.slice(start, end)}`)
}

describe('protected spans', () => {
  it.each([
    ['Greet {{ user.name | upcase }} now', ['variable: {{ user.name | upcase }}']],
    ['{% if urgent %}Hurry{% endif %}', ['variable: {% if urgent %}', 'variable: {% endif %}']],
    ['Run `npm ci` first', ['code: `npm ci`']],
    ['```js\nconst a = 1\n```\nDone', ['code: ```js\nconst a = 1\n```']],
    ['Like {"queue": "billing", "n": [1, 2]} here', ['json: {"queue": "billing", "n": [1, 2]}']],
    ['Say "not bad" or ‘fine’.', ['literal: "not bad"', 'literal: ‘fine’']],
    [
      'See https://example.org/a?b=1 or mail a.b@example.org',
      ['url: https://example.org/a?b=1', 'url: a.b@example.org'],
    ],
    [
      'At most 3 sentences, 12.5 %, $1,200 and 2026-11-21',
      ['number: 3 sentences', 'number: 12.5 %', 'number: $1,200', 'number: 2026-11-21'],
    ],
    ["Don't touch the customers' words, it's fine", []],
    ['Use <answer> tags </answer>', ['code: <answer>', 'code: </answer>']],
  ])('finds them in %j', (text, expected) => {
    expect(spansOf(text)).toEqual(expected)
  })

  it('finds every place of a locked text, and calls a span that overlaps one locked', () => {
    const text = 'Be brief, be kind. Say "be kind" twice.'
    const spans = protectedSpans(text, ['be kind', 'nowhere', '. Say "b'])
    expect(spans.map(({ kind, start, end }) => `${kind}: ${text.slice(start, end)}`)).toEqual([
      'locked: be kind',
      'locked: . Say "be kind"',
    ])
  })
})

describe('masking', () => {
  const text = 'Answer in at most 3 sentences about {{topic}}, "as is".'
  const masked = maskSpans(text, protectedSpans(text))

  it('hides every span and brings it back byte for byte', () => {
    expect(masked.text).toBe('Answer in at most ⟦1⟧ about ⟦2⟧, ⟦3⟧.')
    expect(unmaskSpans('⟦3⟧ about ⟦2⟧, ⟦1⟧ at most.', masked)).toEqual({
      text: '"as is" about {{topic}}, 3 sentences at most.',
      fault: null,
    })
  })

  it.each([
    ['⟦1⟧ ⟦2⟧', 'It loses the protected “"as is"”.'],
    ['⟦1⟧ ⟦2⟧ ⟦3⟧ ⟦2⟧', 'It repeats the protected “{{topic}}”.'],
    ['⟦1⟧ ⟦2⟧ ⟦3⟧ ⟦4⟧', 'It has a placeholder ⟦4⟧ that the original lacks.'],
  ])('refuses %j and says why', (candidate, fault) => {
    expect(unmaskSpans(candidate, masked)).toEqual({ text: null, fault })
  })

  it('keeps marks that the prompt itself holds apart from its own', () => {
    const odd = 'Keep ⟦1⟧ and {{x}}.'
    const hidden = maskSpans(odd, protectedSpans(odd))
    expect(unmaskSpans(hidden.text, hidden)).toEqual({ text: odd, fault: null })
  })
})
