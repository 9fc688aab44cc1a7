import { describe, expect, it } from 'vitest'
import type { ModelId } from '../../../shared/domain/ids.ts'
import { GateRule } from '../../../shared/gate/gate-config.ts'
import { type GateInput, judgeGate } from '../../../shared/gate/judge-gate.ts'
import { leastCases } from '../../../shared/gate/margin-power.ts'
import { mergeSnapshots } from '../../../shared/gate/merge-snapshots.ts'
import { gateJunit, gateMarkdown } from '../../../shared/gate/render-gate.ts'
import type { Snapshot, SnapshotCase } from '../../../shared/gate/snapshot.ts'

const modelId = 'sandbox/small' as ModelId
const about = { prompt: 'short', modelId }
const rule = GateRule.parse({})

function snapshotOf(cases: readonly Partial<SnapshotCase>[]): Snapshot {
  const whole = cases.map((given, index) => ({
    key: `case${index}-1`,
    cluster: `case${index}`,
    position: index + 1,
    trials: 1,
    failed: 0,
    score: 1,
    passed: given.score === 0 ? 0 : 1,
    scored: 1,
    costNanoUsd: 1000,
    latenciesMs: [100],
    ...given,
  }))
  return {
    format: 'pithy-snapshot',
    version: 1,
    name: 'Gate',
    createdAt: '2026-11-21T00:00:00Z',
    planHash: 'a',
    isComplete: true,
    columns: [{ ...about, isSimulation: false, cases: whole }],
  }
}

function judge(limits: GateInput['prompts'][number]['limits'], given: Partial<GateInput>) {
  const prompts = [{ ...about, tokens: 50, isExact: true, limits }]
  return judgeGate({ name: 'Gate', prompts, snapshot: null, baseline: null, rule, critical: [], ...given })
}

const passing = (count: number) => snapshotOf(Array.from({ length: count }, () => ({})))

describe('a gate', () => {
  it('checks tokens without a run, a limit counting as kept when it is just reached', () => {
    expect(judge({ maxTokensPerPrompt: 50 }, {}).outcome).toBe('passed')
    expect(judge({ maxTokensPerPrompt: 49 }, {})).toMatchObject({
      outcome: 'failed',
      checks: [{ rule: 'maxTokensPerPrompt', text: '50 tokens in every call; at most 49 are allowed' }],
    })
  })

  it('holds cost, score, pass rate and latency to their limits, the dearest case to that of a call', () => {
    const snapshot = snapshotOf([{ costNanoUsd: 4_000_000, latenciesMs: [900] }, { score: 0 }, {}, {}])
    const broken = judge(
      {
        maxCostPerCallUsd: 0.003,
        maxCostPer1000Usd: 0.9,
        minScore: 0.8,
        minPassRate: 0.76,
        maxLatencyP50Ms: 99,
        maxLatencyP95Ms: 700,
      },
      { snapshot },
    )
    expect(broken.checks.map(({ rule, status }) => [rule, status])).toEqual([
      ['maxCostPerCallUsd', 'failed'],
      ['maxCostPer1000Usd', 'failed'],
      ['minScore', 'failed'],
      ['minPassRate', 'failed'],
      ['maxLatencyP50Ms', 'failed'],
      ['maxLatencyP95Ms', 'failed'],
    ])
    const kept = { maxCostPerCallUsd: 0.004, maxCostPer1000Usd: 1.1, minScore: 0.75, minPassRate: 0.75 }
    expect(judge(kept, { snapshot }).outcome).toBe('passed')
  })

  it('takes what could not be measured for incomplete, never for passed', () => {
    const unpriced = snapshotOf([{ costNanoUsd: null }, {}])
    expect(judge({ maxCostPer1000Usd: 1 }, { snapshot: unpriced }).outcome).toBe('incomplete')
    expect(judge({}, { snapshot: { ...passing(3), isComplete: false } }).outcome).toBe('incomplete')
    const broken = judge({ minScore: 1 }, { snapshot: { ...snapshotOf([{ score: 0 }]), isComplete: false } })
    expect(broken.outcome).toBe('failed')
  })

  it('passes what is shown not to be worse, fails what is worse and, unless told otherwise, what is undecided', () => {
    const baseline = passing(200)
    const half = snapshotOf(Array.from({ length: 200 }, (_, index) => ({ score: index % 2 })))
    expect(judge({}, { snapshot: passing(200), baseline }).checks[0]).toMatchObject({ status: 'passed' })
    expect(judge({}, { snapshot: half, baseline }).checks[0]?.text).toContain('worse: quality')
    expect(judge({}, { snapshot: half, baseline }).outcome).toBe('failed')
    const few = { snapshot: snapshotOf([{ score: 0 }, {}, {}, {}, {}]), baseline: passing(5) }
    expect(judge({}, few).checks[0]).toMatchObject({ status: 'failed', text: expect.stringContaining('undecided') })
    expect(judge({}, { ...few, rule: { ...rule, undecided: 'pass' } }).outcome).toBe('passed')
  })

  it('does not let a case of the baseline be left out, and takes new ones', () => {
    const gone = judge({}, { snapshot: passing(199), baseline: passing(200) })
    expect(gone.checks[0]?.text).toContain("1 of the baseline's 200 cases are not in the plan any more")
    expect(gone.outcome).toBe('failed')
    expect(judge({}, { snapshot: passing(210), baseline: passing(200) }).outcome).toBe('passed')
  })
})

