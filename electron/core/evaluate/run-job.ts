import { AppError, toWireError } from '../../../shared/contract/errors.ts'
import { formatUsd } from '../../../shared/cost/format-usd.ts'
import type { JobId, ModelId, VariantId } from '../../../shared/domain/ids.ts'
import { parseMessages } from '../../../shared/template/render-messages.ts'
import type { CoreContext } from '../core-context.ts'
import { holdOpenAttempts } from '../jobs/hold-open-attempts.ts'
import type { JobContext } from '../jobs/job-runner.ts'
import type { CellRef } from '../store/ledger-store.ts'
import type { StoredRun } from '../store/run-store.ts'
import { collectRun } from './batch/collect-run.ts'
import { dropPreparing } from './batch/release-batch.ts'
import { submitRun } from './batch/submit-run.ts'
import type { CallTarget } from './call-model.ts'
import { callTarget } from './call-target.ts'
import { judgeModels } from './judges-of.ts'
import { overBudgetError } from './over-budget-error.ts'
import { type ParsedPrompt, type RunEnd, runCells } from './run-cells.ts'

export interface RunJobPlan {
  readonly isSkipped: (ref: CellRef) => boolean
  /** Cells that are not skipped. */
  readonly total: number
  /** collect: only what the run's batches have brought; absent = ask for cells, live or by batch, as the run's mode says. */
  readonly step?: 'collect'
}

/** Works on a run in a job of its own. @throws AppError `conflict` when another job has the run */
export async function startRunJob(core: CoreContext, stored: StoredRun, plan: RunJobPlan): Promise<JobId> {
  const { store, jobs } = core
  const { run } = stored
  const scope = `run:${run.id}`
  const targets = await targetsOf(core, stored)
  const judges = await judgesOf(core, stored)
  const prompts = promptsOf(core, stored)
  store.ledger.openBudget(scope, run.spec.budgetNanoUsd)
  const about = { kind: 'run', subjectId: run.id, title: run.name, total: plan.total } as const
  const jobId = jobs.start(about, (job) => workOnRun(core, stored, { ...plan, job, scope, targets, judges, prompts }))
  if (store.runs.begin(run.id, jobId)) {
    core.changed('runs')
    return jobId
  }
  void jobs.cancel(jobId)
  throw new AppError('conflict', `The run "${run.name}" is still running.`)
}

interface RunJob extends RunJobPlan {
  readonly job: JobContext
  readonly scope: string
  readonly targets: ReadonlyMap<ModelId, CallTarget>
  readonly judges: ReadonlyMap<string, CallTarget>
  readonly prompts: ReadonlyMap<VariantId, ParsedPrompt>
}

async function workOnRun(core: CoreContext, stored: StoredRun, work: RunJob): Promise<void> {
  const { store, engine, validateJson, patterns } = core
  const { job, scope, targets, judges, prompts, isSkipped, step } = work
  // Another job has the run: this one only exists to say so.
  if (store.runs.findByJob(job.id) === null) throw new AppError('conflict', 'Another job works on this run.')
  try {
    const report = ({ progress }: { readonly progress: Parameters<JobContext['report']>[0] }) => job.report(progress)
    const scoring = { validateJson, findMatch: patterns.find }
    const run = { stored, jobId: job.id, scope, targets, judges, prompts, isSkipped, scoring, report }
    if (step === 'collect') await collectRun(core, run, job.signal)
    else if (stored.run.spec.mode === 'batch') await submitRun(core, run, job.signal)
    else sayHowItEnded(core, stored, job, await runCells(engine, store, run, job.signal))
  } finally {
    endRun(core, stored, job.id)
  }
}

function endRun({ store, ports, changed }: CoreContext, { no, run }: StoredRun, jobId: JobId): void {
  const error = toWireError(
    new AppError('interrupted', 'The run broke off while this was under way. It may have been billed.', {
      retryable: true,
    }),
  )
  const nowMs = ports.now()
  store.db
    .transaction(() => {
      holdOpenAttempts(store, jobId, { error, nowMs })
      dropPreparing(store, jobId, nowMs)
      const state = store.cells.missingOf(no) === 0 ? 'complete' : 'incomplete'
      store.runs.end(run.id, state, new Date(nowMs).toISOString())
    })
    .immediate()
  changed('runs')
}

/**
 * A run that could not ask everything fails, with the reason; what it has is kept. Where every cell has its answer or its own
 * error (a model that is not there), nothing is left to do: the run is complete, and its job is done, with errors.
 */
function sayHowItEnded(core: CoreContext, stored: StoredRun, job: JobContext, { overBudget, circuit }: RunEnd): void {
  const { run } = stored
  if (overBudget) {
    const { doneCount, cellCount, costNanoUsd } = core.store.runs.get(run.id).run
    const { budget, worstNanoUsd } = overBudget
    const missing = cellCount - doneCount
    const free = Math.max(0, (budget.limitNanoUsd ?? 0) - budget.settledNanoUsd - budget.heldNanoUsd)
    const perCell = Math.ceil(costNanoUsd / Math.max(1, doneCount))
    const needed = Math.max((worstNanoUsd ?? 0) - free, missing * perCell - free)
    throw overBudgetError(core.store, overBudget, {
      what: 'the run',
      missing:
        `${missing} of ${cellCount} cells are missing` +
        (worstNanoUsd === null ? '.' : `; they would need about ${formatUsd(needed)} more.`),
      remedy: 'Resume the run with a larger budget.',
    })
  }
  if (!circuit) return
  if (core.store.cells.missingOf(stored.no) === 0) job.remark(circuit)
  else
    throw new AppError(circuit.code, `${circuit.message} The cells that need it were not asked. Resume the run later.`)
}

async function targetsOf(core: CoreContext, { models, run }: StoredRun): Promise<ReadonlyMap<ModelId, CallTarget>> {
  const targets = new Map<ModelId, CallTarget>()
  const service = run.spec.mode === 'flex' ? 'flex' : 'standard'
  for (const model of models) targets.set(model.id, await callTarget(core, model, service))
  return targets
}

/** Judges are asked at today's prices; their calls are part of the run's cost, and of no cell's. */
async function judgesOf(core: CoreContext, { assertions, run }: StoredRun): Promise<ReadonlyMap<string, CallTarget>> {
  const targets = new Map<string, CallTarget>()
  for (const model of judgeModels(core.models, assertions, run.spec.judgeModelId))
    targets.set(model.id, await callTarget(core, model))
  return targets
}

function promptsOf({ store }: CoreContext, { run }: StoredRun): ReadonlyMap<VariantId, ParsedPrompt> {
  const prompts = new Map<VariantId, ParsedPrompt>()
  for (const { variantId } of run.columns) {
    if (prompts.has(variantId)) continue
    const { content, partials } = store.variants.get(variantId)
    const { messages, parameters } = content
    prompts.set(variantId, { messages: parseMessages(messages, partials), parameters })
  }
  return prompts
}
