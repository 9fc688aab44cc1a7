import { hash } from 'node:crypto'
import { AppError } from '../../../../shared/contract/errors.ts'
import type { CaseId, ModelId } from '../../../../shared/domain/ids.ts'
import type {
  JudgeCalibration,
  JudgedRate,
  JudgeStatus,
  LabelItem,
} from '../../../../shared/domain/judge-calibration.ts'
import type { Assertion } from '../../../../shared/domain/score.ts'
import { ofOneFamily } from '../../../../shared/models/model-family.ts'
import { opinions } from '../../../../shared/score/judge/judged-assertions.ts'
import { type JudgedStratum, postStratifiedRate } from '../../../../shared/stats/post-stratified-rate.ts'
import { seededRandom } from '../../../../shared/stats/seeded-random.ts'
import { parseTemplate } from '../../../../shared/template/parse-template.ts'
import { renderTemplate } from '../../../../shared/template/render-template.ts'
import { assertionKey } from '../../../../shared/verdict/assertion-key.ts'
import { calibrateJudge, type LabelPair } from '../../../../shared/verdict/calibrate-judge.ts'
import { joinLabels, labelAgreements, labelsByPerson } from '../../../../shared/verdict/join-labels.ts'
import { canonicalJson } from '../../json/canonical-json.ts'
import type { JudgedColumn, JudgedOutput } from '../../store/label-store.ts'
import type { Store } from '../../store/open-store.ts'
import type { StoredRun } from '../../store/run-store.ts'

type Stores = Pick<Store, 'labels' | 'snapshots'>

const MAX_CELLS_READ = 20_000

interface Judge {
  readonly index: number
  /** Changes with judge, rubric and options: labels of one say nothing about another. */
  readonly key: string
  readonly label: string
  readonly modelId: ModelId | null
  readonly weight: number
  readonly value: string | null
  readonly isNegated: boolean
}

/** How every judge of a run stands. */
export function judgeStatuses({ labels }: Stores, stored: StoredRun): JudgeStatus[] {
  const contestants = stored.models.map(({ id }) => id)
  return judgesOf(judgingOf(stored)).map((judge) => {
    const { index, key, label, modelId } = judge
    const given = labels.labelsOf(key)
    const { pairs, split } = joinLabels(given)
    const byPerson = [...labelsByPerson(given)]
    return {
      assertionIndex: index,
      label,
      judgeModelId: modelId,
      calibration: calibrateJudge(pairs),
      split,
      labellers: byPerson.map(([name, own]) => ({ name, labels: own.length })),
      agreements: [...labelAgreements(given)],
      rates: ratesOf(stored, labels.judgedOf(stored.no, index), { judge, pairs }),
      kinModelIds: modelId === null ? [] : [...ofOneFamily(modelId, contestants)],
    }
  })
}

function ratesOf(
  { run }: StoredRun,
  columns: readonly JudgedColumn[],
  { judge, pairs }: { readonly judge: Judge; readonly pairs: readonly LabelPair[] },
): JudgedRate[] {
  return run.columns.map(({ variantId, modelId }, columnNo) => {
    const { judged, passed } = columns.find((column) => column.columnNo === columnNo) ?? { judged: 0, passed: 0 }
    const met = judge.isNegated ? judged - passed : passed
    const corrected = postStratifiedRate([
      stratumOf(
        met,
        pairs.filter(({ judge: said }) => said),
      ),
      stratumOf(
        judged - met,
        pairs.filter(({ judge: said }) => !said),
      ),
    ])
    return {
      variantId,
      modelId,
      judged,
      judgeRate: judged === 0 ? null : met / judged,
      correctedRate: corrected?.rate ?? null,
      correctedInterval: corrected === null ? null : { low: corrected.interval[0], high: corrected.interval[1] },
    }
  })
}

function stratumOf(items: number, labelled: readonly LabelPair[]): JudgedStratum {
  return { items, labels: labelled.length, passed: labelled.filter(({ human }) => human).length }
}

/** What judges, and by default which model. */
export interface Judging {
  readonly assertions: readonly Assertion[]
  readonly judgeModelId: ModelId | null
}

export function judgingOf({ assertions, run }: StoredRun): Judging {
  return { assertions, judgeModelId: run.spec.judgeModelId }
}

/** Whether scores that count come from a judge below the bar. */
export function isJudgeUncalibrated({ labels }: Pick<Stores, 'labels'>, judging: Judging): boolean {
  return judgesOf(judging).some(({ weight, key }) => weight > 0 && !calibrationBy(labels, key).isCalibrated)
}