it('passes the same requests with the same scores as identical, whatever the margin, and only those', () => {
  const hashed = (snapshot: Snapshot, promptHash: string): Snapshot => ({
    ...snapshot,
    columns: snapshot.columns.map((column) => ({ ...column, promptHash })),
  })
  const baseline = hashed(passing(60), 'one')
  const same = judge({}, { snapshot: hashed(passing(60), 'one'), baseline })
  expect(same).toMatchObject({ outcome: 'passed', checks: [{ text: expect.stringContaining('identical') }] })
  expect(same.notes.at(-1)).toContain('A margin of 3 points at 95 % takes at least')
  // Another prompt with the same scores is no proof at this margin, and the same prompt that answers worse is no pass.
  const other = judge({}, { snapshot: hashed(passing(60), 'two'), baseline })
  expect(other.checks[0]?.text).toContain('undecided')
  const drifted = snapshotOf(Array.from({ length: 60 }, (_, index) => ({ score: index % 2 })))
  const worse = judge({}, { snapshot: hashed(drifted, 'one'), baseline })
  expect(worse.checks[0]).toMatchObject({ status: 'failed', text: expect.stringContaining('from the same requests') })
  const unanswered = hashed(snapshotOf(Array.from({ length: 60 }, () => ({ score: null }))), 'one')
  expect(judge({}, { snapshot: unanswered, baseline: unanswered }).outcome).toBe('incomplete')
})

it('tells the least number of cases that a margin can be shown with', () => {
  for (const [margin, alpha] of [
    [0.03, 0.05],
    [0.1, 0.05],
    [0.02, 0.1],
  ] as const) {
    const least = leastCases(margin, alpha) ?? 0
    const at = (cases: number) =>
      judge({}, { snapshot: passing(cases), baseline: passing(cases), rule: { ...rule, margin, alpha } }).outcome
    expect([at(least - 1), at(least)], `${margin} ${alpha} ${least}`).toEqual(['failed', 'passed'])
  }
})

it('fails on one case in which a critical assertion fails, whatever the mean, and is open where one was not judged', () => {
  const critical = [{ index: 1, name: 'is-json' }]
  const many = Array.from({ length: 500 }, () => ({}))
  expect(judge({ minScore: 0.9 }, { snapshot: snapshotOf(many), critical }).outcome).toBe('passed')
  const one = snapshotOf([...many, { failedAssertions: [0, 1] }])
  expect(judge({ minScore: 0.9 }, { snapshot: one, critical }).checks.at(-1)).toEqual({
    ...about,
    rule: 'critical',
    status: 'failed',
    text: 'is-json fails in 1 of 501 cases (case 501); it may fail in none',
  })
  expect(judge({}, { snapshot: snapshotOf([...many, { failedAssertions: [0] }]), critical }).outcome).toBe('passed')
  expect(judge({}, { snapshot: snapshotOf([{ openAssertions: [1] }]), critical }).outcome).toBe('incomplete')
  expect(judge({}, { snapshot: snapshotOf([{ failed: 1 }]), critical }).outcome).toBe('incomplete')
})

describe('the parts of a gate', () => {
  const part = (index: number, cases: readonly Partial<SnapshotCase>[]): Snapshot => ({
    ...snapshotOf(cases),
    part: { shard: { index, count: 2 }, prompts: [], rule, critical: [] },
  })

  it('become one, in the order of the cases, with twins numbered anew', () => {
    const twin = { cluster: 'same', key: 'same-1' }
    const whole = mergeSnapshots([
      part(2, [{ ...twin, position: 2 }]),
      part(1, [{ ...twin, position: 1 }, { position: 3 }]),
    ])
    expect(whole.columns[0]?.cases.map(({ position, key }) => [position, key])).toEqual([
      [1, 'same-1'],
      [2, 'same-2'],
      [3, 'case1-1'],
    ])
  })

  it('are refused when one is missing, there twice, or of another plan', () => {
    expect(() => mergeSnapshots([part(1, [])])).toThrow('Of 2 parts, 2 is missing.')
    expect(() => mergeSnapshots([part(1, []), part(2, []), part(2, [])])).toThrow('name each part once')
    expect(() => mergeSnapshots([part(1, []), { ...part(2, []), planHash: 'b' }])).toThrow('different plans')
    expect(() => mergeSnapshots([passing(2)])).toThrow('not the parts of one gate')
  })
})

it('tells pull request and CI what is broken, and hostile names stay text', () => {
  const report = { ...judge({ maxTokensPerPrompt: 49 }, {}), name: '<b>|x' }
  expect(gateMarkdown(report)).toContain('| ✗ | short | sandbox/small | maxTokensPerPrompt |')
  expect(gateMarkdown(report)).not.toContain('<b>')
  expect(gateJunit(report)).toContain('tests="1" failures="1" errors="0"')
  expect(gateJunit(report)).toContain('name="&lt;b&gt;|x"')
})
