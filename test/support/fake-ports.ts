import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Log, Ports, Secrets } from '../../electron/core/ports.ts'

/** Begins on 2026-01-02 at noon UTC and moves only when told. */
export interface FakeClock {
  readonly now: () => number
  readonly advance: (ms: number) => void
}

export interface FakePorts {
  readonly ports: Ports
  readonly clock: FakeClock
  /** What is kept in memory, by provider id. */
  readonly keys: Map<string, string>
  /** What was logged as an error. */
  readonly errors: { readonly message: string; readonly error: unknown }[]
}

/** Ports without a host: a clock and ids that repeat, keys in memory, and no network unless `fetch` is given. */
export function fakePorts(libraryPath: string, overrides: Partial<Ports> = {}): FakePorts {
  const clock = fakeClock()
  const keys = new Map<string, string>()
  const errors: { message: string; error: unknown }[] = []
  const log: Log = {
    info: () => {},
    warn: () => {},
    error: (message, error) => {
      errors.push({ message, error })
    },
  }
  const ports: Ports = {
    host: 'test',
    libraryPath,
    appVersion: '0.0.0-test',
    buildId: 'test-build',
    secrets: memorySecrets(keys),
    log,
    fetch: () => Promise.reject(new TypeError('This test has no network.')),
    now: clock.now,
    newId: sequentialIds(),
    random: () => 0.5,
    ...overrides,
  }
  return { ports, clock, keys, errors }
}

export function fakeClock(start = Date.UTC(2026, 0, 2, 12)): FakeClock {
  let nowMs = start
  return {
    now: () => nowMs,
    advance: (ms) => {
      nowMs += ms
    },
  }
}

/** Ids in the form of UUIDv7 that count up, so that they sort by creation as the real ones do. */
export function sequentialIds(prefix = '00000000'): () => string {
  let count = 0
  return () => `${prefix}-0000-7000-8000-${String(++count).padStart(12, '0')}`
}

export function memorySecrets(keys: Map<string, string>): Secrets {
  return {
    storage: 'session',
    get: async (id) => keys.get(id) ?? null,
    sourceOf: async (id) => (keys.has(id) ? 'session' : null),
    set: async (id, key) => {
      keys.set(id, key)
    },
    remove: async (id) => {
      keys.delete(id)
    },
  }
}

export interface TempFolder {
  readonly path: string
  readonly file: (name: string) => string
  readonly remove: () => void
}

export function tempFolder(): TempFolder {
  const path = mkdtempSync(join(tmpdir(), 'pithy-test-'))
  return {
    path,
    file: (name) => join(path, name),
    remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 3 }),
  }
}