/**
 * The next output to label; null when all are labelled. As many of what the judge passed as of what it failed, since one that passes
 * nearly everything would else hardly be held against a fail; in each half the tags in proportion, in an order fixed by the run, so
 * that several people are shown the same.
 */
export function nextLabelItem(
  stores: Stores,
  stored: StoredRun,
  { assertionIndex, labeller }: { readonly assertionIndex: number; readonly labeller: string },
): LabelItem | null {
  const judge = judgeAt(stored, assertionIndex)
  const labelled = stores.labels.labelledOf(judge.key, labeller)
  const strata = new Map<string, Stratum>()
  const labelledBy = { true: 0, false: 0 }
  for (const output of outputsOf(stores, stored, assertionIndex)) {
    const name = `${output.hasPassed} ${output.tag}`
    const stratum = strata.get(name) ?? { outputs: 0, labelled: 0, next: null }
    strata.set(name, stratum)
    const id = `${output.caseId} ${output.outputHash}`
    const rank = seededRandom(`${stored.run.id} ${id}`)()
    stratum.outputs++
    if (labelled.has(id)) {
      stratum.labelled++
      labelledBy[`${output.hasPassed}`]++
    } else if (stratum.next === null || rank < stratum.next.rank) stratum.next = { output, rank }
  }
  const [next] = [...strata.values()]
    .flatMap(({ outputs, labelled: count, next: first }) =>
      first === null ? [] : [{ ...first, ofHalf: labelledBy[`${first.output.hasPassed}`], ofTag: count / outputs }],
    )
    .sort((a, b) => a.ofHalf - b.ofHalf || a.ofTag - b.ofTag || a.rank - b.rank)
  return next === undefined ? null : toItem(stores, stored, judge, next.output)
}

interface Stratum {
  outputs: number
  labelled: number
  next: { readonly output: JudgedOutput; readonly rank: number } | null
}

/** In very large runs of some cases only: nobody labels more, and each key press would read them all. */
function outputsOf({ labels }: Stores, { no, snapshotNo, run }: StoredRun, assertionIndex: number) {
  const every = Math.max(1, Math.floor(run.cellCount / MAX_CELLS_READ))
  return labels.outputsOf({ runNo: no, snapshotNo, every }, assertionIndex)
}

/** @throws AppError `not-found` when the run has no such output */
export function addLabel(
  stores: Stores,
  stored: StoredRun,
  label: {
    readonly assertionIndex: number
    readonly caseId: CaseId
    readonly outputHash: string
    readonly labeller: string
    readonly hasPassed: boolean
  },
): JudgeCalibration {
  const judge = judgeAt(stored, label.assertionIndex)
  const output = outputsOf(stores, stored, label.assertionIndex).find(
    ({ caseId, outputHash }) => caseId === label.caseId && outputHash === label.outputHash,
  )
  if (!output) throw new AppError('not-found', 'The run has no such output any more. Go on with the next one.')
  const { caseId, outputHash } = output
  const { labeller } = label
  const said = output.hasPassed !== judge.isNegated
  stores.labels.add({ judgeKey: judge.key, caseId, outputHash, labeller, judge: said, human: label.hasPassed })
  return calibrationBy(stores.labels, judge.key)
}

export function undoLabel(
  { labels }: Stores,
  stored: StoredRun,
  { assertionIndex, labeller }: { readonly assertionIndex: number; readonly labeller: string },
): JudgeCalibration {
  const { key } = judgeAt(stored, assertionIndex)
  labels.undo(key, labeller)
  return calibrationBy(labels, key)
}

function calibrationBy(labels: Stores['labels'], judgeKey: string): JudgeCalibration {
  return calibrateJudge(joinLabels(labels.labelsOf(judgeKey)).pairs)
}

function judgesOf({ assertions, judgeModelId }: Judging): readonly Judge[] {
  return assertions.flatMap((assertion, index) => {
    const [judged] = opinions([assertion])
    if (!judged) return []
    const modelId = judged.modelId ?? judgeModelId
    const { scorer, value, options, transforms, weight, isNegated } = assertion
    const key = hash('sha256', canonicalJson({ scorer, value, options, transforms, modelId }), 'hex')
    return [{ index, key, label: assertionKey(assertion), modelId, weight, value, isNegated }]
  })
}

function judgeAt(stored: StoredRun, index: number): Judge {
  const judge = judgesOf(judgingOf(stored)).find((each) => each.index === index)
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
