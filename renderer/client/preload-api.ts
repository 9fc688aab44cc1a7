import type { Reply } from '../../shared/contract/client.ts'

export interface FileToSave {
  readonly fileName: string
  /** Text, or base64 of bytes. */
  readonly body: string
  readonly encoding: 'utf8' | 'base64'
}

/** What only the desktop can do; the interface asks for it and may find it absent. */
export interface DesktopExtras {
  readonly platform: string
  /** Asks where to save; null when the user thought better of it. */
  readonly saveFile: (file: FileToSave) => Promise<string | null>
  /** Puts what the palette offers into the window's menus; a choice comes back as the event `action`. */
  readonly offerActions: (actions: readonly OfferedAction[]) => Promise<void>
  /** A bundle that the system opened with Pithy; null when none waits. The hidden action `opened-file` says that one does. */
  readonly takeOpenedFile: () => Promise<{ readonly fileName: string; readonly bytes: Uint8Array<ArrayBuffer> } | null>
  readonly facts: () => Promise<DesktopFacts>
  readonly showFolder: (name: 'library' | 'crashes' | 'logs') => Promise<void>
}

export interface OfferedAction {
  readonly id: string
  readonly label: string
  readonly group: string
  readonly keys?: string
}

export interface DesktopFacts {
  readonly electron: string
  readonly chrome: string
  readonly node: string
  /** Where reports of crashes are kept; nothing is sent. */
  readonly crashFolder: string
  readonly crashes: number
  /** Built in; null = whoever packaged this build named none. */
  readonly updateAddress: string | null
  /** What this start's look for a new version found; null where none was made. */
  readonly updateOutcome: string | null
}

/** What electron/hosts/desktop/preload.ts puts into the page. */
export interface PreloadApi {
  readonly call: (id: string, name: string, input: unknown) => Promise<Reply>
  readonly cancel: (id: string) => Promise<void>
  readonly subscribe: (name: string, listener: (payload: unknown) => void) => () => void
  readonly extras: DesktopExtras
}

declare global {
  interface Window {
    readonly pithy?: PreloadApi
  }
}
