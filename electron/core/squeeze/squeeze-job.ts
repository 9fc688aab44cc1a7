import { AppError, toWireError } from '../../../shared/contract/errors.ts'
import { RunId, type VariantId } from '../../../shared/domain/ids.ts'
import { isOptimizeMode, type SqueezeEdit, type SqueezeSpec } from '../../../shared/domain/squeeze.ts'
import { callsAllowed } from '../../../shared/optimize/calls-allowed.ts'
import { runOptimize } from '../../../shared/optimize/optimize-flow.ts'
import type { FlowArm } from '../../../shared/squeeze/arms/flow-arm.ts'
import type { FlowInput, FlowOutcome } from '../../../shared/squeeze/flow-input.ts'
import { runSqueeze } from '../../../shared/squeeze/squeeze-flow.ts'
import type { LiveView, SqueezePorts } from '../../../shared/squeeze/squeeze-ports.ts'
import type { CoreContext } from '../core-context.ts'
import type { CallTarget } from '../evaluate/calls/call-model.ts'
import { overBudgetError } from '../evaluate/calls/over-budget-error.ts'
import { holdOpenAttempts } from '../evaluate/cells/hold-open-attempts.ts'
import { isJudgeUncalibrated } from '../evaluate/judge/calibrations-of.ts'
import type { JobContext } from '../jobs/job-runner.ts'
import type { SqueezeWish, StoredSqueeze } from '../store/squeeze-store.ts'
import { costFacts } from './cost-facts.ts'
import { SqueezeCalls } from './squeeze-calls.ts'
import type { ResolvedSqueeze } from './squeeze-input.ts'

/** A squeeze that this process works on. */
export interface LiveSqueeze {
  view: LiveView | null
  wish: SqueezeWish | null
  /** The budget that ended it. */
  overBudget: AppError | null
  cached: number
  failed: number
}

export interface SqueezeJob {
  readonly stored: StoredSqueeze
  readonly resolved: ResolvedSqueeze
  readonly target: CallTarget
  readonly rewriter: CallTarget
  readonly judges: ReadonlyMap<string, CallTarget>
  readonly scope: string
  readonly job: JobContext
  readonly live: LiveSqueeze
}

/** A view is up to some hundred kilobytes; other processes see it this late. */
const SAVE_EVERY_MS = 1000
/** How often to ask the library whether another process wants this one to stop. */
const ASK_WISH_EVERY_MS = 500

/** Runs the flow from its beginning: what was answered before costs nothing and is counted as it was. */
export async function workOnSqueeze(core: CoreContext, work: SqueezeJob): Promise<void> {
  const { store, ports } = core
  const { stored, resolved, target, rewriter, judges, scope, job, live } = work
  const { spec } = stored
  let askedAtMs = Number.NEGATIVE_INFINITY
  function isStopAsked(): boolean {
    if (calls.overBudget !== null) return true
    const nowMs = performance.now()
    if (live.wish === null && nowMs - askedAtMs >= ASK_WISH_EVERY_MS) {
      askedAtMs = nowMs
      live.wish = store.squeezes.get(stored.id).wish
    }
    return live.wish === 'stop'
  }
  const calls = new SqueezeCalls(core, {
    squeezeNo: stored.no,
    jobId: job.id,
    scope,
    projectId: stored.projectId,
    resolved,
    target,
    rewriter,
    judges,
    signal: job.signal,
    isStopAsked,
  })
  let savedAtMs = Number.NEGATIVE_INFINITY
  let savedStage = ''
  function report(view: LiveView): void {
    const { cached, failed, hasUnpriced } = calls
    Object.assign(live, { view, cached, failed })
    const spentNanoUsd = store.ledger.budget(scope).settledNanoUsd
    job.report({ done: view.callsUsed, cached, failed, total: callsAllowed(spec.mode).all, spentNanoUsd, hasUnpriced })
    const nowMs = performance.now()
    if (view.stage === savedStage && nowMs - savedAtMs < SAVE_EVERY_MS) return
    savedAtMs = nowMs
    savedStage = view.stage
    save(view)
  }
  function save(view: LiveView): void {
    const { cached, failed, hasUnpriced } = calls
    const at = new Date(ports.now()).toISOString()
    store.squeezes.saveView(stored.id, job.id, view, { cached, failed, hasUnpriced, at })
  }
  try {
    const { view, winner } = await search(
      spec,
      {
        prompt: resolved.read,
        rule: resolved.rule,
        isSimulation: resolved.model.isSimulation,
        hasUncalibratedJudge: isJudgeUncalibrated(store, {
          assertions: resolved.evalSet?.assertions ?? [],
          judgeModelId: resolved.judgeModelId,
        }),
        cost: costFacts(resolved),
        development: resolved.development,
        holdOut: resolved.holdOut,
        looksBefore: looksBefore(core, stored),
      },
      {
        complete: (request) => calls.complete(request),
        evaluate: (some) => calls.evaluate(some),
        report,
        isStopAsked,
        signal: job.signal,
      },
    )
    job.signal.throwIfAborted()
    live.overBudget = overBudgetOf(core, spec, calls)
    const leftOut = leftOutOf(core, spec, calls)
    if (leftOut !== null) job.remark(toWireError(leftOut))
    const notes = [leftOut, live.overBudget].flatMap((error) => error?.message ?? [])
    save(finished(core, work, { view: { ...view, notes: [...view.notes, ...notes] }, winner }))
  } finally {
    if (live.view) save(live.view)
    const error = toWireError(new AppError('interrupted', 'The squeeze broke off.'))
    holdOpenAttempts(store, job.id, { error, nowMs: ports.now() })
  }
}

