import { open } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import type { Reply } from '../../../shared/contract/client.ts'
import { AppError, toWireError } from '../../../shared/contract/errors.ts'

const MAX_BYTES = 300_000_000

/** Bundles that the system opens with Pithy: they wait here until the page takes them. The page never names a path. */
export class OpenedFiles {
  readonly #waiting: string[] = []
  readonly #onAdded: (path: string) => void

  constructor(onAdded: (path: string) => void) {
    this.#onAdded = onAdded
  }

  add(path: string): void {
    this.#waiting.push(path)
    this.#onAdded(path)
  }

  /** The value is the oldest one's name and content; null when none waits. */
  async take(): Promise<Reply> {
    const path = this.#waiting.shift()
    if (path === undefined) return { ok: true, value: null }
    try {
      return { ok: true, value: { fileName: basename(path), bytes: await readBundle(path) } }
    } catch (error) {
      return { ok: false, error: toWireError(error) }
    }
  }
}

/** Among the arguments of a start: files that end like a bundle, made absolute. */
export function bundlePaths(args: readonly string[], folder: string): string[] {
  return args.filter((arg) => /\.pithy$/i.test(arg) && !arg.startsWith('-')).map((arg) => resolve(folder, arg))
}

async function readBundle(path: string): Promise<Uint8Array> {
  try {
    const file = await open(path, 'r')
    try {
      const { size } = await file.stat()
      if (size > MAX_BYTES) {
        const message = `The bundle ${path} is larger than 300 MB. Take it in by "pithy bundle import".`
        throw new AppError('bad-input', message)
      }
      return new Uint8Array(await file.readFile())
    } finally {
      await file.close()
    }
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    throw new AppError('bad-input', `The bundle ${path} cannot be read.`, { cause })
  }
}
