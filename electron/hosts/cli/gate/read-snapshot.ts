import { stat } from 'node:fs/promises'
import { z } from 'zod'
import type { Client } from '../../../../shared/contract/client.ts'
import { AppError } from '../../../../shared/contract/errors.ts'
import { RunId } from '../../../../shared/domain/ids.ts'
import { Snapshot } from '../../../../shared/gate/snapshot.ts'
import { readTextFile } from '../read-text-file.ts'
import { takeSnapshot } from './take-snapshot.ts'

/** A snapshot from its file. @throws AppError `bad-input` with the path, when it is none */
export async function readSnapshotFile(path: string): Promise<Snapshot> {
  const text = await readTextFile(path, 'The snapshot')
  let content: unknown
  try {
    content = JSON.parse(text)
  } catch (cause) {
    throw new AppError('bad-input', `${path} is not valid JSON: ${cause instanceof Error ? cause.message : ''}`, {
      cause,
    })
  }
  const parsed = Snapshot.safeParse(content)
  if (!parsed.success) {
    throw new AppError('bad-input', `${path} is no snapshot of Pithy's:\n${z.prettifyError(parsed.error)}`)
  }
  return parsed.data
}

/** Whether a file is there under that name; else it is taken for the id of a run. */
export async function isFile(name: string): Promise<boolean> {
  return (await stat(name).catch(() => null))?.isFile() ?? false
}

/** @throws AppError `not-found` when it is neither a file nor a run of the library; `conflict` for an unfinished one */
export async function readBaseline(client: Client, name: string): Promise<Snapshot> {
  if (await isFile(name)) return completed(await readSnapshotFile(name), name)
  const run = await client.call('runs.get', { runId: RunId.parse(name) }).catch((cause: unknown) => {
    throw new AppError('not-found', `--baseline ${name} is neither a file that is there nor a run of the library.`, {
      cause,
    })
  })
  return completed(await takeSnapshot(client, run, { planHash: '' }), name)
}

/** @throws AppError `bad-input` for a baseline with holes, or for a part of one */
export function completed(snapshot: Snapshot, name: string): Snapshot {
  if (snapshot.part)
    throw new AppError('bad-input', `${name} is one part of a gate: put the parts together by "pithy merge".`)
  if (snapshot.isComplete) return snapshot
  throw new AppError('bad-input', `The baseline ${name} is incomplete: resume its run, then take it again.`)
}
