import type { Answers } from '../squeeze/answers.ts'
import type { FlowArm } from '../squeeze/arms/flow-arm.ts'
import { brokenCritical, evidenceOf, pairsOf, type RaceArm } from '../squeeze/arms/race-arms.ts'
import type { CasePoint, PoolMember } from './pool-member.ts'

export interface ChildRace {
  readonly child: FlowArm
  readonly baseline: RaceArm
  /** The child's standing as the pool would see it, on what is answered so far. */
  readonly memberOf: () => PoolMember | null
  readonly pool: readonly PoolMember[]
  readonly order: readonly number[]
  /** Cases of its screening: half of them were drawn since the parent fails on them, so that they are no fair sample. */
  readonly screened: readonly number[]
  readonly margin: number
  readonly answers: Answers
  /** Calls that must be left for the confirmation. */
  readonly reserveCalls: number
  readonly isStopAsked: () => boolean
}

const CASES_PER_STEP = 8
/** Evidence of "worse by more than the margin" at which a child is given up. */
const FUTILITY = 20

/**
 * Takes a child to the full set of development cases, step by step, and gives it up as soon as it is worse than the original by
 * more than the margin (betting test), breaks a critical assertion, or, from half of the cases on, another candidate is at
 * least as good and as cheap on the same cases. Gives the reason, or null when it came through.
 */
export async function raceChild(race: ChildRace): Promise<string | null> {
  const { child, baseline, order, margin, answers, reserveCalls } = race
  const screened = new Set(race.screened)
  for (;;) {
    const results = answers.of(child.messages)
    const own = { id: child.id, results }
    const seen = order.filter((index) => results.has(index))
    const broken = brokenCritical(baseline, own, seen)
    if (broken !== null) return `Fails the critical assertion "${broken}" where the original passes.`
    const n = pairsOf(baseline, own, seen).length
    const fair = seen.filter((index) => !screened.has(index))
    if (evidenceOf(baseline, own, { caseOrder: fair, margin, claim: 'worse' }) >= FUTILITY)
      return `Worse than the original by more than ${Math.round(margin * 1000) / 10} points (betting test, ${fair.length} cases).`
    const member = race.memberOf()
    const rival = member === null || seen.length * 2 < order.length ? null : beatenBy(member, race.pool)
    if (rival !== null) return `Beaten by another candidate in quality and cost on ${n} cases.`
    if (seen.length === order.length) return null
    const next = order.filter((index) => !results.has(index)).slice(0, CASES_PER_STEP)
    if (race.isStopAsked()) return 'The search was stopped first.'
    if (
      next.length > answers.left - reserveCalls ||
      !(await answers.ask([{ messages: child.messages, caseIndexes: next }]))
    )
      return 'The calls were used up first.'
  }
}

/** Another member that is at least as good in both on the child's cases, and better in one. */
function beatenBy(child: PoolMember, pool: readonly PoolMember[]): PoolMember | null {
  const points = [...child.cases]
  return (
    pool.find(({ cases }) => {
      const shared = points.flatMap(([index, own]): [CasePoint, CasePoint][] => {
        const other = cases.get(index)
        return other ? [[own, other]] : []
      })
      const sum = (pick: (pair: [CasePoint, CasePoint]) => number) =>
        shared.reduce((total, pair) => total + pick(pair), 0)
      const better = sum(([own, other]) => other.score - own.score)
      const cheaper = sum(([own, other]) => own.cost - other.cost)
      return shared.length === points.length && better >= 0 && cheaper >= 0 && (better > 1e-9 || cheaper > 1e-9)
    }) ?? null
  )
}
