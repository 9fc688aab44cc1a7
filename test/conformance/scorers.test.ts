import { describe, expect, it } from 'vitest'
import { documentReaders } from '../../electron/core/documents/document-readers.ts'
import { ScriptRunner } from '../../electron/core/user-code/script-runner.ts'
import { AppError } from '../../shared/contract/errors.ts'
import { embedText } from '../../shared/sandbox/embed-text.ts'
import { scorers } from '../../shared/score/registry.ts'
import type { Scorer } from '../../shared/score/scorer.ts'
import { seededRandom } from '../../shared/stats/seeded-random.ts'
import { processorMs } from '../support/processor-ms.ts'

const judgement = { reason: 'Fine.', pass: true, relation: 'same', grade: 4, winner: 'first' }
const context = {
  validateJson: () => [],
  judge: {
    ask: async () => JSON.stringify(judgement),
    embed: async ({ text }: { text: string }) => embedText(text.slice(0, 10_000)),
  },
  documents: documentReaders,
  runScript: new ScriptRunner({ limitMs: 5000 }).run,
  scoreSet: async () => ({ score: 0.5, hasPassed: false, reasons: ['contains: It does not.'] }),
}
const answer = {
  costNanoUsd: 1000,
  latencyMs: 12,
  finishReason: 'stop',
  logProbability: { mean: -0.5, tokens: 3 },
  toolCalls: [],
  tools: [],
} as const
/** Options without which a scorer says nothing. */
const needed: Readonly<Record<string, object>> = {
  cost: { threshold: 1 },
  latency: { threshold: 100 },
  'word-count': { max: 3 },
}
const values: Readonly<Record<string, string>> = { javascript: 'output.length > 3' }
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
  const options = scorer.options.parse(needed[scorer.id] ?? {})
  const valueOr = (value: string) => (scorer.value.isRequired ? (values[scorer.id] ?? value) : null)

  it('describes itself in words for the picker and the form', () => {
    expect(scorer.label.length).toBeGreaterThan(2)
    expect(scorer.label.length).toBeLessThan(40)
    expect(scorer.description).toMatch(/^[A-Z].*\.$/)
    expect(scorer.value.hint.length).toBeGreaterThan(2)
  })

  it('works with no options, and refuses ones it does not know', () => {
    expect(scorer.options.safeParse({}).success).toBe(true)
    expect(scorer.options.safeParse({ 'no-such-option': 1 }).success).toBe(false)
  })

  it('gives a score from 0 to 1 with a short reason, whatever the output, and the same again', async () => {
    for (const output of outputs) {
      const input = { output, value: valueOr('a'), options, answer }
      const verdict = await verdictOf(() => scorer.score(input, context))
      if (verdict === null) continue
      expect(verdict.score).toBeGreaterThanOrEqual(0)
      expect(verdict.score).toBeLessThanOrEqual(1)
      expect(verdict.reason).not.toBe('')
      expect(verdict.reason.length).toBeLessThan(400)
      expect(await scorer.score(input, context)).toEqual(verdict)
    }
  })

  it('passes or fails an empty output without a throw', async () => {
    const input = { output: '', value: valueOr(''), options, answer }
    const verdict = await verdictOf(() => scorer.score(input, context))
    if (verdict) expect(typeof verdict.hasPassed).toBe('boolean')
  })

  it('takes less than a second of work for a very long output', async () => {
    const input = { output: 'ab '.repeat(1_000_000), value: valueOr('zz'), options, answer }
    expect(await workMs(() => scorer.score(input, context))).toBeLessThan(1000)
  })

  it.each(['<a "', '{"a":', '((((', '<!--', '```', '"', '<a/>', "{'a", '<b><a>', '\\"', '- ', '$$'])(
    'is not held up by 1 MB of %j',
    async (piece) => {
      await verdictOf(() => scorer.score({ output: '', value: valueOr('a'), options, answer }, context))
      const input = { output: piece.repeat(1_000_000 / piece.length), value: valueOr('a'), options, answer }
      expect(await workMs(() => scorer.score(input, context))).toBeLessThan(4000)
    },
  )
})

/** Null where the scorer refuses the text in words. */
async function verdictOf<T>(ask: () => T | Promise<T>): Promise<T | null> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof AppError && error.code === 'bad-input') return null
    throw error
  }
}

async function workMs(score: () => ReturnType<Scorer['score']>): Promise<number> {
  const startMs = processorMs()
  await verdictOf(score)
  return processorMs() - startMs
}
