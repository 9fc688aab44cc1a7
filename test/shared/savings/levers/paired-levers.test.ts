import { describe, expect, it } from 'vitest'
import { allSteps } from '../../../../shared/all-steps.ts'
import { findLevers } from '../../../../shared/savings/levers/find-levers.ts'
import { levers } from '../../../../shared/savings/levers/registry.ts'
import { gridOfInput } from '../../../../shared/savings/paired/grid-of-input.ts'
import { spreadCalls } from '../../../../shared/savings/paired/spread-calls.ts'
import { planCost } from '../../../../shared/savings/plan-cost.ts'
import type { PlannedCall } from '../../../../shared/savings/planned-call.ts'
import type { SavingsInput } from '../../../../shared/savings/savings-input.ts'
import { must } from '../../../support/must.ts'
import { savingsWorld } from '../../../support/savings-world.ts'

const ids = [
  'smaller-model',
  'routing',
  'cascade',
  'response-cache',
  'semantic-cache',
  'output-cap',
  'early-stop',
  'rule-gate',
]

function find(input: SavingsInput, id: string) {
  const { cards, offers, today } = allSteps(findLevers(input, [levers.get(id)]))
  return { finding: must(cards[0]).finding, offer: offers.get(id), today }
}

/** Hard questions are long, and the small model fails them; half are hard. */
function twoModels(change: Partial<SavingsInput> = {}): SavingsInput {
  const world = savingsWorld({
    cases: 200,
    columns: [
      {
        variant: 'A',
        model: 'openai/gpt-6-sol',
        answer: (caseNo) => ({
          input: 400,
          output: 60,
          score: caseNo % 40 === 0 ? 0 : 1,
          text: caseNo % 2 ? 'yes' : 'no',
        }),
      },
      {
        variant: 'A',
        model: 'openai/gpt-6-luna',
        answer: (caseNo) => ({
          input: 400,
          output: 60,
          score: caseNo % 40 === 0 || isHard(caseNo) ? 0 : 1,
          text: isHard(caseNo) ? 'However, it seems unclear. Perhaps not, but maybe.' : 'yes',
        }),
      },
    ],
  })
  return {
    ...world,
    cases: world.cases.map((one, caseNo) => ({
      ...one,
      expected: caseNo % 2 ? 'yes' : 'no',
      variables: {
        question: isHard(caseNo)
          ? `Explain why clause ${caseNo} binds both parties, compare it with the one before and calculate what it costs.`
          : `Is it so, number ${caseNo}?`,
      },
    })),
    ...change,
  }
}

function isHard(caseNo: number): boolean {
  return caseNo % 4 === 1
}

describe('levers on paired answers', () => {
  it.each(ids)('%s says what is missing where nothing is recorded, and guesses nothing', (id) => {
    const empty = savingsWorld({
      cases: 30,
      columns: [{ variant: 'A', model: 'openai/gpt-6-sol', answer: () => null }],
    })
    const { finding } = find(empty, id)
    expect(finding.kind).toBe('no-data')
    expect(finding).toMatchObject({ missing: expect.stringMatching(/\.$/), remedy: expect.stringMatching(/\.$/) })
  })

  it('holds every other model to today’s, and says it where all are worse', () => {
    const { finding } = find(twoModels(), 'smaller-model')
    expect(finding).toMatchObject({ kind: 'estimate', quality: { kind: 'verdict', verdict: 'worse' } })
    const same = twoModels()
    const equal = { ...same, answers: [must(same.answers[0]), must(same.answers[0])] }
    const cheap = find(equal, 'smaller-model').finding
    expect(cheap).toMatchObject({
      choice: 'A on gpt-6-luna instead of A on gpt-6-sol',
      quality: { verdict: 'not-worse-and-cheaper', isProven: false, caveats: ['not-hold-out'] },
    })
  })

  it('routes the easy questions to the small model: cheaper, as good, and said to beat chance', () => {
    const input = twoModels()
    const { finding, offer, today } = find(input, 'routing')
    expect(finding).toMatchObject({ kind: 'estimate', quality: { verdict: 'not-worse-and-cheaper' } })
    if (finding.kind !== 'estimate') return
    expect(finding.notes[0]).toContain('beats chance')
    expect(finding.notes[1]).toContain(
      'A on gpt-6-luna 72.5 %, A on gpt-6-sol 97.5 %; at least one of them right: 97.5 %',
    )
    expect(finding.curves.map(({ series }) => series.map(({ role }) => role))).toContainEqual([
      'bound',
      'reference',
      'line',
      'points',
      'chosen',
    ])
    const before = must(planCost(input, today).callNanoUsd)
    const after = must(planCost(input, must(offer).change(today)).callNanoUsd)
    expect(after / before).toBeCloseTo(0.25 + 0.75 * 0.05, 1)
  })

  it('keeps the small model’s answers that do not hedge, and pays both tiers for the rest', () => {
    const { finding } = find(twoModels(), 'cascade')
    expect(finding).toMatchObject({ kind: 'estimate', quality: { verdict: 'not-worse-and-cheaper' } })
    if (finding.kind !== 'estimate') return
    expect(finding.choice).toContain('A on gpt-6-luna → A on gpt-6-sol')
    expect(finding.savedNanoUsd).toBeGreaterThan(0)
  })

  it('comes to the same rest whichever of a cache and a cascade with its judge is reckoned first', () => {
    const input = twoModels()
    const assumptions = { ...input.assumptions, repeatRatio: 0.4 }
    const { offer: cache, today } = find({ ...input, assumptions }, 'response-cache')
    const cascade = spreadCalls(input, {
      columnNos: [1, 0],
      caseNos: [...input.cases.keys()],
      shares: [new Float64Array(200).fill(1), new Float64Array(200).fill(0.5)],
      checkNanoUsd: [1_000_000, 0],
    })
    const rest = (calls: readonly PlannedCall[]) => must(planCost(input, calls).callNanoUsd)
    const before = rest(must(cache).change(cascade(today)))
    expect(before).toBeCloseTo(rest(cascade(must(cache).change(today))), 3)
    expect(before).toBeCloseTo(0.6 * rest(cascade(today)), 3)
  })

  it('lets nothing that gives the whole score say beforehand which answers to keep', () => {
    const input = twoModels()
    const told = (sureness: SavingsInput['sureness']) => {
      const answers = input.answers.map((ofCases) =>
        ofCases.map((trials) => trials.map((one) => ({ ...one, meanLogProbability: -0.1 }))),
      )
      return gridOfInput({ ...input, answers, sureness })?.cases[0]?.answers[0]?.trials[0]?.meanLogProbability
    }
    expect([told('none'), told('part'), told('whole')]).toEqual([-0.1, -0.1, null])
  })

  it('tells what models score even where they have no price', () => {
    const input = twoModels()
    const columns = input.columns.map((column) => ({ ...column, price: null }))
    const { finding } = find({ ...input, columns }, 'routing')
    expect(finding).toMatchObject({
      kind: 'no-data',
      missing: expect.stringContaining('at least one of them right: 97.5 %'),
    })
  })
})
