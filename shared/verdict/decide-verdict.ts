import { allSteps } from '../all-steps.ts'
import { AppError } from '../contract/errors.ts'
import type { CaseId } from '../domain/ids.ts'
import type { Interval } from '../domain/results.ts'
import type {
  CasePart,
  Caveat,
  ColumnRef,
  CriticalResult,
  Verdict,
  VerdictKind,
  VerdictRule,
} from '../domain/verdict.ts'
import { costRatio } from '../stats/cost-ratio.ts'
import { failureBound } from '../stats/failure-bound.ts'
import { groupedUnits } from '../stats/group-units.ts'
import { type NonInferiority, type NonInferiorityMethod, nonInferiority } from '../stats/non-inferiority.ts'
import { seededRandom } from '../stats/seeded-random.ts'
import { verdictSentence } from './verdict-sentence.ts'

/** What one column made of one case: its repeats averaged. */
export interface CaseResult {
  readonly caseId: CaseId
  readonly position: number
  /** Its row in the run, from 0; absent = its position less one. */
  readonly row?: number
  readonly cluster: string
  /** Null when a repeat failed or is missing, or nothing was scored. */
  readonly score: number | null
  /** Answered, and without a score only for want of a judge's word. */
  readonly isUnjudged?: boolean
  /** Mean of a call, in any unit; null = unpriced or not answered. */
  readonly cost: number | null
  /** By key of the critical assertions: whether every repeat passed. */
  readonly critical: ReadonlyMap<string, boolean>
}

export interface VerdictSide {
  readonly column: ColumnRef
  /** As it stands in a sentence: "B", or "B on gpt-5.4-mini". */
  readonly label: string
  readonly cases: readonly CaseResult[]
}

export interface VerdictInput {
  readonly baseline: VerdictSide
  readonly candidate: VerdictSide
  readonly rule: VerdictRule
  readonly part: CasePart
  /** Which look at the hold-out this is, from 1. */
  readonly look: number
  readonly isSimulation: boolean
  /** Scores came from a judge that no sufficient human labels stand behind. */
  readonly hasUncalibratedJudge: boolean
  readonly seed: string
  /** Of the bootstrap; absent = as many as the number of cases allows, 10,000 at most. */
  readonly resamples?: number
}

/** Fewer hold-out cases carry no claim, whatever the interval says. */
export const fewestProvingCases = 60
export const looksUntilWorn = 5
const MAX_LISTED = 200
const MAX_LEFT_OUT = 0.05
/** Cases × resamples: above, drawing would keep the application busy for longer than a blink. */
const MAX_DRAWS = 4_000_000
const GROUPED_RESAMPLES = 2000

const METHODS: Readonly<Record<NonInferiorityMethod, string>> = {
  'bonett-price-and-score': 'widest of Bonett–Price, Tango’s score interval and the exact binomial bound',
  'bca-and-score': 'widest of the bootstrap of cases (BCa), the t and the score interval',
  'percentile-and-score': 'widest of the bootstrap of cases (percentile), the t and the score interval',
}

/**
 * The verdict: first whether the candidate is not worse, then whether it is cheaper, each at the rule's level; in this fixed
 * order no correction is needed.
 *
 * @throws AppError `bad-input` when the two were not asked the same cases: unpaired numbers are refused, not approximated
 */
export function decideVerdict(input: VerdictInput): Verdict {
  return allSteps(verdictSteps(input))
}

/** The same in steps, each short enough to do between two turns of an event loop; the last one gives the verdict. */
export function* verdictSteps(input: VerdictInput): Generator<undefined, Verdict> {
  const { baseline, candidate, rule } = input
  const pairs = pairUp(baseline, candidate)
  const scored = pairs.filter(isScored)
  const differences = scored.map(({ before, after }) => after.score - before.score)
  const clusters = scored.map(({ before }) => before.cluster)
  yield
  const options = { random: seededRandom(input.seed), resamples: input.resamples ?? resamplesFor(scored.length) }
  const quality = nonInferiority(differences, { ...options, margin: rule.margin, alpha: rule.alpha, clusters })
  yield
  const priced = scored.every(({ before, after }) => before.cost !== null && after.cost !== null)
  const cost = priced
    ? costRatio(
        {
          baseline: scored.map(({ before }) => before.cost ?? 0),
          candidate: scored.map(({ after }) => after.cost ?? 0),
          differences,
          margin: rule.margin,
          clusters,
        },
        options,
      )
    : null
  yield
  const critical = criticalResults(input, pairs)
  const kind = kindOf(quality, cost?.interval ?? null, critical)
  const scoredOf = (side: VerdictSide) => side.cases.filter(({ score }) => score !== null).length
  const either = { baseline: scoredOf(baseline), candidate: scoredOf(candidate) }
  const isScoredAtAll = either.baseline + either.candidate > 0
  const caveats = caveatsOf(input, scored.length, isScoredAtAll ? pairs.length - scored.length : 0)
  const discordant = scored
    .filter(({ before, after }) => before.score !== after.score)
    .map(({ before, after }) => ({
      caseId: before.caseId,
      position: before.position,
      row: before.row ?? before.position - 1,
      baselineScore: before.score,
      candidateScore: after.score,
    }))
    .sort(
      (a, b) => a.candidateScore - a.baselineScore - (b.candidateScore - b.baselineScore) || a.position - b.position,
    )
  const verdict = {
    baseline: baseline.column,
    candidate: candidate.column,
    baselineLabel: baseline.label,
    candidateLabel: candidate.label,
    kind,
    isProven: kind !== 'unknown' && caveats.length === 0,
    caveats,
    part: input.part,
    margin: rule.margin,
    alpha: rule.alpha,
    cases: scored.length,
    leftOut: pairs.length - scored.length,
    notJudged: pairs.filter(({ before, after }) => before.isUnjudged === true || after.isUnjudged === true).length,
    method:
      quality === null ? 'none: fewer than two independent cases are scored on both sides' : METHODS[quality.method],
    difference: quality?.difference ?? null,
    differenceInterval: toInterval(quality?.interval ?? null),
    costRatio: cost?.ratio ?? null,
    costRatioInterval: toInterval(cost?.interval ?? null),
    topTenthCostShare: cost?.topTenthShare ?? null,
    losses: quality?.losses ?? 0,
    gains: quality?.gains ?? 0,
    discordant: discordant.slice(0, MAX_LISTED),
    moreCases: moreCasesOf(input, kind, quality, scored.length),
    critical: [...critical],
  }
  return { ...verdict, sentence: verdictSentence({ ...verdict, scored: either }) }
}

