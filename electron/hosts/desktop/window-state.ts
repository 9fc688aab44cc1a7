import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { app, type BrowserWindow, screen } from 'electron'
import { z } from 'zod'
import { isOnScreen } from './is-on-screen.ts'

const WindowState = z.object({
  x: z.number().int().optional(),
  y: z.number().int().optional(),
  width: z.number().int().min(640),
  height: z.number().int().min(480),
  isMaximized: z.boolean(),
})
type WindowState = z.infer<typeof WindowState>

const FIRST_STATE: WindowState = { width: 1440, height: 900, isMaximized: false }

/** Where the window was when it closed; the first size when that is unknown or no longer on a screen. */
export function readWindowState(): WindowState {
  try {
    const state = WindowState.parse(JSON.parse(readFileSync(stateFile(), 'utf8')))
    return isOnScreen(
      state,
      screen.getAllDisplays().map(({ workArea }) => workArea),
    )
      ? state
      : { ...FIRST_STATE, isMaximized: state.isMaximized }
  } catch {
    return FIRST_STATE // never saved, or not by us: the first state does no harm
  }
}

export function saveWindowState(window: BrowserWindow): void {
  const state: WindowState = { ...window.getNormalBounds(), isMaximized: window.isMaximized() }
  try {
    writeFileSync(stateFile(), JSON.stringify(state))
  } catch {
    // A window that opens at its first size next time is no reason to keep this one from closing.
  }
}

function stateFile(): string {
  return join(app.getPath('userData'), 'window.json')
}
