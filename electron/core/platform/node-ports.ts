import { dirname, join } from 'node:path'
import type { Ports, Secrets } from '../ports.ts'
import { createLog } from './create-log.ts'
import { createNodePost } from './node-post.ts'
import { createIdSource } from './uuid-v7.ts'

declare const __BUILD_ID__: string
declare const __APP_VERSION__: string

/** The ports that every host lends alike; what differs is given. */
export function nodePorts(host: 'desktop' | 'web' | 'cli', libraryPath: string, secrets: Secrets): Ports {
  return {
    host,
    libraryPath,
    secrets,
    appVersion: __APP_VERSION__,
    buildId: __BUILD_ID__,
    log: createLog(join(dirname(libraryPath), 'logs'), host),
    fetch: globalThis.fetch,
    post: createNodePost(),
    now: Date.now,
    newId: createIdSource(Date.now),
    random: Math.random,
  }
}