interface Pair {
  readonly before: CaseResult
  readonly after: CaseResult
}

interface ScoredPair extends Pair {
  readonly before: CaseResult & { readonly score: number }
  readonly after: CaseResult & { readonly score: number }
}

function isScored(pair: Pair): pair is ScoredPair {
  return pair.before.score !== null && pair.after.score !== null
}

function pairUp(baseline: VerdictSide, candidate: VerdictSide): readonly Pair[] {
  const after = new Map(candidate.cases.map((result) => [result.caseId, result]))
  const pairs = baseline.cases.flatMap((before) => {
    const match = after.get(before.caseId)
    return match ? [{ before, after: match }] : []
  })
  if (pairs.length !== baseline.cases.length || pairs.length !== candidate.cases.length) {
    throw new AppError(
      'bad-input',
      `${baseline.label} and ${candidate.label} were asked different cases, so no verdict is possible. Run both on the same cases.`,
    )
  }
  return pairs
}

function criticalResults({ baseline, rule }: VerdictInput, pairs: readonly Pair[]): readonly CriticalResult[] {
  const asked = new Set(baseline.cases.flatMap(({ critical }) => [...critical.keys()]))
  return rule.criticalAssertions
    .filter((key) => asked.has(key))
    .map((key) => {
      const judged = pairs.filter(({ before, after }) => before.critical.has(key) && after.critical.has(key))
      const losses = judged.filter(({ before, after }) => before.critical.get(key) && !after.critical.get(key)).length
      const bound = losses === 0 ? failureBound(0, judged.length, rule.alpha) : null
      return { key, label: key, losses, cases: judged.length, bound }
    })
}

function kindOf(
  quality: NonInferiority | null,
  cost: readonly [number, number] | null,
  critical: readonly CriticalResult[],
): VerdictKind {
  if (critical.some(({ losses }) => losses > 0)) return 'worse'
  if (quality === null) return 'unknown'
  if (quality.decision === 'worse') return 'worse'
  if (cost === null) return 'unknown'
  if (cost[1] >= 1) return 'no-saving'
  return quality.decision === 'not-worse' ? 'not-worse-and-cheaper' : 'cheaper-undecided'
}

function caveatsOf(input: VerdictInput, cases: number, leftOut: number): Caveat[] {
  const caveats: Caveat[] = []
  if (input.part !== 'hold-out') caveats.push('not-hold-out')
  else if (input.look > looksUntilWorn) caveats.push('worn-hold-out')
  // Without any the sentence says why.
  if (cases > 0 && cases < fewestProvingCases) caveats.push('few-cases')
  if (leftOut > MAX_LEFT_OUT * (cases + leftOut)) caveats.push('many-left-out')
  if (input.hasUncalibratedJudge) caveats.push('judge-not-calibrated')
  if (input.isSimulation) caveats.push('simulation')
  return caveats
}

/** Also a settled question needs enough cases to count as proven. */
function moreCasesOf(
  input: VerdictInput,
  kind: VerdictKind,
  quality: NonInferiority | null,
  cases: number,
): number | null {
  const least = input.part === 'hold-out' && cases < fewestProvingCases ? fewestProvingCases - cases : 0
  // Without prices no number of cases tells whether it saves.
  if (kind === 'worse' || kind === 'no-saving' || kind === 'unknown' || quality === null) return null
  return Math.max(quality.moreCases ?? 0, least) || null
}

function resamplesFor(cases: number): number {
  if (cases > 2 * groupedUnits) return GROUPED_RESAMPLES
  return Math.min(10_000, Math.floor(MAX_DRAWS / Math.max(1, cases)))
}

function toInterval(bounds: readonly [number, number] | null): Interval | null {
  return bounds === null ? null : { low: bounds[0], high: bounds[1] }
}
