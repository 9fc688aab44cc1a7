import { AppError } from '../../../shared/contract/errors.ts'
import { callTagsOfCase } from '../../../shared/domain/call-tag.ts'
import type { ComparisonSpec } from '../../../shared/domain/comparison.ts'
import type { JobId } from '../../../shared/domain/ids.ts'
import type { NanoUsd } from '../../../shared/domain/money.ts'
import type { ColumnRef } from '../../../shared/domain/verdict.ts'
import { type JudgedPair, judgePair } from '../../../shared/score/judge/judge-pair.ts'
import { seededRandom } from '../../../shared/stats/seeded-random.ts'
import { shuffled } from '../../../shared/stats/shuffled.ts'
import type { CoreContext } from '../core-context.ts'
import type { CallTarget } from '../evaluate/calls/call-model.ts'
import { callTarget } from '../evaluate/calls/call-target.ts'
import { tagsOfColumns } from '../evaluate/calls/tags-of-cell.ts'
import { askInJob } from '../evaluate/judge/ask-in-job.ts'
import type { LentJudge } from '../evaluate/judge/lend-judge.ts'
import type { JobContext } from '../jobs/job-runner.ts'
import type { AnswerPair, StoredComparison } from '../store/comparison-store.ts'
import type { StoredRun } from '../store/run-store.ts'
import { columnPairOf, refuseHidden } from './column-pair.ts'
import { judgeFor, type OpenPairs, openPairs, problemsOf, refuseProblems } from './preview-comparison.ts'

type Wish = ComparisonSpec & { readonly budgetNanoUsd: NanoUsd | null }

/**
 * Lets a judge compare two columns of a run, pair by pair in a random order, in a job. What was judged before is not asked again, so
 * that starting anew goes on where it stopped.
 *
 * @throws AppError `bad-input` when it cannot begin, `conflict` while it runs already or the hold-out is hidden
 */
export async function startComparison(core: CoreContext, stored: StoredRun, wish: Wish): Promise<JobId> {
  const { store, jobs, changed } = core
  refuseHidden(store, stored, wish)
  const judge = judgeFor(core, stored, wish.judgeModelId)
  refuseProblems(problemsOf(core, stored, { ...wish, judge }))
  const { pair, names, baseline, candidate } = columnPairOf(stored, wish)
  const comparison = store.comparisons.ensure(pair, { judge, criteria: wish.criteria })
  const open = await openPairs(core, stored, wish)
  const target = await callTarget(core, comparison.judge)
  const title = `${names.candidate} against ${names.baseline}: ${stored.run.name}`
  const total = open.same.length + open.toAsk.length
  const about = { kind: 'comparison', subjectId: stored.run.id, title, total } as const
  const jobId = jobs.start(about, async (job) => {
    if (store.comparisons.find(pair, { judgeId: judge.id, criteria: wish.criteria })?.jobId !== job.id)
      throw new AppError('conflict', 'Another job works on this comparison.')
    await compareAll(core, stored, { comparison, open, job, target, columns: [baseline, candidate], wish })
  })
  if (store.comparisons.begin(comparison.no, jobId)) {
    changed('runs')
    return jobId
  }
  void jobs.cancel(jobId)
  throw new AppError('conflict', 'This comparison is still running.')
}

interface Comparing {
  readonly comparison: StoredComparison
  readonly open: OpenPairs
  readonly job: JobContext
  readonly target: CallTarget
  /** Both that are compared. */
  readonly columns: readonly ColumnRef[]
  readonly wish: Wish
}

async function compareAll(core: CoreContext, stored: StoredRun, work: Comparing): Promise<void> {
  const { store, engine } = core
  const { comparison, open, job, target, columns, wish } = work
  await askInJob(core, job, {
    // Stopped at a budget, what has been compared must be a sample of the whole.
    items: shuffled([...open.same, ...open.toAsk], seededRandom(comparison.id)),
    async ask(pair, judge) {
      const judged = await judgeAnswers(core, stored, { comparison, pair, judge })
      const { rowNo, repeatNo, leftHash, rightHash } = pair
      const outcome = { rowNo, repeatNo, leftHash, rightHash, ...judged }
      await engine.commits.add(() => store.comparisons.put(comparison.no, outcome))
    },
    target,
    projectId: stored.run.projectId,
    tags: tagsOfColumns(stored.run, columns),
    budgetNanoUsd: wish.budgetNanoUsd,
    book: (nanoUsd) => store.comparisons.addCost(comparison.no, nanoUsd),
    words: { what: 'the comparison', item: 'pair', done: 'judged', again: 'Start the comparison again' },
  })
}

type Judged = Pick<JudgedPair, 'outcome' | 'reason'> & { readonly isConsistent: boolean | null }

async function judgeAnswers(
  { store }: CoreContext,
  { snapshotNo }: StoredRun,
  {
    comparison,
    pair,
    judge,
  }: { readonly comparison: StoredComparison; readonly pair: AnswerPair; readonly judge: LentJudge },
): Promise<Judged> {
  if (pair.leftHash.equals(pair.rightHash)) return { outcome: 0, isConsistent: null, reason: '' }
  const [row] = store.snapshots.page(snapshotNo, pair.rowNo, 1)
  const { variables = {}, expected = null, tags = [] } = row?.evalCase ?? {}
  const lines = Object.entries(variables).map(
    ([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  )
  return await judgePair({
    judge: judge.taggedWith(callTagsOfCase(tags)),
    options: {},
    criteria: comparison.criteria,
    about: { case: lines.join('\n'), ...(expected === null ? {} : { reference: expected }) },
    baseline: store.comparisons.outputOf(pair.leftReplyNo),
    candidate: store.comparisons.outputOf(pair.rightReplyNo),
  })
}
