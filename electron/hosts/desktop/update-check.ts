import { app, dialog, shell } from 'electron'
import { AppError, toWireError } from '../../../shared/contract/errors.ts'
import type { Settings } from '../../../shared/domain/settings.ts'
import { UpdateAddress } from '../../../shared/domain/update-address.ts'

/** After the window: a start has better things to do. */
const CALM_MS = 5_000
const DEADLINE_MS = 10_000
/** A true file has a few hundred. */
const MAX_BYTES = 64_000

/**
 * Asks once per start, and only where the user has switched it on, which version is the newest. Nothing is sent but the request
 * for one file, nothing is downloaded or installed; a newer version is told, and its page opened where the user says so.
 */
export class UpdateCheck {
  #outcome: string | null = null

  /** What the last look found, in a sentence; null where none was made. */
  get outcome(): string | null {
    return this.#outcome
  }

  lookLater(readSettings: () => Promise<Settings | null>): void {
    setTimeout(() => {
      readSettings()
        .then((settings) => settings && this.look(settings))
        .catch((error: unknown) => console.error(error))
    }, CALM_MS).unref()
  }

  async look({ looksForUpdates, updateAddress }: Pick<Settings, 'looksForUpdates' | 'updateAddress'>): Promise<void> {
    const address = updateAddress ?? __UPDATE_ADDRESS__
    if (!looksForUpdates || address === null) return
    const current = app.getVersion()
    try {
      const newest = await readNewestVersion(address, latestFile(process.platform, process.arch))
      const isNewer = compareVersions(newest, current) > 0
      this.#outcome = isNewer ? `Version ${newest} is there; this is ${current}.` : `This is the newest version.`
      if (isNewer) await offerPage(address, newest, current)
    } catch (error) {
      this.#outcome = `The last look for a new version failed: ${toWireError(error).message}`
    }
  }
}

/** The file that electron-builder writes beside the installers of a platform (provider "generic"). */
export function latestFile(platform: NodeJS.Platform, arch: string): string {
  if (platform === 'darwin') return 'latest-mac.yml'
  if (platform === 'win32') return 'latest.yml'
  return arch === 'x64' ? 'latest-linux.yml' : `latest-linux-${arch}.yml`
}

/** Above 0 where `a` is newer; both are three numbers. */
function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number))
  for (const index of [0, 1, 2]) {
    const difference = (left?.[index] ?? 0) - (right?.[index] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

/** @throws AppError `bad-input`, with the address and the reason */
async function readNewestVersion(address: string, fileName: string): Promise<string> {
  const url = new URL(fileName, UpdateAddress.parse(address)).href
  let text: string
  try {
    const response = await fetch(url, {
      redirect: 'error',
      credentials: 'omit',
      headers: { 'user-agent': 'Pithy' },
      signal: AbortSignal.timeout(DEADLINE_MS),
    })
    if (!response.ok) throw new Error(`it answered ${response.status}`)
    text = await readStart(response)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new AppError('bad-input', `${url} cannot be read: ${reason}. Check the address in Settings.`, { cause })
  }
  // Not read as YAML: of all that a foreign server sends, three numbers are believed.
  const version = /^version: *['"]?(\d{1,6}\.\d{1,6}\.\d{1,6})['"]? *$/m.exec(text)?.[1]
  if (version !== undefined) return version
  throw new AppError('bad-input', `${url} names no released version. Check the address in Settings.`)
}

async function readStart({ body }: Response): Promise<string> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of body ?? []) {
    parts.push(part)
    bytes += part.byteLength
    if (bytes > MAX_BYTES) throw new Error('it is no description of a version: larger than 64 KB')
  }
  return Buffer.concat(parts).toString('utf8')
}

/** The page is the address that the user or the packager named: none that a server sends is ever opened. */
async function offerPage(address: string, newest: string, current: string): Promise<void> {
  const { response } = await dialog.showMessageBox({
    type: 'info',
    message: `Pithy ${newest} is there. This is ${current}.`,
    detail: `Nothing was downloaded. Your browser can show ${address}, where it can be had.`,
    buttons: ['Not now', 'Open in the browser'],
    defaultId: 0,
    cancelId: 0,
  })
  if (response === 1) await shell.openExternal(address)
}
