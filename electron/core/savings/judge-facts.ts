import type { JudgeFacts } from '../../../shared/savings/savings-input.ts'
import { opinions } from '../../../shared/score/judge/judged-assertions.ts'
import { partOfScore } from '../../../shared/score/part-of-score.ts'
import type { CoreContext } from '../core-context.ts'
import type { StoredRun } from '../store/run-store.ts'

/** What asking a run's judges about one answer takes, by what was paid for it; null where no assertion asks one. */
export function judgeFacts({ store }: Pick<CoreContext, 'store'>, { run, assertions }: StoredRun): JudgeFacts | null {
  const asked = opinions(assertions)
  if (asked.length === 0) return null
  const calls = asked.reduce((sum, one) => sum + one.calls, 0)
  const modelIds = [...new Set(asked.flatMap(({ modelId }) => modelId ?? run.spec.judgeModelId ?? []))]
  const sinceMs = Date.parse(run.createdAt)
  const { nanoUsd, latencyMs } = store.answers.judgeCall(`run:${run.id}`, { sinceMs, modelIds })
  const part = partOfScore(assertions, (one) => opinions([one]).length > 0)
  return { answerNanoUsd: nanoUsd === null ? null : nanoUsd * calls, latencyMs, isAlone: part === 'whole' }
}
