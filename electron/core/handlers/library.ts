import { AppError } from '../../../shared/contract/errors.ts'
import type { CoreContext } from '../core-context.ts'
import type { Handlers } from '../dispatch.ts'
import { keepCopy } from '../store/library/keep-copy.ts'
import { copyPath, listCopies } from '../store/library/library-copies.ts'
import { recoverLibrary } from '../store/library/recover-library.ts'
import { restoreLibrary } from '../store/library/replace-library.ts'

type LibraryRoutes = Extract<keyof Handlers, `library.${string}`>

export function libraryHandlers(core: CoreContext): Pick<Handlers, LibraryRoutes> {
  const { ports, store, exchange } = core
  const path = ports.libraryPath
  return {
    'library.copies': () => listCopies(path),
    'library.back-up': () => keepCopy(store.db, { path, nowMs: ports.now(), open: store.openFile }),
    'library.restore': ({ name }) => {
      const copy = copyPath(path, name)
      refuseDuringWork(core, 'restore a copy')
      return exchange(() => ({
        keptAs: restoreLibrary(copy, { path, nowMs: ports.now(), open: store.openFile }) ?? path,
      }))
    },
    'library.recover': () => {
      refuseDuringWork(core, 'recover the library')
      return exchange(() => recoverLibrary({ path, nowMs: ports.now(), open: store.openFile }))
    },
    'library.check': () => {
      const problems = store.db.prepare<[], string>('PRAGMA quick_check(20)').pluck().all()
      return { problems: problems.filter((problem) => problem !== 'ok') }
    },
  }
}

function refuseDuringWork({ jobs }: CoreContext, what: string): void {
  const running = jobs.list(true).length
  if (running === 0) return
  const many = running === 1 ? 'One job is' : `${running} jobs are`
  throw new AppError('conflict', `${many} still working. Wait, or stop them, and then ${what}.`)
}
