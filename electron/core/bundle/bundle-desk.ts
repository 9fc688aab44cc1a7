import { closeSync, mkdtempSync, openSync, readSync, rmSync, statSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AppError } from '../../../shared/contract/errors.ts'

const PART_BYTES = 6_000_000
/** What comes in is refused past this; a bundle unpacks to 2 GB at most. */
const MAX_BYTES = 2_000_000_000
/** Clients close what they opened; of those that went away, the oldest go first. */
const MAX_OPEN = 4

/** Bundles on their way in or out: temporary files of this process, which clients carry in parts. */
export class BundleDesk {
  readonly #newId: () => string
  readonly #paths = new Map<string, string>()
  #folder: string | null = null

  constructor(newId: () => string) {
    this.#newId = newId
  }

  /** A place for a file, which is not there yet. */
  begin(): { readonly bundleId: string; readonly path: string } {
    for (const id of [...this.#paths.keys()].slice(0, Math.max(0, this.#paths.size - MAX_OPEN + 1))) this.close(id)
    this.#folder ??= mkdtempSync(join(tmpdir(), 'pithy-bundle-'))
    const bundleId = this.#newId()
    const path = join(this.#folder, `${this.#paths.size}-${bundleId}.pithy`)
    this.#paths.set(bundleId, path)
    return { bundleId, path }
  }

  /** @throws AppError `not-found` when it was closed, or given up for later ones */
  pathOf(bundleId: string): string {
    const path = this.#paths.get(bundleId)
    if (path === undefined) throw new AppError('not-found', 'This bundle is closed. Choose or export it again.')
    return path
  }

  /** @returns the size so far. @throws AppError `bad-input` for a part that does not follow the one before */
  append(bundleId: string, offset: number, part: Buffer): number {
    const path = this.pathOf(bundleId)
    if (offset !== sizeOf(path))
      throw new AppError('bad-input', 'A part of the bundle is missing. Choose the file again.')
    if (offset + part.length > MAX_BYTES) throw new AppError('bad-input', 'A bundle of more than 2 GB is not read.')
    const file = openSync(path, 'a', 0o600)
    try {
      writeSync(file, part)
    } finally {
      closeSync(file)
    }
    return offset + part.length
  }

  read(bundleId: string, offset: number): { readonly part: Buffer; readonly next: number | null } {
    const path = this.pathOf(bundleId)
    const size = sizeOf(path)
    const part = Buffer.alloc(Math.max(0, Math.min(PART_BYTES, size - offset)))
    const file = openSync(path, 'r')
    try {
      readSync(file, part, 0, part.length, offset)
    } finally {
      closeSync(file)
    }
    const next = offset + part.length
    return { part, next: next < size ? next : null }
  }

  close(bundleId: string): void {
    const path = this.#paths.get(bundleId)
    if (path !== undefined) rmSync(path, { force: true })
    this.#paths.delete(bundleId)
  }

  closeAll(): void {
    this.#paths.clear()
    if (this.#folder !== null) rmSync(this.#folder, { recursive: true, force: true })
    this.#folder = null
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}
