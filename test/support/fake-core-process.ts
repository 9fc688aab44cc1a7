import { EventEmitter } from 'node:events'
import type { FromCore, MessageEnd, ToCore } from '../../electron/hosts/desktop/core-messages.ts'
import type { CoreProcess } from '../../electron/hosts/desktop/desktop-core.ts'
import { type OpenApp, serveCore } from '../../electron/hosts/desktop/serve-core.ts'

export interface FakeCoreProcess extends CoreProcess {
  /** Ends as a process does that is killed: nothing that is on its way arrives any more. */
  readonly kill: () => void
}

/** The core's process without a process: messages are cloned and arrive a turn later, as Electron's do. */
export function fakeCoreProcess(open: OpenApp): FakeCoreProcess {
  const wire = new EventEmitter()
  let isRunning = true
  function end<Out, In>(to: string, from: string): MessageEnd<Out, In> {
    return {
      post(message) {
        const copy = structuredClone(message)
        setImmediate(() => isRunning && wire.emit(to, copy))
      },
      listen: (listener) => void wire.on(from, listener),
    }
  }
  function kill(): void {
    if (!isRunning) return
    isRunning = false
    wire.emit('exit')
  }
  serveCore(end<FromCore, ToCore>('main', 'core'), open)
  return {
    ...end<ToCore, FromCore>('core', 'main'),
    onExit: (listener) => void wire.once('exit', listener),
    end: kill,
    kill,
  }
}
