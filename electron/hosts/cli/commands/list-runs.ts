import { formatUsd } from '../../../../shared/cost/format-usd.ts'
import { exitCode } from '../exit-code.ts'
import { type GlobalOptions, withClient } from '../open-session.ts'

/** `pithy runs` */
export async function listRunsCommand(options: GlobalOptions): Promise<number> {
  const runs = await withClient(options, async (client) => {
    const projects = await client.call('projects.list', {})
    return (await Promise.all(projects.map(({ id }) => client.call('runs.list', { projectId: id })))).flat()
  })
  if (options.json) console.log(JSON.stringify(runs, null, 2))
  else if (runs.length === 0) console.log('The library holds no run yet. Start one by: pithy run PLAN')
  else
    for (const run of runs)
      console.log([run.id, run.createdAt, run.state, formatUsd(run.costNanoUsd), run.name].join('  '))
  return exitCode.passed
}
