import { expect, onTestFinished, test } from 'vitest'
import { applyOwnRules } from '../../../../electron/core/savings/apply-own-rules.ts'
import { PatternRunner } from '../../../../electron/core/user-code/pattern-runner.ts'
import { allSteps } from '../../../../shared/all-steps.ts'
import type { OwnRule } from '../../../../shared/domain/own-rules.ts'
import { findLevers } from '../../../../shared/savings/levers/find-levers.ts'
import { levers } from '../../../../shared/savings/levers/registry.ts'
import { replayOwnRules } from '../../../../shared/savings/replays/own-rules.ts'
import type { SavingsInput } from '../../../../shared/savings/savings-input.ts'
import { failureBound } from '../../../../shared/stats/failure-bound.ts'
import { must } from '../../../support/must.ts'
import { savingsWorld } from '../../../support/savings-world.ts'

/** 40 times the hours, 40 refunds of which 10 are asked for in other words, 40 of anything, and 5 that no pattern survives. */
function world(expects = true): SavingsInput {
  const texts = Array.from({ length: 120 }, (_, at) =>
    at < 40
      ? '  WHEN are you — open?! '
      : at < 80
        ? `Refund number ${at}`
        : at < 85
          ? `${'a'.repeat(40)}!`
          : `Other ${at}`,
  )
  const answers = texts.map((_, at) => (at < 40 ? 'From 9 to 17' : at < 70 ? 'Refund' : 'Something else'))
  const made = savingsWorld({
    cases: texts.length,
    columns: [
      {
        variant: 'A',
        model: 'openai/gpt-6-sol',
        answer: (caseNo) => ({ input: 400, output: 60, score: expects ? 1 : null, text: must(answers[caseNo]) }),
      },
    ],
  })
  return {
    ...made,
    cases: made.cases.map((one, caseNo) => ({
      ...one,
      variables: { question: must(texts[caseNo]) },
      expected: expects ? must(answers[caseNo]) : null,
    })),
  }
}

const hours: OwnRule = { kind: 'question', text: 'When are you open', answer: 'From 9 to 17' }
const refund: OwnRule = { kind: 'pattern', text: 'refund \\w+', answer: 'Refund' }

async function replay(input: SavingsInput, rules: readonly OwnRule[]) {
  const patterns = new PatternRunner({ limitMs: 50 })
  onTestFinished(() => patterns.close())
  const { signal } = new AbortController()
  const ports = { now: () => 0 } as unknown as Parameters<typeof applyOwnRules>[0]['ports']
  const ownRules = await applyOwnRules({ patterns, ports }, input.cases, { rules, signal })
  const { cards } = allSteps(findLevers({ ...input, ownRules }, [levers.get('own-rules')]))
  return { ...replayOwnRules(input, ownRules), finding: must(cards[0]).finding }
}

test('rules answer what they find, are held to what the cases expect, and one that hurts is named', async () => {
  const { total, precisionBound, rows, finding } = await replay(world(), [hours, refund])
  expect(total).toEqual({ hits: 80, right: 70, wrong: 10, unjudged: 0, todayScore: 1 })
  expect(precisionBound).toBe(1 - failureBound(10, 80, 0.05))
  expect(rows.map(({ right, wrong, isHarmful }) => [right, wrong, isHarmful])).toEqual([
    [40, 0, false],
    [30, 10, true],
  ])
  expect(finding).toMatchObject({
    choice: '2 rules answer 66.7 % of the cases before the model; rule 2 hurts',
    quality: { verdict: 'worse' },
    notes: [
      'Rule 1: 40 right, 0 wrong.',
      expect.stringContaining('Rule 2 hurts: 30 of 40 right where the model scores'),
    ],
  })
  // What rules answer costs nothing: two thirds of the bill.
  const alone = (await replay(world(), [hours])).finding
  const saved = (one: typeof finding) => (one.kind === 'estimate' ? one.savedNanoUsd : Number.NaN)
  expect(saved(finding) / saved(alone)).toBeCloseTo(2, 6)
  expect(alone).toMatchObject({ quality: { verdict: 'cheaper-undecided' } })
})

test('a pattern that never ends is stopped and told at its row, as is a bad one; the others go on', async () => {
  const bad: readonly OwnRule[] = [
    { kind: 'pattern', text: '^(a+)+$', answer: 'x' },
    { kind: 'pattern', text: '(', answer: 'x' },
    { kind: 'pattern', text: ' ', answer: 'x' },
    { kind: 'question', text: '?!', answer: 'x' },
    { ...hours, answer: ' ' },
  ]
  const { rows, total } = await replay(world(), [...bad, hours])
  expect(rows.map(({ problem }) => problem)).toEqual([
    expect.stringContaining('/^(a+)+$/i took longer than'),
    expect.stringContaining('The pattern /(/i of rule 2 is not valid'),
    expect.stringContaining('is empty'),
    expect.stringContaining('no letter or digit'),
    expect.stringContaining('no answer to give'),
    null,
  ])
  expect(total.hits).toBe(40)
})

test('without expected answers nothing is judged but what a scored answer says, and without hits nothing is offered', async () => {
  const unknown = await replay(world(false), [hours])
  expect(unknown).toMatchObject({ precisionBound: null, total: { right: 0, wrong: 0, unjudged: 40 } })
  expect(unknown.finding).toMatchObject({ quality: { kind: 'not-measured' } })
  const scored = world()
  const blind = { ...scored, cases: scored.cases.map((one) => ({ ...one, expected: null })) }
  expect((await replay(blind, [hours])).total).toMatchObject({ right: 40, unjudged: 0 })
  const none = await replay(world(), [{ kind: 'pattern', text: 'nowhere', answer: 'x' }])
  expect(none.finding).toMatchObject({ kind: 'no-data', missing: expect.stringContaining('None of the 120') })
})
