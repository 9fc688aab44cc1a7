import type { LeverQuality } from '../domain/savings.ts'
import { qualityWithoutCritical } from './levers/claim-without-critical.ts'
import { missingColumns } from './missing-columns.ts'
import { type AnswerFigures, columnFigures, columnScores, pairedVerdict, qualityOf } from './paired-quality.ts'
import { planCost } from './plan-cost.ts'
import type { PlannedCall } from './planned-call.ts'
import type { SavingsInput } from './savings-input.ts'
import type { WaterfallLever } from './waterfall.ts'

type Scores = readonly (number | null)[]

/** What several levers do to the answers together, and which of them cannot be told. */
export interface JointQuality {
  readonly quality: LeverQuality
  /** Levers that no answers show together with the others. */
  readonly untestedIds: readonly string[]
  /** Levers that change answers. */
  readonly changingIds: readonly string[]
}

/**
 * One verdict on several levers together: their answers composed case by case from what was recorded (the columns that calls end up
 * in, a router's or cascade's out-of-fold answers, what a cache or rules would have served), paired with today's. A lever whose answers
 * cannot be composed with those before it is named, not guessed, and so are the runs that would show them. Pauses between levers.
 */
export function* jointQuality(
  input: SavingsInput,
  today: readonly PlannedCall[],
  levers: readonly WaterfallLever[],
): Generator<undefined, JointQuality> {
  const changing = levers.filter(({ offer }) => offer.quality.kind !== 'unchanged')
  const changingIds = changing.map(({ id }) => id)
  const [only] = changing
  if (only === undefined) {
    const sentence = 'None of these levers changes an answer.'
    return { quality: { kind: 'unchanged', sentence }, untestedIds: [], changingIds }
  }
  if (changing.length === 1) return { quality: only.offer.quality, untestedIds: [], changingIds }
  const { scores, tested, untested, remedies } = yield* compose(input, today, changing)
  const names = (list: readonly WaterfallLever[]) => list.map(({ label }) => label).join(', ')
  const known =
    tested.length < 2
      ? (tested[0]?.offer.quality ?? null)
      : yield* verdictOf(input, today, { levers, untested, scores })
  if (untested.length === 0 && known !== null) return { quality: known, untestedIds: [], changingIds }
  const rest = known === null ? '' : ` Without: ${known.sentence}`
  const what = tested.length === 0 ? `${names(untested)} together` : `${names(untested)} together with ${names(tested)}`
  const sentence = `${what}: no answers show that; ${[...new Set(remedies)].join('; ')}.${rest}`
  return { quality: { kind: 'not-measured', sentence }, untestedIds: untested.map(({ id }) => id), changingIds }
}

interface Composed {
  readonly scores: Scores
  readonly tested: readonly WaterfallLever[]
  readonly untested: readonly WaterfallLever[]
  /** How the answers of those that are untested would show, as parts of a sentence. */
  readonly remedies: readonly string[]
}

/**
 * First what answers, a router after the prompts that its models get, then what answers in its place: a cache or rules stand before the
 * model, in whatever order they are listed.
 */
function* compose(
  input: SavingsInput,
  today: readonly PlannedCall[],
  levers: readonly WaterfallLever[],
): Generator<undefined, Composed> {
  let calls = today
  let scores: Scores = columnScores(input, input.baselineNo)
  let hasOwnAnswers = false
  const tested: WaterfallLever[] = []
  const untested: WaterfallLever[] = []
  const remedies: string[] = []
  const isRouted = ({ offer }: WaterfallLever) => offer.served?.kind === 'routed'
  for (const lever of [...levers.filter((one) => !isRouted(one)), ...levers.filter(isRouted)]) {
    yield
    const { served, change } = lever.offer
    if (served?.kind === 'rescored') continue
    const isFirst = calls === today && !hasOwnAnswers
    if ((served?.kind === 'scores' || served?.kind === 'routed') && isFirst) {
      scores = served.scores
      hasOwnAnswers = true
      tested.push(lever)
      continue
    }
    const canMove = served?.kind === 'columns' || served?.kind === 'routed'
    const changed = canMove && !hasOwnAnswers ? change(calls) : null
    if (changed === null || !areAnswered(changed, isRouted(lever))) {
      untested.push(lever)
      remedies.push(remedyFor(input, { lever, calls, changed, cascade: tested.find(isCascade) ?? null }))
      continue
    }
    calls = changed
    scores = scoresOfCalls(input, calls)
    if (served?.kind === 'routed')
      scores = scores.map((score, caseNo) => (served.scores[caseNo] === null ? null : score))
    hasOwnAnswers = isRouted(lever)
    tested.push(lever)
  }
  for (const lever of levers) {
    yield
    if (lever.offer.served?.kind !== 'rescored') continue
    scores = lever.offer.served.rescore(scores)
    tested.push(lever)
  }
  return { scores, tested, untested, remedies }
}

