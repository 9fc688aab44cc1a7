import { AppError } from '../../../shared/contract/errors.ts'
import type { ComparedColumns } from '../../../shared/domain/comparison.ts'
import type { CasePart, ColumnRef } from '../../../shared/domain/verdict.ts'
import { readPlaces } from '../evaluate/verdicts/read-places.ts'
import { labelOf } from '../evaluate/verdicts/read-sides.ts'
import { columnOf, isSimulation, type VerdictStores } from '../evaluate/verdicts/read-verdicts.ts'
import type { AnswerPair, ColumnPair } from '../store/comparison-store.ts'
import type { Store } from '../store/open-store.ts'
import type { StoredRun } from '../store/run-store.ts'
import { turn } from '../turns/turn.ts'

export type CompareStores = VerdictStores & Pick<Store, 'comparisons'>

/** Two columns as they are stored and as they are named: what is stored of the right one is turned where that is the baseline. */
export interface ComparedPair {
  readonly pair: ColumnPair
  /** 1 = the candidate is the right one; −1 = the baseline is. */
  readonly sign: 1 | -1
  readonly baseline: ColumnRef
  readonly candidate: ColumnRef
  readonly names: { readonly baseline: string; readonly candidate: string }
  /** Of the two columns. */
  readonly isSimulation: boolean
}

/** A case with the answers of both, by repeat. */
export interface ComparedCase {
  readonly caseId: string
  readonly position: number
  readonly rowNo: number
  readonly cluster: string
  readonly answers: readonly AnswerPair[]
}

/** @throws AppError `not-found` for a column that the run has not, `bad-input` for a column against itself */
export function columnPairOf(
  stored: StoredRun,
  columns: Pick<ComparedColumns, 'baseline' | 'candidate'>,
): ComparedPair {
  const { run, no } = stored
  const [baseline, candidate] = [columnOf(stored, columns.baseline), columnOf(stored, columns.candidate)]
  const [baselineNo, candidateNo] = [run.columns.indexOf(baseline), run.columns.indexOf(candidate)]
  if (baselineNo === candidateNo) throw new AppError('bad-input', 'A column cannot be compared with itself.')
  return {
    pair: { runNo: no, leftNo: Math.min(baselineNo, candidateNo), rightNo: Math.max(baselineNo, candidateNo) },
    sign: baselineNo < candidateNo ? 1 : -1,
    baseline: { variantId: baseline.variantId, modelId: baseline.modelId },
    candidate: { variantId: candidate.variantId, modelId: candidate.modelId },
    names: { baseline: labelOf(run.columns, baseline), candidate: labelOf(run.columns, candidate) },
    isSimulation: isSimulation(stored, baseline) || isSimulation(stored, candidate),
  }
}

/** Which look at the hold-out the pair was; 1 where none is needed, null where nobody looked and so nothing may be shown. */
export function lookFor({ verdicts }: CompareStores, { run }: StoredRun, columns: ComparedColumns): number | null {
  return columns.part === 'dev' ? 1 : verdicts.lookOf(run.id, columns.baseline, columns.candidate)
}

/** @throws AppError `conflict` while the hold-out is hidden for this pair */
export function refuseHidden(stores: CompareStores, stored: StoredRun, columns: ComparedColumns): void {
  if (lookFor(stores, stored, columns) !== null) return
  throw new AppError(
    'conflict',
    'The hold-out is not looked at for these two yet. Confirm on the hold-out first, or compare the development cases.',
  )
}

const ROWS_PER_TURN = 2000

/** The cases that both columns answered, in slices. @throws the signal's reason after an abort */
export async function readPairs(
  stores: CompareStores,
  stored: StoredRun,
  { pair, part, signal }: { readonly pair: ColumnPair; readonly part: CasePart; readonly signal?: AbortSignal },
): Promise<readonly ComparedCase[]> {
  const cases = await readPlaces(stores, stored, { part, signal })
  const ofRow = new Map<number, AnswerPair[]>()
  for (let from = 0; from < stored.run.caseCount; from += ROWS_PER_TURN) {
    for (const answer of stores.comparisons.answersOf(pair, { from, to: from + ROWS_PER_TURN })) {
      const known = ofRow.get(answer.rowNo)
      if (known) known.push(answer)
      else ofRow.set(answer.rowNo, [answer])
    }
    await turn(signal)
  }
  return cases.flatMap(({ caseId, position, rowNo, place: { cluster } }) => {
    const answers = ofRow.get(rowNo)
    return answers ? [{ caseId, position, rowNo, cluster, answers }] : []
  })
}

/** Both answered word for word the same. */
export function isSameAnswer({ leftHash, rightHash }: Pick<AnswerPair, 'leftHash' | 'rightHash'>): boolean {
  return leftHash.equals(rightHash)
}

/** Whether something was said of the very answers that the run has now. */
export function isAboutThese(
  said: Pick<AnswerPair, 'leftHash' | 'rightHash'>,
  answers: Pick<AnswerPair, 'leftHash' | 'rightHash'>,
): boolean {
  return said.leftHash.equals(answers.leftHash) && said.rightHash.equals(answers.rightHash)
}
