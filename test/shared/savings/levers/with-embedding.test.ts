import { expect, test } from 'vitest'
import { allSteps } from '../../../../shared/all-steps.ts'
import { ModelId } from '../../../../shared/domain/ids.ts'
import { plugin as semanticCache } from '../../../../shared/savings/levers/plugins/semantic-cache.ts'
import { todaysCalls } from '../../../../shared/savings/planned-call.ts'
import type { EmbeddingUse, SavingsInput } from '../../../../shared/savings/savings-input.ts'
import { must } from '../../../support/must.ts'
import { savingsWorld } from '../../../support/savings-world.ts'

const CASES = 200
const WORDS = ['refund', 'money back', 'invoice', 'bill'] as const

function findingOf(change: Partial<SavingsInput>) {
  const answer = (caseNo: number) => ({
    input: 100,
    output: 10,
    score: 1,
    text: caseNo % 4 < 2 ? 'refunds' : 'billing',
  })
  const input = savingsWorld({
    cases: CASES,
    columns: [{ variant: 'A', model: 'openai/gpt-5.4-mini', answer }],
    change,
  })
  const steps = semanticCache.find(input)
  if (!('next' in steps)) throw new Error('It works in steps.')
  return { input, finding: allSteps(steps) }
}

test('vectors that cluster the cases let a cache serve what spelling keeps apart, at what embedding each request takes', () => {
  const cases = savingsWorld({ cases: CASES, columns: [] }).cases.map((one, at) => ({
    ...one,
    // Spelled so that nothing is alike; the vector knows what it is about.
    variables: {
      question: `${must(WORDS[at % 4])} ${String.fromCodePoint(...[0, 3, 6, 9].map((shift) => 0x4e00 + at * 13 + shift))}`,
    },
  }))
  const bySpelling = findingOf({ cases })
  const embedding: EmbeddingUse = { modelId: ModelId.parse('openai/one'), text: 'By vectors.', requestNanoUsd: 5 }
  const vectors = cases.map((one, at) => ({
    ...one,
    embedding: Float32Array.of(at % 4 < 2 ? 1 : 0, at % 4 < 2 ? 0 : 1),
  }))
  const { input, finding } = findingOf({ cases: vectors, embedding })
  if (finding.kind !== 'offer') throw new Error('It has something to offer.')
  expect(finding.choice).toContain('99.0 % of the calls')
  expect(finding.method).toContain('By vectors.')
  expect(finding.decision).toMatchObject({ embeddingModelId: 'openai/one' })
  expect(bySpelling.finding).not.toMatchObject({ choice: finding.choice })
  const calls = finding.change(todaysCalls(input))
  expect(calls.filter(({ share }) => share === 0)).toHaveLength(CASES - 2)
  expect(calls.every(({ extraNanoUsd }) => extraNanoUsd === 5)).toBe(true)
})
