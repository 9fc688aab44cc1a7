import { AppError } from '../../../shared/contract/errors.ts'
import type {
  ChoiceAgreement,
  ComparedColumns,
  ReviewChoice,
  ReviewItem,
  ReviewStanding,
} from '../../../shared/domain/comparison.ts'
import { CaseId } from '../../../shared/domain/ids.ts'
import { seededRandom } from '../../../shared/stats/seeded-random.ts'
import { choiceAgreement, decidePreference } from '../../../shared/verdict/decide-preference.ts'
import { readSides } from '../evaluate/verdicts/read-sides.ts'
import type { BlindChoice } from '../store/comparison-store.ts'
import type { StoredRun } from '../store/run-store.ts'
import {
  type ComparedCase,
  type ComparedPair,
  type CompareStores,
  columnPairOf,
  isAboutThese,
  isSameAnswer,
  lookFor,
  readPairs,
  refuseHidden,
} from './column-pair.ts'
import { judgedOutcomes } from './judged-outcomes.ts'

export interface ReviewWish extends ComparedColumns {
  readonly reviewer: string
}

/**
 * The next pair for one person; null when all are chosen between. The same cases in the same order for everybody, so that people can
 * be held against each other; pairs that say the same are left out. Of several repeats the first is shown.
 */
export async function nextReview(
  stores: CompareStores,
  stored: StoredRun,
  wish: ReviewWish,
): Promise<{ readonly item: ReviewItem | null; readonly done: number; readonly total: number }> {
  refuseHidden(stores, stored, wish)
  const compared = columnPairOf(stored, wish)
  const cases = (await readPairs(stores, stored, { pair: compared.pair, part: wish.part })).filter(differs)
  const chosen = ownChoices(stores, compared, wish.reviewer)
  const open = cases.filter((each) => !isChosen(each, chosen))
  const rankOf = ({ caseId }: ComparedCase) => seededRandom(`${stored.run.id} ${caseId} review`)()
  const [next] = open.map((each) => ({ each, rank: rankOf(each) })).toSorted((a, b) => a.rank - b.rank)
  const counts = { done: cases.length - open.length, total: cases.length }
  return { item: next === undefined ? null : toItem(stores, stored, next.each, wish.reviewer), ...counts }
}

/** @throws AppError `not-found` when the case has no such pair any more */
export async function addChoice(
  stores: CompareStores,
  stored: StoredRun,
  wish: ReviewWish & { readonly caseId: CaseId; readonly choice: ReviewChoice },
): Promise<void> {
  refuseHidden(stores, stored, wish)
  const compared = columnPairOf(stored, wish)
  const cases = await readPairs(stores, stored, { pair: compared.pair, part: wish.part })
  const [answer] = cases.find(({ caseId }) => caseId === wish.caseId)?.answers ?? []
  if (!answer) throw new AppError('not-found', 'The run has no such pair any more. Go on with the next one.')
  const isRightFirst = isRightShownFirst(stored, wish.caseId, wish.reviewer)
  const isRightBetter = (wish.choice === 'first') === isRightFirst
  const outcome = wish.choice === 'tie' ? 0 : isRightBetter ? 1 : -1
  const { rowNo, leftHash, rightHash } = answer
  stores.comparisons.choose(compared.pair, { rowNo, leftHash, rightHash, reviewer: wish.reviewer, outcome })
}

/** What people chose, and how far they agree with the run's scores, its judges and each other. */
export async function reviewStanding(
  stores: CompareStores,
  stored: StoredRun,
  columns: ComparedColumns,
): Promise<ReviewStanding> {
  const { part } = columns
  const look = lookFor(stores, stored, columns)
  const compared = columnPairOf(stored, columns)
  const cases = look === null ? [] : await readPairs(stores, stored, { pair: compared.pair, part })
  const people = reviewedOutcomes(stores, compared, cases)
  const choices = choicesByRow(stores, compared, cases)
  const reviewers = [...new Set([...choices.values()].flat().map(({ reviewer }) => reviewer))]
  const reviewed = cases.filter(({ rowNo }) => people.has(rowNo))
  const preference = decidePreference({
    cases: reviewed.map(({ caseId, position, rowNo, cluster }) => ({
      caseId: CaseId.parse(caseId),
      position,
      row: rowNo,
      cluster,
      preference: people.get(rowNo)?.outcome ?? 0,
      isSame: false,
      asked: 0,
      consistent: 0,
      reason: '',
    })),
    open: cases.filter((each) => differs(each) && !people.has(each.rowNo)).length,
    names: { chooser: reviewers.length > 1 ? 'People' : 'You', ...compared.names },
    alpha: stores.verdicts.ruleOf(stored.run.projectId).alpha,
    part,
    look: look ?? 1,
    isSimulation: compared.isSimulation,
    judge: null,
    seed: `${stored.run.id} ${compared.pair.leftNo} ${compared.pair.rightNo} ${part}`,
  })
  const agreements: ChoiceAgreement[] = [
    ...(await withScores(stores, stored, { compared, part, people })),
    ...withJudges(stores, { compared, cases, people }),
    ...amongPeople(choices, reviewers, compared.sign),
  ]
  return { reviewers, preference, agreements }
}

export interface ReviewedOutcome {
  /** Of the candidate. */
  readonly outcome: -1 | 0 | 1
  readonly people: number
}

