import { describe, expect, it } from 'vitest'
import { scorers } from '../../shared/score/registry.ts'
import { seededRandom } from '../../shared/stats/seeded-random.ts'

const judgement = { reason: 'Fine.', pass: true, relation: 'same', grade: 4, winner: 'first' }
const context = { validateJson: () => [], judge: { ask: async () => JSON.stringify(judgement) } }
const random = seededRandom('scorers')
const alphabet = ['a', 'B', ' ', '\n', '{', '}', '"', '1', 'é', '😀', '\ud800', '(', '\\', '$&', '```']
const randomTexts = Array.from({ length: 50 }, () =>
  Array.from({ length: Math.floor(random() * 20) }, () => alphabet[Math.floor(random() * alphabet.length)]).join(''),
)
const outputs = ['', ' ', '{"a": [1, null]}', 'x'.repeat(300_000), '\u0000\u2028', ...randomTexts]

it('has the scorers that a plan may name', () => {
  expect(scorers.all.map((scorer) => scorer.id).sort()).toEqual(
    expect.arrayContaining(['contains', 'equals', 'icontains', 'is-json', 'regex', 'starts-with']),
  )
})

describe.each(scorers.all)('the scorer $id', (scorer) => {
  const options = scorer.options.parse({})

  it('describes itself in words for the picker and the form', () => {
    expect(scorer.label.length).toBeGreaterThan(2)
    expect(scorer.label.length).toBeLessThan(40)
    expect(scorer.description).toMatch(/^[A-Z].*\.$/)
    expect(scorer.value.hint.length).toBeGreaterThan(2)
  })

  it('works with no options, and refuses ones it does not know', () => {
    expect(scorer.options.safeParse({ 'no-such-option': 1 }).success).toBe(false)
  })

  it('gives a score from 0 to 1 with a short reason, whatever the output, and the same again', async () => {
    for (const output of outputs) {
      const input = { output, value: scorer.value.isRequired ? 'a' : null, options }
      const verdict = await scorer.score(input, context)
      expect(verdict.score).toBeGreaterThanOrEqual(0)
      expect(verdict.score).toBeLessThanOrEqual(1)
      expect(verdict.reason).not.toBe('')
      expect(verdict.reason.length).toBeLessThan(400)
      expect(await scorer.score(input, context)).toEqual(verdict)
    }
  })

  it('passes or fails an empty output without a throw', async () => {
    const verdict = await scorer.score({ output: '', value: scorer.value.isRequired ? '' : null, options }, context)
    expect(typeof verdict.hasPassed).toBe('boolean')
  })

  it('takes less than a second for a very long output', async () => {
    const start = performance.now()
    await scorer.score(
      { output: 'ab '.repeat(1_000_000), value: scorer.value.isRequired ? 'zz' : null, options },
      context,
    )
    expect(performance.now() - start).toBeLessThan(1000)
  })
})
