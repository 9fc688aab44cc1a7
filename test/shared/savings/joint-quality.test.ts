import { expect, test } from 'vitest'
import { allSteps } from '../../../shared/all-steps.ts'
import { jointQuality } from '../../../shared/savings/joint-quality.ts'
import type { LeverOffer } from '../../../shared/savings/levers/lever.ts'
import { spreadCalls } from '../../../shared/savings/paired/spread-calls.ts'
import { moveCalls, todaysCalls } from '../../../shared/savings/planned-call.ts'
import type { WaterfallLever } from '../../../shared/savings/waterfall.ts'
import { must } from '../../support/must.ts'
import { savingsWorld } from '../../support/savings-world.ts'

const OPUS = 'anthropic/claude-opus-5-5'
const HAIKU = 'anthropic/claude-haiku-5-5'
const CASES = 200

/** Variant B fails every tenth case, the small model another tenth; both together as `both` says, if that was run. */
function worldOf(both: ((caseNo: number) => number) | null) {
  const answer = (score: (caseNo: number) => number, input: number) => (caseNo: number) => ({
    input,
    output: 50,
    score: score(caseNo),
  })
  const change = { rule: { ...savingsWorld({ cases: 1, columns: [] }).rule, margin: 0.15 } }
  return savingsWorld({
    cases: CASES,
    change,
    columns: [
      { variant: 'A', model: OPUS, answer: answer(() => 1, 1000) },
      { variant: 'A', model: HAIKU, answer: answer((at) => Number(at % 10 !== 3), 1000) },
      { variant: 'B', model: OPUS, answer: answer((at) => Number(at % 10 !== 7), 500) },
      ...(both ? [{ variant: 'B', model: HAIKU, answer: answer(both, 500) }] : []),
    ],
  })
}

const VERDICT: LeverOffer['quality'] = {
  kind: 'verdict',
  verdict: 'not-worse-and-cheaper',
  isProven: false,
  caveats: [],
  sentence: 'By itself it is not worse.',
}

function lever(id: string, offer: Pick<LeverOffer, 'change'> & Partial<LeverOffer>): WaterfallLever {
  const rest = { choice: id, method: '', notes: [], curves: [], actions: [], evidence: { runIds: [], cases: CASES } }
  return { id, label: id, family: null, offer: { kind: 'offer', quality: VERDICT, ...rest, ...offer } }
}

function columnLevers(input: ReturnType<typeof worldOf>): readonly WaterfallLever[] {
  return [1, 2].map((to) =>
    lever(`to-${to}`, { change: (calls) => moveCalls(input, calls, { from: 0, to }), served: { kind: 'columns' } }),
  )
}

const joint = (...given: Parameters<typeof jointQuality>) => allSteps(jointQuality(...given))

test('two levers that are each not worse are judged by the answers of both at once, where a run has them', () => {
  const good = worldOf((at) => Number(at % 10 !== 3))
  const fine = joint(good, todaysCalls(good), columnLevers(good))
  // Other work has its turn after each lever, and before the verdict.
  expect([...jointQuality(good, todaysCalls(good), columnLevers(good))].length).toBeGreaterThan(2)
  expect(fine).toMatchObject({ untestedIds: [], quality: { kind: 'verdict', verdict: 'not-worse-and-cheaper' } })
  // Together they fail what neither fails alone.
  const bad = worldOf((at) => Number(at % 2 === 0))
  expect(joint(bad, todaysCalls(bad), columnLevers(bad)).quality).toMatchObject({ verdict: 'worse' })
})

test('a combination that no run has answered is named, not guessed, and one lever keeps its own verdict', () => {
  const input = worldOf(null)
  const today = todaysCalls(input)
  const found = joint(input, today, columnLevers(input))
  expect(found.untestedIds).toEqual(['to-2'])
  expect(found.quality).toMatchObject({
    kind: 'not-measured',
    sentence:
      'to-2 together with to-1: no answers show that; run B on anthropic/claude-haiku-5-5 on the same cases. Without: By itself it is not worse.',
  })
  const unseen = columnLevers(input).map((one) => ({
    ...one,
    offer: { ...one.offer, change: () => todaysCalls(input).map((call) => ({ ...call, isInferred: true })) },
  }))
  expect(joint(input, today, unseen).quality.sentence).toBe(
    'to-1, to-2 together: no answers show that; run it on the same cases.',
  )
  const batch = lever('batch', { change: (calls) => calls, quality: { kind: 'unchanged', sentence: '' } })
  expect(joint(input, today, [batch]).quality.kind).toBe('unchanged')
  expect(joint(input, today, [batch, ...columnLevers(input).slice(0, 1)]).quality).toBe(VERDICT)
})

