import { AppError, toWireError } from '../../../../shared/contract/errors.ts'
import { callTagsOfCase, providerTags } from '../../../../shared/domain/call-tag.ts'
import type { CaseContent } from '../../../../shared/domain/eval-set.ts'
import type { ProjectId } from '../../../../shared/domain/ids.ts'
import type { NanoUsd } from '../../../../shared/domain/money.ts'
import type { Assertion, AssertionResult } from '../../../../shared/domain/score.ts'
import { scoreOutput } from '../../../../shared/evaluate/score-output.ts'
import { judgedAssertions } from '../../../../shared/score/judge/judged-assertions.ts'
import { parseTemplate } from '../../../../shared/template/parse-template.ts'
import { renderTemplate } from '../../../../shared/template/render-template.ts'
import type { CoreContext } from '../../core-context.ts'
import { hasSharedLimit } from '../calls/budget-statuses.ts'
import type { RefusedCall } from '../calls/call-model.ts'
import { overBudgetError } from '../calls/over-budget-error.ts'
import { holdOpenAttempts } from '../cells/hold-open-attempts.ts'
import { worstJudgeCost } from '../forecast/forecast-judge.ts'
import { judgeModels, judgeTargets } from './judge-models.ts'
import { lendJudge } from './lend-judge.ts'
import { lendScoring } from './lend-scoring.ts'

const STOPPED = { what: 'the try', missing: '', remedy: 'Try again with a larger limit.' }

export interface TriedOutput {
  readonly assertion: Assertion
  readonly output: string
  readonly evalCase: CaseContent | null
}

/** What asking a model about one output takes at most, every first answer of a judge asked again; nothing is sent. */
export function priceTry(core: CoreContext, { assertion, output, evalCase }: TriedOutput) {
  const judgeModelId = core.store.settings.get().compressModelId
  const judged = judgedAssertions([assertion])
  if (judged.some(({ modelId }) => (modelId ?? judgeModelId) === null))
    throw new AppError('bad-input', 'The assertion names no model. Choose a small model in Settings, or name one.')
  const judges = judgeModels(core.models, [assertion], judgeModelId)
  // A byte is at least a token.
  const outputTokens = Buffer.byteLength(output)
  const longestOf = ({ value }: Assertion) =>
    Math.max(...textsOf(value ?? '', evalCase).map((text) => Buffer.byteLength(text)))
  const cost = worstJudgeCost({ assertions: [assertion], judges, judgeModelId, outputTokens, longestOf })
  const calls = judged.reduce((sum, one) => sum + one.calls * (one.isOpinion ? 2 : 1), 0)
  return { modelIds: judges.map(({ id }) => id), calls, costHighNanoUsd: cost === null ? null : Math.ceil(cost) }
}

/** A value as it stands with all of the case, and filled in: a template may say a variable twice, or read a part of it. */
function textsOf(value: string, evalCase: CaseContent | null): string[] {
  const { variables = {}, expected = null } = evalCase ?? {}
  const raw = value + JSON.stringify([variables, expected ?? ''])
  try {
    const all = expected === null ? variables : { ...variables, expected }
    return [raw, renderTemplate(parseTemplate(value), all)]
  } catch {
    return [raw] // what cannot be filled in asks nobody
  }
}

/**
 * Asks the assertion's models about one output, as a run would: each call on the ledger, within the limits of day, week, month,
 * project and the case's tags, and from the cache where the same was asked before.
 *
 * @returns the verdict, and what was paid now; null = unpriced
 * @throws AppError when a limit does not allow it, or an unpriced model would have to be held to one
 */
export async function tryPaid(
  core: CoreContext,
  { projectId, ...tried }: TriedOutput & { readonly projectId: ProjectId },
  signal: AbortSignal,
): Promise<{ readonly result: AssertionResult; readonly costNanoUsd: NanoUsd | null }> {
  const { store, engine, jobs, ports } = core
  const { assertion, output, evalCase } = tried
  const tags = callTagsOfCase(evalCase?.tags ?? [])
  const defaultModelId = store.settings.get().compressModelId
  const judges = judgeModels(core.models, [assertion], defaultModelId)
  const unpriced = judges.find((model) => {
    if (model.price !== null || model.isSimulation) return false
    return hasSharedLimit(store, { projectId, tags: [...tags, ...providerTags([model])] }, ports.now())
  })
  if (unpriced)
    throw new AppError(
      'bad-input',
      `${unpriced.label} is unpriced, so that no limit can be kept. Enter its price first.`,
    )
  const targets = await judgeTargets(core, judges)
  signal.throwIfAborted()
  let costNanoUsd: NanoUsd | null = 0
  return await new Promise((resolve, reject) => {
    const about = { kind: 'try', subjectId: projectId, title: `Trying ${assertion.scorer}`, total: 1 } as const
    const jobId = jobs.start(about, async (job) => {
      const scope = `job:${job.id}`
      store.ledger.openBudget(scope, null)
      let refusal: RefusedCall | null = null
      try {
        const judge = lendJudge({
          engine,
          replies: store.replies,
          targets,
          defaultModelId,
          payer: { jobId: job.id, scope, projectId, tags, runNo: null, mayUseCache: true },
          signal: job.signal,
          book: () => undefined,
          onPaid(nanoUsd) {
            costNanoUsd = nanoUsd === null || costNanoUsd === null ? null : costNanoUsd + nanoUsd
            job.report(costNanoUsd === null ? { hasUnpriced: true } : { spentNanoUsd: costNanoUsd })
          },
          onRefused(refused) {
            refusal ??= refused
          },
        })
        const scoring = lendScoring(core, { mayRunCode: true })
        const scored = await scoreOutput({ ...scoring, judge, output, assertions: [assertion], evalCase })
        const [result] = scored.assertions
        if (result === undefined) throw new Error('scoreOutput gives one result for every assertion.')
        job.report({ done: 1 })
        resolve({ result, costNanoUsd })
      } catch (cause) {
        const error = refusal === null ? cause : overBudgetError(store, refusal, STOPPED)
        reject(error)
        throw error
      } finally {
        const error = toWireError(new AppError('interrupted', 'The try broke off.'))
        holdOpenAttempts(store, job.id, { error, nowMs: ports.now() })
      }
    })
    signal.addEventListener('abort', () => void jobs.cancel(jobId), { once: true })
  })
}
