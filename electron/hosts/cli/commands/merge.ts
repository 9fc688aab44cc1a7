import { AppError } from '../../../../shared/contract/errors.ts'
import { judgeGate } from '../../../../shared/gate/judge-gate.ts'
import { mergeSnapshots } from '../../../../shared/gate/merge-snapshots.ts'
import { completed, isFile, readBaseline, readSnapshotFile } from '../gate/read-snapshot.ts'
import { checkGateFiles, type GateOutput, tellGate } from '../gate/tell-gate.ts'
import { type GlobalOptions, withClient } from '../open-session.ts'
import { writeResultFile } from '../write-result-file.ts'

export interface MergeOptions extends GlobalOptions, GateOutput {
  readonly baseline?: string
  readonly json?: boolean
}

/** `pithy merge PART…`: opens the library only where the baseline is a run in it. */
export async function mergeCommand(files: readonly string[], options: MergeOptions): Promise<number> {
  await checkGateFiles(options)
  const parts = await Promise.all(files.map(readSnapshotFile))
  const { part, ...whole } = mergeSnapshots(parts)
  if (!part) throw new AppError('bad-input', 'These files are not the parts of one gate.')
  const baseline = options.baseline === undefined ? null : await baselineOf(options.baseline, options)
  if (options.out !== undefined) await writeResultFile(options.out, `${JSON.stringify(whole)}\n`)
  const { prompts, rule, critical } = part
  return await tellGate(
    judgeGate({ name: whole.name, prompts, snapshot: whole, baseline, rule, critical }),
    options,
    null,
  )
}

async function baselineOf(name: string, options: GlobalOptions) {
  if (await isFile(name)) return completed(await readSnapshotFile(name), name)
  return await withClient(options, (client) => readBaseline(client, name))
}
