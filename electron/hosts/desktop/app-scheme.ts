import { readFile } from 'node:fs/promises'
import { protocol, type Session } from 'electron'
import { securityHeaders } from '../../core/platform/content-policy.ts'
import type { RendererFile } from '../../core/platform/renderer-files.ts'

/** The origin of our own page; everything else is foreign. */
export const appOrigin = 'app://pithy'

/** Must run before the application is ready. A scheme of our own gives a real origin, which file:// does not. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: 'app',
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
    },
  ])
}

/** Answers app://pithy/… from the closed list of built files. */
export function serveApp(session: Session, files: ReadonlyMap<string, RendererFile>): void {
  session.protocol.handle('app', async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return new Response(null, { status: 405 })
    const url = new URL(request.url)
    const file = url.host === 'pithy' ? files.get(url.pathname) : undefined
    if (!file) return new Response(null, { status: 404, headers: securityHeaders })
    const body = new Uint8Array(await readFile(file.path))
    return new Response(body, { headers: { ...securityHeaders, 'content-type': file.mediaType } })
  })
}
