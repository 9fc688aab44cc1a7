import { EventEmitter } from 'node:events'
import { existsSync } from 'node:fs'
import type { BrowserWindow } from 'electron'
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { rememberGraphics } from '../../../../electron/hosts/desktop/graphics-memory.ts'
import { tempFolder } from '../../../support/fake-ports.ts'

const electron = vi.hoisted(() => ({ compositing: 'enabled', disables: 0, switches: new Set<string>() }))
vi.mock('electron', () => ({
  app: {
    disableHardwareAcceleration: () => {
      electron.disables += 1
    },
    commandLine: { hasSwitch: (name: string) => electron.switches.has(name) },
    getGPUFeatureStatus: () => ({ gpu_compositing: electron.compositing }),
  },
}))

const DAY_MS = 24 * 3_600_000
const NOW_MS = Date.parse('2026-11-22T00:00:00Z')

beforeEach(() => {
  electron.disables = 0
  electron.switches.clear()
})

function start(
  { path }: ReturnType<typeof tempFolder>,
  compositing: string,
  nowMs = NOW_MS,
): { readonly triesCard: boolean } {
  electron.compositing = compositing
  const before = electron.disables
  const window = new EventEmitter()
  rememberGraphics(path, nowMs)(window as unknown as BrowserWindow)
  window.emit('show')
  return { triesCard: electron.disables === before }
}

test('a graphics card that could not be used is not tried again for a week', () => {
  const folder = tempFolder()
  onTestFinished(folder.remove)
  expect(start(folder, 'disabled_software')).toEqual({ triesCard: true })
  expect(start(folder, 'disabled_software', NOW_MS + DAY_MS)).toEqual({ triesCard: false })
  // What was drawn without the card says nothing about it: the week is not begun anew.
  expect(start(folder, 'disabled_software', NOW_MS + 8 * DAY_MS)).toEqual({ triesCard: true })
  // A clock that was set back must not keep it away for years.
  expect(start(folder, 'disabled_software', NOW_MS - DAY_MS)).toEqual({ triesCard: true })
})

test('a card that works, or that this start was told to leave alone, is not remembered as failed', () => {
  const folder = tempFolder()
  onTestFinished(folder.remove)
  start(folder, 'enabled')
  electron.switches.add('disable-gpu')
  start(folder, 'disabled_software')
  expect(existsSync(folder.file('graphics.json'))).toBe(false)
})
