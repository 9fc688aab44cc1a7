import { setImmediate as nextTurn } from 'node:timers/promises'
import { AppError } from '../../../shared/contract/errors.ts'
import type { UsageLogId } from '../../../shared/domain/usage-log.ts'
import { previewUsage } from '../../../shared/import/usage/preview-usage.ts'
import type { CoreContext } from '../core-context.ts'
import type { Handlers } from '../dispatch.ts'
import { UsageImport } from '../import/usage-import.ts'

/** A log that nobody added to for so long was given up; its client is gone. */
const STALE_MS = 60_000

type UsageRoute = 'usage.preview' | 'usage.begin' | 'usage.append' | 'usage.list' | 'usage.rename' | 'usage.remove'

export function usageHandlers(core: CoreContext): Pick<Handlers, UsageRoute> {
  const { usageLogs, projects } = core.store
  const underWay = new Map<UsageLogId, UsageImport>()

  async function remove(logId: UsageLogId): Promise<void> {
    underWay.delete(logId)
    while (usageLogs.drop(logId)) await nextTurn()
    core.changed('usage')
  }

  return {
    'usage.preview': (head) => previewUsage(head),
    'usage.begin': async ({ projectId, name, reading }) => {
      const moment = new Date(core.ports.now() - STALE_MS).toISOString()
      for (const left of usageLogs.staleSince(moment)) await remove(left)
      const begun = new UsageImport(core, { projectId: projects.get(projectId).id, name }, reading)
      underWay.set(begun.id, begun)
      return { logId: begun.id }
    },
    'usage.append': async ({ logId, text, isLast }, { signal }) => {
      const begun = underWay.get(logId)
      if (!begun) throw new AppError('conflict', 'The import of this usage log was ended. Import the file again.')
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
