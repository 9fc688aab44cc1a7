import type { Session, WebContents } from 'electron'

/** What the interface needs: writing text to the clipboard, and the files of a folder that the user has chosen in the system's dialog. */
const ALLOWED_PERMISSIONS: ReadonlySet<string> = new Set(['clipboard-sanitized-write', 'fileSystem'])

/** Schemes that nothing in our sessions may load. Electron grants and loads everything unless told otherwise. */
const FOREIGN_PROTOCOLS: ReadonlySet<string> = new Set(['http:', 'https:', 'ws:', 'wss:', 'ftp:', 'file:'])

/** Denies permissions, devices, downloads and the network to a session. */
export function confineSession(session: Session, devServer: string | null): void {
  const devHost = devServer === null ? null : new URL(devServer).host
  session.setPermissionRequestHandler((_contents, permission, answer) => answer(ALLOWED_PERMISSIONS.has(permission)))
  session.setPermissionCheckHandler((_contents, permission) => ALLOWED_PERMISSIONS.has(permission))
  session.setDevicePermissionHandler(() => false)
  // Chromium would fetch dictionaries from the network.
  session.setSpellCheckerEnabled(false)
  session.on('will-download', (event) => event.preventDefault())
  session.webRequest.onBeforeRequest((details, answer) => {
    const { protocol, host } = new URL(details.url)
    const isDevServer = devHost !== null && host === devHost && /^(http|ws):$/.test(protocol)
    answer({ cancel: FOREIGN_PROTOCOLS.has(protocol) && !isDevServer })
  })
}

/** No page of ours navigates, opens windows or attaches webviews; whoever tries is refused, whatever the address. */
export function confineContents(contents: WebContents, devServer: string | null): void {
  function refuseForeign(event: { preventDefault: () => void }, url: string): void {
    if (devServer !== null && URL.canParse(url) && new URL(url).origin === new URL(devServer).origin) return
    event.preventDefault()
  }
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.on('will-navigate', (event) => refuseForeign(event, event.url))
  contents.on('will-frame-navigate', (event) => refuseForeign(event, event.url))
  contents.on('will-redirect', (event) => refuseForeign(event, event.url))
}