test('what a cache or rules serve is composed with the answers of the model behind them, wherever they are listed', () => {
  const input = worldOf(null)
  const [small] = columnLevers(input)
  if (!small) throw new Error('no lever')
  const gate = (score: number) =>
    lever('gate', {
      change: (calls) => calls.map((call) => (call.caseNo % 10 === 3 ? { ...call, share: 0 } : call)),
      served: { kind: 'rescored', rescore: (scores) => scores.map((one, at) => (at % 10 === 3 ? score : one)) },
    })
  const quality = (levers: readonly WaterfallLever[]) => joint(input, todaysCalls(input), levers).quality
  // The gate answers just what the small model fails.
  expect(quality([gate(1), small])).toMatchObject({ verdict: 'not-worse-and-cheaper' })
  expect(quality([small, gate(1)])).toEqual(quality([gate(1), small]))
  const worse = lever('gate', {
    change: (calls) => calls,
    served: { kind: 'rescored', rescore: (scores) => scores.map((one, at) => (at % 3 === 0 ? 0 : one)) },
  })
  expect(quality([small, worse])).toMatchObject({ verdict: 'worse' })
})

/** Every second case to the small model, by what is known beforehand; the last ten were not looked at. */
function router(input: ReturnType<typeof worldOf>, kind: 'routed' | 'scores'): WaterfallLever {
  const caseNos = [...input.cases.keys()].slice(0, -10)
  const toSmall = Float64Array.from(caseNos, (caseNo) => caseNo % 2)
  const shares = [toSmall.map((share) => 1 - share), toSmall]
  const scores = input.cases.map((_, caseNo) => (caseNo < CASES - 10 ? Number(caseNo % 10 !== 3) : null))
  return lever('router', {
    change: spreadCalls(input, { columnNos: [0, 1], caseNos, shares }),
    served: { kind, scores },
  })
}

test('a router is composed with another prompt, case by case, where both of its models have answered under it', () => {
  // Under B the small model fails what goes to it, and only that.
  const bad = worldOf((at) => Number(at % 2 === 0))
  const prompt = must(columnLevers(bad)[1])
  for (const levers of [
    [router(bad, 'routed'), prompt],
    [prompt, router(bad, 'routed')],
  ])
    expect(joint(bad, todaysCalls(bad), levers)).toMatchObject({
      untestedIds: [],
      quality: { kind: 'verdict', verdict: 'worse' },
    })
  const good = worldOf((at) => Number(at % 10 !== 3))
  const found = joint(good, todaysCalls(good), [router(good, 'routed'), prompt])
  expect(found.quality).toMatchObject({ kind: 'verdict', verdict: 'not-worse-and-cheaper' })
  // 120 development cases, of which the router did not look at six.
  expect(found.quality.sentence).toContain('114 paired cases')
  expect(found.quality.sentence).toContain('6 left out')
})

test('what would show a router or cascade with another prompt is named: the answers of which model, or which column to begin with', () => {
  const input = worldOf(null)
  const prompt = must(columnLevers(input)[1])
  const told = (levers: readonly WaterfallLever[]) => joint(input, todaysCalls(input), levers).quality.sentence
  const run = 'router together with to-2: no answers show that; run B on anthropic/claude-haiku-5-5 on the same cases.'
  expect(told([router(input, 'routed'), prompt])).toContain(run)
  const choose = 'choose B on claude-opus-5-5 as today’s, so that router is measured on its answers.'
  expect(told([prompt, router(input, 'scores')])).toContain(
    `router together with to-2: no answers show that; ${choose}`,
  )
  expect(told([router(input, 'scores'), prompt])).toContain(
    `to-2 together with router: no answers show that; ${choose}`,
  )
})
