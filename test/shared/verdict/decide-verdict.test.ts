import { describe, expect, it } from 'vitest'
import { CaseId, ModelId, VariantId } from '../../../shared/domain/ids.ts'
import { VerdictRule } from '../../../shared/domain/verdict.ts'
import { type Random, seededRandom } from '../../../shared/stats/seeded-random.ts'
import {
  type CaseResult,
  decideVerdict,
  type VerdictInput,
  type VerdictSide,
} from '../../../shared/verdict/decide-verdict.ts'
import { isSoak } from '../../support/soak.ts'

type Draw = (index: number) => { score?: number | null; cost?: number | null; critical?: Record<string, boolean> }

function side(label: string, count: number, draw: Draw): VerdictSide {
  return {
    label,
    column: { variantId: VariantId.parse(label), modelId: ModelId.parse('openai/gpt') },
    cases: Array.from({ length: count }, (_, index): CaseResult => {
      const { score = 1, cost = 100, critical = {} } = draw(index)
      return {
        caseId: CaseId.parse(`case-${index}`),
        position: index + 1,
        row: index,
        cluster: String(index),
        score,
        cost,
        critical: new Map(Object.entries(critical)),
      }
    }),
  }
}

function decide(baseline: VerdictSide, candidate: VerdictSide, given: Partial<VerdictInput> = {}) {
  return decideVerdict({
    baseline,
    candidate,
    rule: VerdictRule.parse({}),
    part: 'hold-out',
    look: 1,
    isSimulation: false,
    hasUncalibratedJudge: false,
    seed: 'test',
    ...given,
  })
}

const passes: Draw = (index) => ({ score: index % 10 === 0 ? 0 : 1, cost: 100 + (index % 7) })
const cheaper =
  (share: number): Draw =>
  (index) => ({ score: index % 10 === 0 ? 0 : 1, cost: (100 + (index % 7)) * (share + (index % 5) / 50) })

