import { hash } from 'node:crypto'
import { AppError } from '../../../shared/contract/errors.ts'
import type { CaseId } from '../../../shared/domain/ids.ts'
import type { JudgeCalibration, JudgeStatus, LabelItem } from '../../../shared/domain/judge-calibration.ts'
import { seededRandom } from '../../../shared/stats/seeded-random.ts'
import { parseTemplate } from '../../../shared/template/parse-template.ts'
import { renderTemplate } from '../../../shared/template/render-template.ts'
import { assertionKey } from '../../../shared/verdict/assertion-key.ts'
import { calibrateJudge } from '../../../shared/verdict/calibrate-judge.ts'
import { canonicalJson } from '../canonical-json.ts'
import type { JudgedOutput } from '../store/label-store.ts'
import type { Store } from '../store/open-store.ts'
import type { StoredRun } from '../store/run-store.ts'
import { judgedAssertions } from './judges-of.ts'

type Stores = Pick<Store, 'labels' | 'snapshots'>

interface Judge {
  readonly index: number
  /** Changes with judge, rubric and options: labels of one say nothing about another. */
  readonly key: string
  readonly label: string
  readonly modelId: string | null
  readonly weight: number
  readonly value: string | null
  readonly isNegated: boolean
}

/** How every judge of a run stands. */
export function judgeStatuses({ labels }: Stores, stored: StoredRun): JudgeStatus[] {
  return judgesOf(stored).map(({ index, key, label, modelId }) => ({
    assertionIndex: index,
    label,
    judgeModelId: modelId,
    calibration: calibrateJudge(labels.pairsOf(key)),
  }))
}

/** Whether scores that count come from a judge below the bar. */
export function hasUncalibratedJudge({ labels }: Stores, stored: StoredRun): boolean {
  return judgesOf(stored).some(({ weight, key }) => weight > 0 && !calibrateJudge(labels.pairsOf(key)).isCalibrated)
}

/** The next output to label, in an order fixed by the run; null when all are labelled. */
export function nextLabelItem(stores: Stores, stored: StoredRun, assertionIndex: number): LabelItem | null {
  const judge = judgeAt(stored, assertionIndex)
  const labelled = stores.labels.labelledOf(judge.key)
  const [next] = stores.labels
    .outputsOf(stored.no, stored.snapshotNo, assertionIndex)
    .filter(({ caseId, outputHash }) => !labelled.has(`${caseId} ${outputHash}`))
    .map((output) => ({ output, rank: seededRandom(`${stored.run.id} ${output.caseId} ${output.outputHash}`)() }))
    .sort((a, b) => a.rank - b.rank)
  return next === undefined ? null : toItem(stores, stored, judge, next.output)
}

/** @throws AppError `not-found` when the run has no such output */
export function addLabel(
  stores: Stores,
  stored: StoredRun,
  label: {
    readonly assertionIndex: number
    readonly caseId: CaseId
    readonly outputHash: string
    readonly hasPassed: boolean
  },
): JudgeCalibration {
  const judge = judgeAt(stored, label.assertionIndex)
  const output = stores.labels
    .outputsOf(stored.no, stored.snapshotNo, label.assertionIndex)
    .find(({ caseId, outputHash }) => caseId === label.caseId && outputHash === label.outputHash)
  if (!output) throw new AppError('not-found', 'The run has no such output any more. Go on with the next one.')
  const { caseId, outputHash } = output
  const said = output.hasPassed !== judge.isNegated
  stores.labels.add({ judgeKey: judge.key, caseId, outputHash, judge: said, human: label.hasPassed })
  return calibrateJudge(stores.labels.pairsOf(judge.key))
}

export function undoLabel({ labels }: Stores, stored: StoredRun, assertionIndex: number): JudgeCalibration {
  const { key } = judgeAt(stored, assertionIndex)
  labels.undo(key)
  return calibrateJudge(labels.pairsOf(key))
}

function judgesOf({ assertions, run }: StoredRun): readonly Judge[] {
  return assertions.flatMap((assertion, index) => {
    const [judged] = judgedAssertions([assertion])
    if (!judged) return []
    const modelId = judged.modelId ?? run.spec.judgeModelId
    const { scorer, value, options, transforms, weight, isNegated } = assertion
    const key = hash('sha256', canonicalJson({ scorer, value, options, transforms, modelId }), 'hex')
    return [{ index, key, label: assertionKey(assertion), modelId, weight, value, isNegated }]
  })
}

function judgeAt(stored: StoredRun, index: number): Judge {
  const judge = judgesOf(stored).find((each) => each.index === index)
  if (!judge) throw new AppError('not-found', 'That assertion of the run asks no judge.')
  return judge
}

function toItem({ labels, snapshots }: Stores, stored: StoredRun, judge: Judge, output: JudgedOutput): LabelItem {
  const [found] = snapshots.page(stored.snapshotNo, output.rowNo, 1)
  const variables = found?.evalCase.variables ?? {}
  const expected = found?.evalCase.expected ?? null
  const known = expected === null ? variables : { ...variables, expected }
  return {
    caseId: output.caseId,
    outputHash: output.outputHash,
    rubric: judge.value === null ? judge.label : renderTemplate(parseTemplate(judge.value), known),
    variables,
    output: labels.outputOf(output.replyNo),
  }
}
