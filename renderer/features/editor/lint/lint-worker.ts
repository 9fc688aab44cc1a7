import type { LintRequest } from './lint-protocol.ts'
import { LintSession } from './lint-session.ts'

const session = new LintSession()

self.addEventListener('message', (event: MessageEvent<LintRequest>) => {
  self.postMessage(session.receive(event.data))
})
