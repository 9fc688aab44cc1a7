import { describe, expect, it } from 'vitest'
import { allSteps } from '../../../../shared/all-steps.ts'
import { answerByRule, learnRules, replayGate } from '../../../../shared/savings/replays/rule-gate.ts'
import { seededRandom } from '../../../../shared/stats/seeded-random.ts'

const fillers = ['hello', 'please', 'my', 'today', 'thanks', 'account', 'card', 'help']

function cases(count: number) {
  const random = seededRandom('gate')
  const filler = () => fillers[Math.floor(random() * fillers.length)] ?? ''
  return Array.from({ length: count }, (_, index) => {
    const kind = index % 3
    const told = kind === 0 ? 'refund' : kind === 1 ? 'lost' : filler()
    const expected = kind === 0 ? 'Refund' : kind === 1 ? 'Lost card' : random() < 0.5 ? 'Other' : 'Refund'
    return { text: `${filler()} ${told} ${filler()}`, expected, cluster: `c${index}` }
  })
}

describe('rules before the model', () => {
  it('are learnt from words that always go with one answer, and are judged by cases that they have not seen', () => {
    const made = cases(240)
    const replay = allSteps(replayGate(made, { foldOf: made.map((_, index) => index % 5), folds: 5, alpha: 0.05 }))
    expect(replay.rules.map(({ words, answer }) => [words, answer])).toEqual(
      expect.arrayContaining([
        [['refund'], 'Refund'],
        [['lost'], 'Lost card'],
      ]),
    )
    expect(replay.coverage).toBeGreaterThan(0.6)
    expect(replay.precisionBound).toBeGreaterThan(0.9)
    expect(replay.precisionBound).toBeLessThan(1)
  })

  it('answer nothing where no word decides, and never by a word of a single cluster', () => {
    const random = seededRandom('coin')
    const coin = Array.from({ length: 120 }, (_, index) => ({
      text: `${fillers[index % 8]} ${fillers[(index * 3) % 8]}`,
      expected: random() < 0.5 ? 'a' : 'b',
      cluster: `c${index}`,
    }))
    expect(allSteps(learnRules(coin))).toEqual([])
    const copies = Array.from({ length: 40 }, () => ({ text: 'only here', expected: 'a', cluster: 'one' }))
    expect(allSteps(learnRules(copies))).toEqual([])
  })

  it('are learnt in steps of 50 cases, between which other work has its turn', () => {
    const stepsOf = (count: number) => [...learnRules(cases(count))].length
    // Reading, words and pairs of words.
    expect(stepsOf(400) - stepsOf(200)).toBe(3 * 4)
  })

  it('take the first rule whose words all stand in the text', () => {
    const rules = [
      { words: ['lost', 'card'], answer: 'Lost card' },
      { words: ['card'], answer: 'Card' },
    ]
    expect(['My CARD is lost!', 'a card', 'discard'].map((text) => answerByRule(rules, text))).toEqual([
      'Lost card',
      'Card',
      null,
    ])
  })
})
