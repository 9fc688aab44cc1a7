import { RunId } from '../../../../shared/domain/ids.ts'
import { exitCode } from '../exit-code.ts'
import { isFile } from '../gate/read-snapshot.ts'
import { type RunWish, runForSnapshot } from '../gate/run-for-snapshot.ts'
import { takeSnapshot } from '../gate/take-snapshot.ts'
import { type GlobalOptions, withClient } from '../open-session.ts'
import { readPlan } from '../read-plan.ts'
import { checkResultFile, writeResultFile } from '../write-result-file.ts'

/** `pithy snapshot PLAN|RUN`: nothing is written of a run that is not complete, since a gate could not rely on it. */
export async function snapshotCommand(
  source: string,
  options: GlobalOptions & RunWish & { readonly out: string; readonly base?: string; readonly json?: boolean },
): Promise<number> {
  await checkResultFile(options.out)
  const loaded = (await isFile(source)) ? await readPlan(source, options.base) : null
  const snapshot = await withClient(options, async (client) => {
    if (loaded) return (await runForSnapshot(client, loaded, options)).snapshot
    return await takeSnapshot(client, await client.call('runs.get', { runId: RunId.parse(source) }), { planHash: '' })
  })
  if (!snapshot.isComplete) {
    console.error('pithy: The run is incomplete, so no snapshot was written: run it again, or resume it.')
    return exitCode.incomplete
  }
  await writeResultFile(options.out, `${JSON.stringify(snapshot)}\n`)
  const cases = snapshot.columns[0]?.cases.length ?? 0
  if (options.json) console.log(JSON.stringify({ file: options.out, columns: snapshot.columns.length, cases }, null, 2))
  else console.log(`${options.out}: ${snapshot.columns.length} columns, ${cases} cases`)
  return exitCode.passed
}
