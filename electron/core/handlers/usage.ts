import { setImmediate as nextTurn } from 'node:timers/promises'
import { AppError } from '../../../shared/contract/errors.ts'
import type { UsageLogId } from '../../../shared/domain/usage-log.ts'
import { previewUsage } from '../../../shared/import/usage/preview-usage.ts'
import type { CoreContext } from '../core-context.ts'
import type { Handlers } from '../dispatch.ts'
import { dropDeadLogs, dropLog } from '../import/drop-dead-logs.ts'
import { UsageImport } from '../import/usage-import.ts'

type UsageRoute = 'usage.preview' | 'usage.begin' | 'usage.append' | 'usage.list' | 'usage.rename' | 'usage.remove'

export function usageHandlers(core: CoreContext): Pick<Handlers, UsageRoute> {
  const { usageLogs, projects } = core.store
  const underWay = new Map<UsageLogId, UsageImport>()
  /** Of which a piece is being stored. */
  const adding = new Set<UsageLogId>()

  async function remove(logId: UsageLogId): Promise<void> {
    underWay.delete(logId)
    await dropLog(core, logId)
  }

  return {
    'usage.preview': (head) => previewUsage(head),
    'usage.begin': async ({ projectId, name, reading }) => {
      // In a client of this process the beginning of the file was read in the same step.
      await nextTurn()
      await dropDeadLogs(core, { drop: remove, isAdding: (id) => adding.has(id) })
      const begun = new UsageImport(core, { projectId: projects.get(projectId).id, name }, reading)
      underWay.set(begun.id, begun)
      return { logId: begun.id }
    },
    'usage.append': async ({ logId, text, isLast }, { signal }) => {
      const begun = underWay.get(logId)
      if (!begun) throw new AppError('conflict', 'The import of this usage log was ended. Import the file again.')
      adding.add(logId)
      try {
        const log = await begun.add(text, isLast, signal)
        if (isLast) {
          underWay.delete(logId)
          core.changed('usage')
        }
        if (isLast && log.rowCount + log.duplicateCount === 0) throw nothingRead(log.problems[0]?.message)
        return log
      } catch (error) {
        await remove(logId)
        throw error
      } finally {
        adding.delete(logId)
      }
    },
    'usage.list': ({ projectId }) => [...usageLogs.list(projectId)],
    'usage.rename': ({ logId, name }) => {
      const log = usageLogs.rename(logId, name)
      core.changed('usage')
      return log
    },
    'usage.remove': async ({ logId }) => {
      await remove(logId)
      return {}
    },
  }
}

function nothingRead(why: string | undefined): AppError {
  return new AppError(
    'bad-input',
    `No row of the file could be read, so nothing was changed.${why === undefined ? '' : ` ${why}`}`,
  )
}
