import { AppError, toWireError } from '../../../shared/contract/errors.ts'
import { callTagsOfCase } from '../../../shared/domain/call-tag.ts'
import type { ComparisonSpec } from '../../../shared/domain/comparison.ts'
import type { JobId } from '../../../shared/domain/ids.ts'
import type { NanoUsd } from '../../../shared/domain/money.ts'
import type { ColumnRef } from '../../../shared/domain/verdict.ts'
import { type JudgedPair, judgePair } from '../../../shared/score/judge/judge-pair.ts'
import { seededRandom } from '../../../shared/stats/seeded-random.ts'
import type { CoreContext } from '../core-context.ts'
import { callTarget } from '../evaluate/calls/call-target.ts'
import { overBudgetError } from '../evaluate/calls/over-budget-error.ts'
import { Refusals } from '../evaluate/calls/refusals.ts'
import { tagsOfColumns } from '../evaluate/calls/tags-of-cell.ts'
import { holdOpenAttempts } from '../evaluate/cells/hold-open-attempts.ts'
import { type LentJudge, lendJudge } from '../evaluate/judge/lend-judge.ts'
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
    const scope = `job:${job.id}`
    store.ledger.openBudget(scope, wish.budgetNanoUsd)
    try {
      await compareAll(core, stored, { comparison, open, job, scope, target, columns: [baseline, candidate] })
    } finally {
      const error = toWireError(new AppError('interrupted', 'The comparison broke off.'))
      holdOpenAttempts(store, job.id, { error, nowMs: core.ports.now() })
      changed('runs')
    }
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
  readonly scope: string
  readonly target: Awaited<ReturnType<typeof callTarget>>
  /** Both that are compared. */
  readonly columns: readonly ColumnRef[]
}

async function compareAll(core: CoreContext, stored: StoredRun, work: Comparing): Promise<void> {
  const { store, engine } = core
  const { comparison, open, job, scope, target, columns } = work
  const { projectId } = stored.run
  const tags = tagsOfColumns(stored.run, columns)
  let spentNanoUsd = 0
  let done = 0
  let failed = 0
  const refusals = new Refusals(store, tags)
  let leftOutCount = 0
  let fault: AppError | null = null
  let broken: unknown = null
  const judge = lendJudge({
    engine,
    replies: store.replies,
    targets: new Map([[comparison.judge.id, target]]),
    defaultModelId: comparison.judge.id,
    payer: { jobId: job.id, scope, projectId, tags, runNo: null, mayUseCache: true },
    signal: job.signal,
    book: (nanoUsd) => store.comparisons.addCost(comparison.no, nanoUsd),
    onPaid(nanoUsd) {
      spentNanoUsd += nanoUsd ?? 0
      job.report(nanoUsd === null ? { spentNanoUsd, hasUnpriced: true } : { spentNanoUsd })
    },
    onRefused: (refused) => refusals.see(refused),
  })
  // Stopped at a budget, what has been compared must be a sample of the whole.
  const pairs = shuffled([...open.same, ...open.toAsk], comparison.id)

  async function compareOne(pair: AnswerPair): Promise<void> {
    const judged = await judgeAnswers(core, stored, { comparison, pair, judge })
    const { rowNo, repeatNo, leftHash, rightHash } = pair
    const outcome = { rowNo, repeatNo, leftHash, rightHash, ...judged }
    await engine.commits.add(() => store.comparisons.put(comparison.no, outcome))
  }

  async function workThrough(): Promise<void> {
    for (let pair = pairs.pop(); pair !== undefined; pair = pairs.pop()) {
      if (job.signal.aborted || refusals.ofAll !== null || broken !== null) return
      try {
        await compareOne(pair)
      } catch (error) {
        if (!(error instanceof AppError)) broken ??= error
        else if (error.code === 'cancelled') return
        else if (error.code === 'budget-exceeded') {
          leftOutCount++
          continue
        } else fault ??= error
        failed++
      }
      done++
      job.report({ done, failed })
    }
  }

  await Promise.all(Array.from({ length: Math.max(1, target.maxConcurrency) }, workThrough))
  if (broken !== null) throw broken
  const remedy = 'Start the comparison again with a larger limit: what is judged is kept.'
  if (refusals.told !== null)
    throw overBudgetError(store, refusals.told, {
      what: 'the comparison',
      missing: `${pairs.length + leftOutCount} pairs are missing.`,
      remedy,
    })
  if (fault === null) return
  const { code, message } = fault as AppError // set in a callback, which the compiler does not follow
  const text = `${failed === 1 ? '1 pair was' : `${failed} pairs were`} not judged: ${message} Start it again to ask for them only.`
  job.remark(toWireError(new AppError(code, text, { retryable: true })))
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

function shuffled(pairs: readonly AnswerPair[], seed: string): AnswerPair[] {
  const order = [...pairs]
  const random = seededRandom(seed)
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1))
    const moved = order[last] as AnswerPair // both are below the length
    order[last] = order[other] as AnswerPair
    order[other] = moved
  }
  return order
}
