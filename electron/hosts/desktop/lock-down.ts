import type { Session } from 'electron'

/** The one permission that the interface needs: writing text to the clipboard. */
const ALLOWED_PERMISSIONS: ReadonlySet<string> = new Set(['clipboard-sanitized-write'])

/** Schemes that nothing in our session may load. Electron grants and loads everything unless told otherwise. */
const FOREIGN_SCHEMES = ['http', 'https', 'ws', 'wss', 'ftp', 'file'] as const

/** Denies permissions, devices, downloads and the network to a session. */
export function confineSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer) => answer(ALLOWED_PERMISSIONS.has(permission)))
  session.setPermissionCheckHandler((_contents, permission) => ALLOWED_PERMISSIONS.has(permission))
  session.setDevicePermissionHandler(() => false)
  session.on('will-download', (event) => event.preventDefault())
  const devServer = process.env.PITHY_DEV_SERVER
  session.webRequest.onBeforeRequest((details, answer) => {
    const { protocol, origin } = new URL(details.url)
    const isForeign = FOREIGN_SCHEMES.some((scheme) => protocol === `${scheme}:`)
    const isDev = devServer !== undefined && origin.replace(/^ws/, 'http') === new URL(devServer).origin
    answer({ cancel: isForeign && !isDev })
  })
}
