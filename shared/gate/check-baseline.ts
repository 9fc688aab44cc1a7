import type { CaseId, ModelId, VariantId } from '../domain/ids.ts'
import { decideVerdict, type VerdictSide } from '../verdict/decide-verdict.ts'
import { differenceText } from '../verdict/verdict-sentence.ts'
import type { GateRule } from './gate-config.ts'
import type { GateCheck } from './judge-gate.ts'
import type { Snapshot, SnapshotCase, SnapshotColumn } from './snapshot.ts'

/**
 * Whether a column is not worse than the baseline's, by the same verdict as everywhere.
 *
 * Cases of the baseline that are gone fail the check: leaving out what does not pass would be the easiest way through.
 */
export function checkBaseline(column: SnapshotColumn, baseline: Snapshot, rule: GateRule): GateCheck {
  const about = { prompt: column.prompt, modelId: column.modelId, rule: 'baseline' } as const
  const before = baselineColumn(column, baseline)
  if (!before) {
    const names = baseline.columns.map(({ prompt, modelId }) => `${prompt} on ${modelId}`).join(', ')
    return { ...about, status: 'failed', text: `the baseline has no such column; it has ${names || 'none'}` }
  }
  const shared = pairUp(before.cases, column.cases)
  const gone = before.cases.length - shared.length
  if (gone > 0) {
    const text = `${gone} of the baseline's ${before.cases.length} cases are not in the plan any more; if that is meant, take a new baseline by "pithy snapshot"`
    return { ...about, status: 'failed', text }
  }
  const isSameRequest = column.promptHash !== undefined && column.promptHash === before.promptHash
  if (isSameRequest && column.modelId === before.modelId && shared.length > 0 && shared.every(isSameResult)) {
    const text = `identical: the same requests as in the baseline, and the same scores in all ${shared.length} cases`
    return { ...about, status: 'passed', text }
  }
  const verdict = decideVerdict({
    baseline: sideOf(
      'the baseline',
      shared.map(([old]) => old),
    ),
    candidate: sideOf(
      column.prompt,
      shared.map(([, now]) => now),
    ),
    rule: { margin: rule.margin, alpha: rule.alpha, criticalAssertions: [] },
    part: 'all',
    look: 1,
    // These two only caveat a claim of proof; the gate reads the bounds alone and says on its own what is a simulation.
    isSimulation: column.isSimulation,
    hasUncalibratedJudge: false,
    seed: 'gate',
  })
  const { differenceInterval: interval, cases, moreCases } = verdict
  const cause = isSameRequest ? ', from the same requests: the model answers otherwise than then' : ''
  const quality = `quality ${differenceText(verdict.difference, interval)} against the baseline${cause}`
  const terms = `(${Number(((1 - rule.alpha) * 100).toFixed(2))} %, ${cases} paired cases, margin ${Number((rule.margin * 100).toFixed(2))} points)`
  if (interval === null) {
    return {
      ...about,
      status: 'unknown',
      text: `fewer than two cases are scored on both sides, so nothing can be said against the baseline`,
    }
  }
  if (interval.low >= -rule.margin) return { ...about, status: 'passed', text: `not worse: ${quality} ${terms}` }
  if (interval.high < 0) return { ...about, status: 'failed', text: `worse: ${quality} ${terms}` }
  const more = moreCases === null ? '' : `; about ${moreCases.toLocaleString('en-US')} more cases would settle it`
  return {
    ...about,
    status: rule.undecided === 'pass' ? 'passed' : 'failed',
    text: `undecided: ${quality} ${terms}${more}`,
  }
}

/** Unscored twice says nothing, not "the same". */
function isSameResult([before, after]: readonly [SnapshotCase, SnapshotCase]): boolean {
  return before.score !== null && before.score === after.score && after.failed === 0
}

/** The same prompt on the same model; else the model's only column, as when a prompt was renamed. */
function baselineColumn({ prompt, modelId }: SnapshotColumn, { columns }: Snapshot): SnapshotColumn | null {
  const ofModel = columns.filter((one) => one.modelId === modelId)
  return ofModel.find((one) => one.prompt === prompt) ?? (ofModel.length === 1 ? (ofModel[0] ?? null) : null)
}

function pairUp(
  before: readonly SnapshotCase[],
  after: readonly SnapshotCase[],
): readonly (readonly [SnapshotCase, SnapshotCase])[] {
  const known = new Map(after.map((one) => [one.key, one]))
  return before.flatMap((old) => {
    const now = known.get(old.key)
    return now ? [[old, now] as const] : []
  })
}

function sideOf(label: string, cases: readonly SnapshotCase[]): VerdictSide {
  return {
    // The two sides are told apart by their labels; the ids of a library mean nothing in a file.
    column: { variantId: label as VariantId, modelId: label as ModelId },
    label,
    cases: cases.map(({ key, position, cluster, score, costNanoUsd }) => ({
      caseId: key as CaseId, // opaque text to the verdict
      position,
      cluster,
      score,
      cost: costNanoUsd,
      critical: new Map(),
    })),
  }
}
