import { RunId } from '../../../../shared/domain/ids.ts'
import { followJob } from '../follow-job.ts'
import { type GlobalOptions, withClient } from '../open-session.ts'
import { exitCodeOf, readRunResult, toJson, toText } from '../run-result.ts'
import { parseBudget } from './run.ts'

/** `pithy resume RUN` */
export async function resumeCommand(
  id: string,
  options: GlobalOptions & { readonly payAgain?: boolean; readonly budget?: string },
): Promise<number> {
  const runId = RunId.parse(id)
  return withClient(options, async (client) => {
    const { name } = await client.call('runs.get', { runId })
    const { jobId } = await client.call('runs.resume', {
      runId,
      mayPayAgain: options.payAgain ?? false,
      ...(options.budget === undefined ? {} : { budgetNanoUsd: parseBudget(options.budget) }),
    })
    const result = await readRunResult(client, runId, await followJob(client, jobId, name))
    console.log(options.json ? JSON.stringify(toJson(result), null, 2) : toText(result))
    return exitCodeOf(result)
  })
}
