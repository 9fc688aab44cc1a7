import type { TokenRequest } from './token-protocol.ts'
import { TokenSession } from './token-session.ts'

const session = new TokenSession((reply) => self.postMessage(reply))

self.addEventListener('message', (event: MessageEvent<TokenRequest>) => {
  void session.receive(event.data)
})
