import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { app, type BrowserWindow } from 'electron'
import { z } from 'zod'

/** For so long a graphics card that could not be used is not tried again. */
const TRUST_MS = 7 * 24 * 3_600_000

/** `electron`: which one tried; another may succeed. */
const Memory = z.object({ electron: z.string(), failedAtMs: z.number() })

/**
 * On a machine whose graphics card cannot be used (virtual machines, remote desktops) Chromium tries it at every start, and
 * draws only after that has failed: 0.3 s (Electron 33 under Xvfb, 2026-11). Called before the application is ready.
 *
 * @returns to be called when the window is shown, when Chromium knows how it draws
 */
export function rememberGraphics(folder: string, nowMs: number): (window: BrowserWindow) => void {
  const file = join(folder, 'graphics.json')
  const electron = process.versions.electron ?? ''
  const isKnownToFail = mayDrawWithout(file, electron, nowMs)
  if (isKnownToFail) app.disableHardwareAcceleration()
  return (window) => {
    if (isKnownToFail || app.commandLine.hasSwitch('disable-gpu')) return
    window.once('show', () => {
      if (app.getGPUFeatureStatus().gpu_compositing !== 'disabled_software') return
      try {
        writeFileSync(file, JSON.stringify({ electron, failedAtMs: nowMs }))
      } catch {
        // The next start tries the card again.
      }
    })
  }
}

function mayDrawWithout(file: string, electron: string, nowMs: number): boolean {
  try {
    const memory = Memory.parse(JSON.parse(readFileSync(file, 'utf8')))
    return memory.electron === electron && memory.failedAtMs <= nowMs && nowMs - memory.failedAtMs < TRUST_MS
  } catch {
    return false // never failed, or not written by us: the card is tried
  }
}
