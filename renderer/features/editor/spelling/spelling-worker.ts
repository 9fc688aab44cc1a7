import aff from 'dictionary-en/index.aff?raw'
import dic from 'dictionary-en/index.dic?raw'
import type { SpellingRequest } from './spelling-protocol.ts'
import { SpellingSession } from './spelling-session.ts'

const session = new SpellingSession({ aff, dic })

self.addEventListener('message', ({ data }: MessageEvent<SpellingRequest>) => {
  self.postMessage(session.receive(data))
})
