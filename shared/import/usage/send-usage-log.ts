import type { Client } from '../../contract/client.ts'
import type { ProjectId } from '../../domain/ids.ts'
import type { UsageLog, UsageReading } from '../../domain/usage-log.ts'

export interface UsagePiece {
  readonly text: string
  readonly isLast: boolean
}

export interface SendUsageLogOptions {
  readonly signal: AbortSignal
  /** After each piece but the last, with the log as it is by then. */
  readonly onPiece: (log: UsageLog) => void
}

/**
 * Brings a usage log into the library, piece by piece; what breaks off is taken out again.
 *
 * @throws whatever reading a piece or the core throws, and the signal's reason
 */
export async function sendUsageLog(
  client: Client,
  log: { readonly projectId: ProjectId; readonly name: string; readonly reading: UsageReading },
  pieces: AsyncIterable<UsagePiece>,
  { signal, onPiece }: SendUsageLogOptions,
): Promise<UsageLog> {
  const { logId } = await client.call('usage.begin', log)
  try {
    for await (const { text, isLast } of pieces) {
      const now = await client.call('usage.append', { logId, text, isLast }, { signal })
      if (isLast) return now
      onPiece(now)
    }
    throw new Error('The usage log has no last piece.')
  } catch (error) {
    // Rows that are left behind would count as imported before when the file is imported again. Without the signal: it may be aborted.
    await client.call('usage.remove', { logId }).catch(() => undefined)
    throw error
  }
}
