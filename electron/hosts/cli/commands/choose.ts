import { RunId } from '../../../../shared/domain/ids.ts'
import { exitCode } from '../exit-code.ts'
import { type GlobalOptions, withClient } from '../open-session.ts'
import { readCheapest, readVerdicts, type VerdictWish } from '../read-verdicts.ts'

/** `pithy choose RUN`: of every variant on every model, the cheapest that is not worse than the baseline. Ends with 1 where none is. */
export async function chooseCommand(id: string, options: GlobalOptions & VerdictWish): Promise<number> {
  const choice = await withClient(options, async (client) => {
    const run = await client.call('runs.get', { runId: RunId.parse(id) })
    // Looks at the hold-out where --confirm asks for it.
    await readVerdicts(client, run, options)
    return await readCheapest(client, run, options)
  })
  if (options.json) console.log(JSON.stringify(choice, null, 2))
  else console.log(choice?.sentence ?? 'The run has a single column: there is nothing to choose from.')
  return choice?.chosen ? exitCode.passed : exitCode.failed
}
