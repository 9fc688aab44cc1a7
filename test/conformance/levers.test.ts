import { describe, expect, test } from 'vitest'
import { LeverCard } from '../../shared/domain/savings.ts'
import { findLevers } from '../../shared/savings/levers/find-levers.ts'
import { levers } from '../../shared/savings/levers/registry.ts'
import type { SavingsInput } from '../../shared/savings/savings-input.ts'
import { savingsWorld } from '../support/savings-world.ts'

function cardsOf(input: SavingsInput) {
  const steps = findLevers(input, levers.all)
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value.cards
  }
}

const bare = savingsWorld({
  cases: 4,
  columns: [
    { variant: 'A', model: 'recorded/unknown', answer: (at) => ({ input: 100, output: 10, text: `Answer ${at}` }) },
  ],
})

describe.each(levers.all.map(({ id }) => [id]))('the lever %s', (id) => {
  test('says what is missing and how to get it, instead of guessing, where a run has one unpriced column', () => {
    const { finding } = cardsOf(bare).find((card) => card.id === id) ?? {}
    if (finding?.kind !== 'no-data') throw new Error(`It gave ${finding?.kind}.`)
    expect(finding.missing).toMatch(/^\S.*\.$/)
    expect(finding.remedy).toMatch(/^\S.*\.$/)
  })

  test('survives a run without a case', () => {
    const empty = savingsWorld({ cases: 0, columns: [{ variant: 'A', model: 'openai/gpt-5.4', answer: () => null }] })
    const { finding } = cardsOf(empty).find((card) => card.id === id) ?? {}
    expect(finding?.kind).toBe('no-data')
  })
})

test('cards pass the contract, the largest saving first, and only what is safe is taken', () => {
  const answer = (input: number, output: number, score: number) => () => ({ input, output, score })
  const input = savingsWorld({
    cases: 200,
    columns: [
      { variant: 'A', model: 'openai/gpt-5.4', system: 'Be careful.', answer: answer(1200, 100, 1) },
      { variant: 'B', model: 'openai/gpt-5.4', system: 'Be brief.', answer: answer(600, 95, 1) },
      { variant: 'C', model: 'openai/gpt-5.4', system: 'Label only.', answer: answer(1100, 5, 0) },
    ],
  })
  const cards = cardsOf(input)
  for (const card of cards) LeverCard.parse(card)
  const savings = cards.flatMap(({ finding }) => (finding.kind === 'estimate' ? [finding.savedNanoUsd] : []))
  expect(savings).toEqual(savings.toSorted((a, b) => b - a))
  expect(cards.find(({ id }) => id === 'prompt-compression')).toMatchObject({
    isTaken: true,
    finding: { kind: 'estimate', quality: { kind: 'verdict', verdict: 'not-worse-and-cheaper' } },
  })
  expect(cards.find(({ id }) => id === 'shorter-answers')).toMatchObject({
    isTaken: false,
    finding: { kind: 'estimate', quality: { kind: 'verdict', verdict: 'worse' } },
  })
})
