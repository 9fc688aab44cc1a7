import { createApp } from '../../core/app.ts'
import { nodePorts } from '../../core/platform/node-ports.ts'
import { repairLibrary } from '../../core/store/library/repair-library.ts'
import { serveCore } from './serve-core.ts'

// The program of the core's own process, which Electron's main process forks (fork-core.ts).
const { parentPort } = process
serveCore(
  {
    post: (message) => parentPort.postMessage(message),
    // Only our own main process has the other end.
    listen: (listener) => void parentPort.on('message', ({ data }) => listener(data)),
  },
  async (libraryPath, secrets, repair, onRepaired) => {
    if (repair) onRepaired(await repairLibrary(libraryPath, repair, Date.now()))
    return createApp(nodePorts('desktop', libraryPath, secrets))
  },
)