function search(spec: SqueezeSpec, input: Omit<FlowInput, 'spec'>, ports: SqueezePorts): Promise<FlowOutcome> {
  const { mode } = spec
  return isOptimizeMode(mode)
    ? runOptimize({ ...input, spec: { ...spec, mode } }, ports)
    : runSqueeze({ ...input, spec: { ...spec, mode } }, ports)
}

/** Looks at the hold-out that were made before this squeeze's own. */
function looksBefore({ store }: CoreContext, { id, spec }: StoredSqueeze): number {
  if (spec.evalSetId === null) return 0
  const own = { variantId: spec.variantId, modelId: spec.modelId }
  const look = store.verdicts.lookOf(RunId.parse(id), own, own)
  return look === null ? store.verdicts.statusOf(spec.evalSetId).looks : look - 1
}

function nameOf({ mode }: SqueezeSpec): string {
  return isOptimizeMode(mode) ? 'the optimization' : 'the squeeze'
}

function overBudgetOf({ store }: CoreContext, spec: SqueezeSpec, { overBudget }: SqueezeCalls): AppError | null {
  if (overBudget === null) return null
  const remedy = 'Resume it with a larger budget.'
  return overBudgetError(store, overBudget, { what: nameOf(spec), missing: '', remedy })
}

/** What a limit that not every case bears refused. */
function leftOutOf({ store }: CoreContext, spec: SqueezeSpec, { leftOut }: SqueezeCalls): AppError | null {
  if (leftOut === null) return null
  const { cases, refused } = leftOut
  const [count, excluded] =
    cases === 1
      ? ['1 case', 'It counts for no version, so that the result does not speak for it. ']
      : [`${cases} cases`, 'They count for no version, so that the result does not speak for them. ']
  return overBudgetError(store, refused, {
    what: `${count} of ${nameOf(spec)}`,
    missing: `${excluded}Once the limit allows more, start another one: what is answered costs nothing again.`,
    remedy: '',
  })
}

/** Saves the winner as a variant, counts the look, and gives the view as it stays. */
function finished(core: CoreContext, { stored, resolved, live }: SqueezeJob, end: FlowOutcome): LiveView {
  const { store } = core
  const { spec } = stored
  const winnerId = end.winner === null ? null : saveWinner(core, { stored, resolved, winner: end.winner })
  if (end.view.verdict !== null && spec.evalSetId !== null) {
    // Under the squeeze's id, which no run has; the same squeeze looked at again counts once.
    const own = { variantId: spec.variantId, modelId: spec.modelId }
    store.verdicts.recordLook({
      evalSetId: spec.evalSetId,
      runId: RunId.parse(stored.id),
      baseline: own,
      candidate: own,
    })
  }
  const verdict =
    end.view.verdict === null || winnerId === null
      ? end.view.verdict
      : { ...end.view.verdict, candidate: { ...end.view.verdict.candidate, variantId: winnerId } }
  const view = { ...end.view, verdict }
  live.view = view
  return view
}

function saveWinner(
  { store, changed }: CoreContext,
  {
    stored,
    resolved,
    winner,
  }: { readonly stored: StoredSqueeze; readonly resolved: ResolvedSqueeze; readonly winner: FlowArm },
): VariantId {
  const isOptimized = isOptimizeMode(stored.spec.mode)
  const { content } = resolved.variant
  const messages = content.messages.map((message, index) => ({
    ...message,
    template: winner.messages[index]?.template ?? message.template,
  }))
  // One that was stopped and goes on may end with another winner; the same one is not saved twice.
  const known = store.squeezes.get(stored.id).winnerVariantId
  if (known !== null && JSON.stringify(store.variants.get(known).content.messages) === JSON.stringify(messages))
    return known
  const variant = store.variants.fork(stored.variantId, {
    name: isOptimized ? 'Optimized' : 'Squeezed',
    content: { ...content, messages },
    origin: isOptimized ? 'optimized' : 'compressed',
    note: noteOf(winner.edits),
  })
  store.squeezes.setWinner(stored.id, variant.id)
  changed('variants')
  return variant.id
}

/** "12 edits: lossless 4, cut 5, reworded 3; about 410 tokens saved." */
export function noteOf(edits: readonly SqueezeEdit[]): string {
  const counts = new Map<string, number>()
  for (const { kind } of edits) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  const parts = [...counts].map(([kind, count]) => `${kind} ${count}`)
  const saved = edits.reduce((sum, { savedTokens }) => sum + savedTokens, 0)
  return `${edits.length} ${edits.length === 1 ? 'edit' : 'edits'}: ${parts.join(', ')}; about ${saved} tokens saved.`
}
