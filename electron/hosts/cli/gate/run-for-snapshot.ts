import type { Client } from '../../../../shared/contract/client.ts'
import type { Snapshot } from '../../../../shared/gate/snapshot.ts'
import { parseAddress, parseBudget, withCode } from '../commands/run.ts'
import { followJob } from '../follow-job.ts'
import type { LoadedPlan } from '../read-plan.ts'
import { storePlan } from '../store-plan.ts'
import { hashOf, takeSnapshot } from './take-snapshot.ts'

export interface RunWish {
  readonly provider: readonly string[]
  readonly budget?: string
  readonly allowJavascript?: boolean
}

/** Runs a plan, or its shard, and gives what came of it; answers of identical earlier requests are not paid for again. */
export async function runForSnapshot(
  client: Client,
  loaded: LoadedPlan,
  { provider, budget, ...wish }: RunWish,
): Promise<{ readonly runId: string; readonly isCancelled: boolean; readonly snapshot: Snapshot }> {
  const spec = await storePlan(client, withCode(loaded, wish), new Map(provider.map(parseAddress)))
  const { runId, jobId } = await client.call('runs.start', {
    ...spec,
    mode: spec.mode === 'batch' ? 'live' : spec.mode,
    budgetNanoUsd: budget === undefined ? spec.budgetNanoUsd : parseBudget(budget),
  })
  const job = await followJob(client, jobId, spec.name)
  if (job.error) console.error(`pithy: ${job.error.message}`)
  const run = await client.call('runs.get', { runId })
  const snapshot = await takeSnapshot(client, run, { planHash: planHash(loaded), shard: loaded.shard ?? null })
  return { runId, isCancelled: job.state === 'cancelled', snapshot }
}

/** The same for the same prompts, models, cases and assertions, wherever the files lie. */
function planHash({ plan, prompts, partials, assertions, caseTable }: LoadedPlan): string {
  const { name, models, cases, repeats, caseLimit } = plan
  return hashOf({ name, models, cases, repeats, caseLimit, prompts, partials, assertions, caseTable })
}