/** By row: what most people chose between the answers that the run has now. Where they are split, nothing is preferred. */
export function reviewedOutcomes(
  stores: CompareStores,
  compared: ComparedPair,
  cases: readonly ComparedCase[],
): ReadonlyMap<number, ReviewedOutcome> {
  const found = new Map<number, ReviewedOutcome>()
  for (const [rowNo, choices] of choicesByRow(stores, compared, cases)) {
    const votes = [-1, 0, 1].map((outcome) => choices.filter((choice) => choice.outcome === outcome).length)
    const most = Math.max(...votes)
    const winners = ([-1, 0, 1] as const).filter((_, index) => votes[index] === most)
    const [winner] = winners
    const outcome = winners.length === 1 && winner !== undefined ? winner : 0
    found.set(rowNo, { outcome: turned(outcome, compared.sign), people: choices.length })
  }
  return found
}

function choicesByRow(stores: CompareStores, { pair }: ComparedPair, cases: readonly ComparedCase[]) {
  const answerOf = new Map(cases.map(({ rowNo, answers }) => [rowNo, answers[0]]))
  const byRow = new Map<number, BlindChoice[]>()
  for (const choice of stores.comparisons.choicesOf(pair)) {
    const answer = answerOf.get(choice.rowNo)
    if (!answer || !isAboutThese(choice, answer)) continue
    byRow.set(choice.rowNo, [...(byRow.get(choice.rowNo) ?? []), choice])
  }
  return byRow
}

async function withScores(
  stores: CompareStores,
  stored: StoredRun,
  { compared, part, people }: Pick<Agreeing, 'compared' | 'people'> & Pick<ComparedColumns, 'part'>,
): Promise<ChoiceAgreement[]> {
  if (people.size === 0) return []
  const sideOf = await readSides(stores, stored, { part, signal: undefined })
  const { leftNo, rightNo } = compared.pair
  const [baseline, candidate] = [leftNo, rightNo].map((no) => sideOf(no).cases)
  const pairs = (baseline ?? []).flatMap((before, index): [number, number][] => {
    const after = candidate?.[index]
    const human = people.get(before.row ?? -1)
    if (human === undefined || before.score === null || after?.score == null) return []
    return [[compared.sign * (after.score - before.score), human.outcome]]
  })
  return pairs.length === 0 ? [] : [choiceAgreement({ with: 'the scores of the run', kind: 'scores' }, pairs)]
}

interface Agreeing {
  readonly compared: ComparedPair
  readonly cases: readonly ComparedCase[]
  readonly people: ReadonlyMap<number, ReviewedOutcome>
}

function withJudges(stores: CompareStores, { compared, cases, people }: Agreeing): ChoiceAgreement[] {
  const { leftNo, rightNo, runNo } = compared.pair
  return stores.comparisons
    .list(runNo)
    .filter((each) => each.leftNo === leftNo && each.rightNo === rightNo)
    .flatMap(({ no, judge }) => {
      const judged = judgedOutcomes(stores, no, { cases, sign: compared.sign })
      const pairs = [...people].flatMap(([rowNo, { outcome }]): [number, number][] => {
        const said = judged.get(rowNo)
        return said === undefined ? [] : [[said, outcome]]
      })
      return pairs.length === 0 ? [] : [choiceAgreement({ with: judge.id, kind: 'judge' }, pairs)]
    })
}

function amongPeople(
  choices: ReadonlyMap<number, readonly BlindChoice[]>,
  reviewers: readonly string[],
  sign: 1 | -1,
): ChoiceAgreement[] {
  return reviewers.flatMap((one, index) =>
    reviewers.slice(index + 1).flatMap((other) => {
      const pairs = [...choices.values()].flatMap((ofRow): [number, number][] => {
        const [first, second] = [one, other].map((name) => ofRow.find(({ reviewer }) => reviewer === name))
        return first && second ? [[sign * first.outcome, sign * second.outcome]] : []
      })
      return pairs.length === 0
        ? []
        : [choiceAgreement({ with: `${nameOf(one)} and ${nameOf(other)}`, kind: 'person' }, pairs)]
    }),
  )
}

function nameOf(reviewer: string): string {
  return reviewer === '' ? 'unnamed' : reviewer
}

function ownChoices(stores: CompareStores, { pair }: ComparedPair, reviewer: string): ReadonlyMap<number, BlindChoice> {
  const own = stores.comparisons.choicesOf(pair).filter((choice) => choice.reviewer === reviewer)
  return new Map(own.map((choice) => [choice.rowNo, choice]))
}

function isChosen({ rowNo, answers }: ComparedCase, chosen: ReadonlyMap<number, BlindChoice>): boolean {
  const choice = chosen.get(rowNo)
  const [answer] = answers
  return choice !== undefined && answer !== undefined && isAboutThese(choice, answer)
}

function differs({ answers }: ComparedCase): boolean {
  const [answer] = answers
  return answer !== undefined && !isSameAnswer(answer)
}

/** By chance for each case and person, and the same again when the page is loaded anew. */
function isRightShownFirst({ run }: StoredRun, caseId: string, reviewer: string): boolean {
  return seededRandom(`${run.id} ${caseId} ${reviewer} order`)() < 0.5
}

function toItem(stores: CompareStores, stored: StoredRun, compared: ComparedCase, reviewer: string): ReviewItem {
  const [answer] = compared.answers
  const [found] = stores.snapshots.page(stored.snapshotNo, compared.rowNo, 1)
  const left = answer ? stores.comparisons.outputOf(answer.leftReplyNo) : ''
  const right = answer ? stores.comparisons.outputOf(answer.rightReplyNo) : ''
  const isRightFirst = isRightShownFirst(stored, compared.caseId, reviewer)
  return {
    caseId: CaseId.parse(compared.caseId),
    variables: found?.evalCase.variables ?? {},
    expected: found?.evalCase.expected ?? null,
    first: isRightFirst ? right : left,
    second: isRightFirst ? left : right,
  }
}

function turned(outcome: -1 | 0 | 1, sign: 1 | -1): -1 | 0 | 1 {
  return outcome === 0 ? 0 : outcome === sign ? 1 : -1
}