/** Of a router's models each: cases that go to one of them only are no fair sample of all. */
function areAnswered(calls: readonly PlannedCall[], isByColumn: boolean): boolean {
  const answered = new Set(calls.flatMap(({ columnNo, isInferred }) => (isInferred ? [] : [columnNo])))
  return isByColumn ? calls.every(({ columnNo }) => answered.has(columnNo)) : answered.size > 0
}

interface Untold {
  readonly lever: WaterfallLever
  /** As the levers before it left them. */
  readonly calls: readonly PlannedCall[]
  /** Null where its answers follow from no column. */
  readonly changed: readonly PlannedCall[] | null
  /** Stands already, and goes by answers. */
  readonly cascade: WaterfallLever | null
}

function remedyFor(input: SavingsInput, { lever, calls, changed, cascade }: Untold): string {
  const missing = changed === null ? [] : missingColumns(input, calls, changed)
  if (missing.length > 0) return `run ${missing.join(' and ')} on the same cases`
  // A cascade's checks read the answers themselves, so that it has to be measured anew on the other ones.
  const reading = isCascade(lever) ? lever : cascade
  const [now] = isCascade(lever) ? calls : lever.offer.change(calls)
  const column = reading === null || !now || now.isInferred ? undefined : input.columns[now.columnNo]
  return column === undefined || now?.columnNo === input.baselineNo
    ? 'run it on the same cases'
    : `choose ${column.label} as today’s, so that ${reading?.label} is measured on its answers`
}

function isCascade({ offer }: WaterfallLever): boolean {
  return offer.served?.kind === 'scores'
}

/** By case, the recorded scores of the columns that are asked by now, by how often; null where one of them is not recorded. */
function scoresOfCalls(input: SavingsInput, calls: readonly PlannedCall[]): Scores {
  const columns = input.columns.map((_, columnNo) => columnScores(input, columnNo))
  const sums = input.cases.map(() => ({ score: 0, share: 0, isKnown: true }))
  for (const { caseNo, columnNo, share, isInferred } of calls) {
    const sum = sums[caseNo]
    if (!sum) continue
    const score = isInferred ? null : (columns[columnNo]?.[caseNo] ?? null)
    if (score === null) sum.isKnown = false
    sum.score += share * (score ?? 0)
    sum.share += share
  }
  return sums.map(({ score, share, isKnown }) => (isKnown && share > 0 ? score / share : null))
}

function* verdictOf(
  input: SavingsInput,
  today: readonly PlannedCall[],
  {
    levers,
    untested,
    scores,
  }: {
    readonly levers: readonly WaterfallLever[]
    readonly untested: readonly WaterfallLever[]
    readonly scores: Scores
  },
): Generator<undefined, LeverQuality> {
  const before = columnFigures(input, input.baselineNo)
  yield
  const calls = levers.filter((lever) => !untested.includes(lever)).reduce((now, { offer }) => offer.change(now), today)
  const { perCase } = planCost(input, calls)
  const candidate: AnswerFigures = {
    column: before.column,
    label: 'the sum of the levers',
    scores,
    costs: [...perCase].map((cost) => (Number.isNaN(cost) ? null : cost)),
    // Each was chosen from among others: the sum is held to the level divided by their number.
    compared: levers.length,
  }
  return qualityWithoutCritical(input.rule, qualityOf(yield* pairedVerdict(input, before, candidate)))
}
