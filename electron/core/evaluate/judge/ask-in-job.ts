import { AppError, toWireError } from '../../../../shared/contract/errors.ts'
import { type CallTag, providerTags } from '../../../../shared/domain/call-tag.ts'
import type { ProjectId } from '../../../../shared/domain/ids.ts'
import type { NanoUsd } from '../../../../shared/domain/money.ts'
import type { CoreContext } from '../../core-context.ts'
import type { JobContext } from '../../jobs/job-runner.ts'
import type { CallTarget } from '../calls/call-model.ts'
import { overBudgetError } from '../calls/over-budget-error.ts'
import { holdOpenAttempts } from '../cells/hold-open-attempts.ts'
import { askEach } from './ask-each.ts'
import { type LentJudge, lendJudge } from './lend-judge.ts'

interface AskedInJob<T> {
  readonly items: readonly T[]
  readonly ask: (item: T, judge: LentJudge) => Promise<void>
  readonly target: CallTarget
  readonly projectId: ProjectId
  /** Of every item's calls. */
  readonly tags: readonly CallTag[]
  readonly budgetNanoUsd: NanoUsd | null
  /** Called in the commit that settles a call; null = unpriced. */
  readonly book?: (nanoUsd: NanoUsd | null) => void
  readonly words: {
    /** What may stop: "the comparison". */
    readonly what: string
    /** One of the items: "pair". */
    readonly item: string
    /** What is done to it: "judged". */
    readonly done: string
    readonly again: string
  }
}

/**
 * Asks one model about each item, paid by a job under a limit of its own. What it answered is kept: to start the job anew goes on
 * where it stopped.
 *
 * @throws AppError `budget-exceeded` after all that the limits bear was asked
 */
export async function askInJob<T>(core: CoreContext, job: JobContext, asked: AskedInJob<T>): Promise<void> {
  const { store, ports, changed } = core
  const scope = `job:${job.id}`
  store.ledger.openBudget(scope, asked.budgetNanoUsd)
  try {
    await askAll(core, job, { ...asked, scope })
  } finally {
    const error = toWireError(new AppError('interrupted', 'The job broke off.'))
    holdOpenAttempts(store, job.id, { error, nowMs: ports.now() })
    changed('runs')
  }
}

async function askAll<T>(
  { store, engine }: CoreContext,
  job: JobContext,
  asked: AskedInJob<T> & { readonly scope: string },
): Promise<void> {
  const { items, ask, target, projectId, tags, scope, book = () => undefined, words } = asked
  const { signal } = job
  let spentNanoUsd = 0
  let tried = 0
  const faults: AppError[] = []
  const refused = await askEach(store, {
    items,
    tags: [...tags, ...providerTags([target])],
    places: target.maxConcurrency,
    signal,
    ask,
    lend: (onRefused) =>
      lendJudge({
        engine,
        replies: store.replies,
        targets: new Map([[target.model.id, target]]),
        defaultModelId: target.model.id,
        payer: { jobId: job.id, scope, projectId, tags, runNo: null, mayUseCache: true },
        signal,
        book,
        onPaid(nanoUsd) {
          spentNanoUsd += nanoUsd ?? 0
          job.report(nanoUsd === null ? { spentNanoUsd, hasUnpriced: true } : { spentNanoUsd })
        },
        onRefused,
      }),
    onFault: (fault) => faults.push(fault),
    onTried: () => job.report({ done: ++tried, failed: faults.length }),
  })
  const { what, item, done, again } = words
  const counted = (count: number) => (count === 1 ? `1 ${item}` : `${count} ${item}s`)
  if (refused !== null) {
    const open = items.length - tried
    throw overBudgetError(store, refused, {
      what,
      missing: `${counted(open)} ${open === 1 ? 'is' : 'are'} missing.`,
      remedy: `${again} with a larger limit: what is ${done} is kept.`,
    })
  }
  const [fault] = faults
  if (fault === undefined) return
  const text = `${counted(faults.length)} ${faults.length === 1 ? 'was' : 'were'} not ${done}: ${fault.message} ${again} to ask for ${faults.length === 1 ? 'it' : 'them'} only.`
  job.remark(toWireError(new AppError(fault.code, text, { retryable: true })))
}