describe('decideVerdict', () => {
  it('proves a candidate that is cheaper and agrees on every case', () => {
    const verdict = decide(side('A', 412, passes), side('B', 412, cheaper(0.6)))
    expect(verdict).toMatchObject({ kind: 'not-worse-and-cheaper', isProven: true, caveats: [], moreCases: null })
    expect(verdict.sentence).toBe(
      'B costs 36 % less (36 to 36) and is not worse than A by more than 3 points (95 %, 412 paired cases, hold-out).',
    )
  })

  it('says undecided, and how many cases are missing, when too few cases were asked; never "same"', () => {
    const verdict = decide(side('A', 90, passes), side('B', 90, cheaper(0.6)))
    expect(verdict.kind).toBe('cheaper-undecided')
    expect(verdict.moreCases).toBeGreaterThan(50)
    expect(verdict.sentence).toBe(
      `B costs 36 % less (35 to 37); quality against A undecided: about ${verdict.moreCases} more cases would settle it (95 %, 90 paired cases, hold-out).`,
    )
  })

  it('lists the discordant cases, losses first, and calls a worse candidate worse however cheap', () => {
    const worse: Draw = (index) => ({ score: index % 5 === 0 ? 0 : index === 10 ? 1 : 1, cost: 50 })
    const verdict = decide(side('A', 200, passes), side('B', 200, worse))
    expect(verdict).toMatchObject({ kind: 'worse', losses: 20, gains: 0 })
    expect(verdict.discordant.map(({ position }) => position).slice(0, 3)).toEqual([6, 16, 26])
    expect(verdict.sentence).toMatch(
      /^B is worse than A by more than 3 points: −10\.0 points \(−1\d\.\d to −\d\.\d\); it costs 5\d % less/,
    )
  })

  it('says that nothing is saved when the cost may be the same or more', () => {
    const dearer: Draw = (index) => ({ score: index % 10 === 0 ? 0 : 1, cost: 130 + (index % 3) })
    const verdict = decide(side('A', 300, passes), side('B', 300, dearer))
    expect(verdict.kind).toBe('no-saving')
    expect(verdict.sentence).toMatch(/^No saving shown: B costs 27 % more \(2\d to 2\d\) than A; quality 0\.0 points/)
  })

  it('lets a single loss of a critical assertion decide, and bounds what none leaves open', () => {
    const rule = VerdictRule.parse({ criticalAssertions: ['is-json'] })
    const json =
      (broken: number, cost: number): Draw =>
      (index) => ({ score: 1, cost, critical: { 'is-json': index !== broken } })
    const clean = decide(side('A', 300, json(-1, 100)), side('B', 300, json(-1, 50)), { rule })
    expect(clean.kind).toBe('not-worse-and-cheaper')
    expect(clean.critical).toEqual([
      { key: 'is-json', label: 'is-json', losses: 0, cases: 300, bound: expect.closeTo(0.00994, 4) },
    ])
    const broken = decide(side('A', 300, json(-1, 100)), side('B', 300, json(7, 50)), { rule })
    expect(broken.kind).toBe('worse')
    expect(broken.sentence).toMatch(
      /^B fails the critical assertion "is-json" in 1 of 300 cases where A passes; it costs 50 % less/,
    )
    // The baseline fails it as well: nothing got worse.
    expect(decide(side('A', 300, json(7, 100)), side('B', 300, json(7, 50)), { rule }).kind).toBe(
      'not-worse-and-cheaper',
    )
  })

  it.each([
    ['few-cases', { count: 40 }],
    ['not-hold-out', { part: 'dev' as const }],
    ['worn-hold-out', { look: 6 }],
    ['simulation', { isSimulation: true }],
    ['judge-not-calibrated', { hasUncalibratedJudge: true }],
    ['many-left-out', { missing: 30 }],
  ] as const)('proves nothing with the caveat %s', (caveat, given) => {
    const { count = 412, missing = 0, ...rest } = given as { count?: number; missing?: number }
    const drop =
      (draw: Draw): Draw =>
      (index) =>
        index < missing ? { score: null, cost: null } : draw(index)
    const verdict = decide(side('A', count, passes), side('B', count, drop(cheaper(0.6))), rest)
    expect(verdict.caveats).toEqual([caveat])
    expect(verdict.isProven).toBe(false)
    expect(verdict.leftOut).toBe(missing)
    expect(verdict.sentence).toMatch(/^Indicative: B costs/)
  })

  it('refuses runs that are not paired, and is silent without scores or prices', () => {
    expect(() => decide(side('A', 20, passes), side('B', 21, passes))).toThrow(/different cases/)
    expect(
      decide(
        side('A', 80, passes),
        side('B', 80, () => ({ cost: null })),
      ),
    ).toMatchObject({
      kind: 'unknown',
      isProven: false,
      costRatio: null,
    })
    const unscored = decide(
      side('A', 80, () => ({ score: null })),
      side('B', 80, passes),
    )
    expect(unscored.sentence).toMatch(/^No verdict on B against A: A has no scored answer/)
    expect(decide(side('A', 0, passes), side('B', 0, passes)).kind).toBe('unknown')
  })

  it('is the same for the same seed', () => {
    const random = seededRandom('graded')
    const graded: Draw = () => ({ score: random(), cost: 50 + random() * 100 })
    const [baseline, candidate] = [side('A', 80, graded), side('B', 80, graded)]
    expect(decide(baseline, candidate)).toEqual(decide(baseline, candidate))
    expect(decide(baseline, candidate).method).toMatch(/BCa/)
  })
})

describe('the same prompt against itself', () => {
  const trials = isSoak ? 5000 : 500

  it.each([
    [100, 0.9],
    [300, 0.97],
  ])(`is proven cheaper in at most 5 of 100 of ${trials} simulated runs of %d cases`, (count, rate) => {
    let proven = 0
    for (let seed = 0; seed < trials; seed++) {
      const random = seededRandom(`same prompt ${seed} ${count}`)
      // How hard a case is and how long its answers are belong to the case; the rest is chance at each call.
      const nature = Array.from({ length: count }, () => ({
        pass: random() < rate ? 0.98 : 0.3,
        length: 60 * Math.exp(bell(random) / 2),
      }))
      const draw: Draw = (index) => {
        const { pass = 1, length = 1 } = nature[index] ?? {}
        return { score: random() < pass ? 1 : 0, cost: 400 + 5 * length * Math.exp(bell(random) / 3) }
      }
      const rule = VerdictRule.parse({ margin: 0.05 })
      const verdict = decideFast(side('A', count, draw), side('B', count, draw), rule, String(seed))
      if (verdict.isProven && verdict.kind === 'not-worse-and-cheaper') proven++
    }
    expect(proven / trials).toBeLessThanOrEqual(0.05)
    expect(proven).toBeGreaterThan(0)
  })
})

function decideFast(baseline: VerdictSide, candidate: VerdictSide, rule: VerdictRule, seed: string) {
  return decide(baseline, candidate, { rule, seed, resamples: 400 })
}

function bell(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}
