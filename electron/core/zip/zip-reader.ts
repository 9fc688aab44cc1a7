import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import { Inflate } from 'fflate'
import { AppError } from '../../../shared/contract/errors.ts'
import { readDirectory, type ZipEntry } from './zip-directory.ts'

/** Inflated at once: what one part of so many packed bytes can grow to stays below 17 MB. */
const PART_BYTES = 16 * 1024
const LOCAL_HEADER_BYTES = 30

/**
 * Reads a ZIP archive that somebody else may have made. Nothing is ever written by a name of its own: files are handed out as
 * bytes, one after the other, and no more than a part of one is in memory.
 */
export class ZipReader {
  readonly #file: number
  readonly entries: readonly ZipEntry[]

  /** @throws AppError `bad-input` for what is no archive, or one that is not safe to unpack */
  constructor(path: string) {
    this.#file = openSync(path, 'r')
    try {
      const { size } = fstatSync(this.#file)
      this.entries = readDirectory({ size, read: (at, length) => this.#read(at, length) })
    } catch (error) {
      closeSync(this.#file)
      throw error
    }
  }

  close(): void {
    closeSync(this.#file)
  }

  /**
   * The bytes of a file, part by part.
   *
   * @throws AppError `bad-input` where they are damaged, or more than the directory says
   */
  *bytesOf(entry: ZipEntry): Generator<Uint8Array> {
    const header = this.#read(entry.at, LOCAL_HEADER_BYTES)
    let at = entry.at + LOCAL_HEADER_BYTES + header.readUInt16LE(26) + header.readUInt16LE(28)
    let left = entry.packed
    let crc = 0
    let bytes = 0
    const out: Uint8Array[] = []
    const inflate = entry.isDeflated ? new Inflate((chunk) => void out.push(chunk)) : null
    while (left > 0) {
      const part = this.#read(at, Math.min(PART_BYTES, left))
      at += part.length
      left -= part.length
      if (inflate) unpack(inflate, part, left === 0, entry)
      else out.push(part)
      for (const chunk of out.splice(0)) {
        bytes += chunk.length
        if (bytes > entry.bytes) throw damaged(entry)
        crc = crc32(chunk, crc)
        yield chunk
      }
    }
    if (bytes !== entry.bytes || crc !== entry.crc) throw damaged(entry)
  }

  /** The lines of a text file, without their ends. @throws AppError `bad-input` for other than UTF-8, or a line past `maxCharacters` */
  *linesOf(entry: ZipEntry, maxCharacters: number): Generator<string> {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
    // Joined at a line's end only: to search a long line again at every part takes time by its square.
    let rest: string[] = []
    let restLength = 0
    for (const bytes of this.bytesOf(entry)) {
      const [first = '', ...others] = decode(decoder, bytes, entry).split('\n')
      rest.push(first)
      restLength += first.length
      const last = others.pop()
      if (last !== undefined) {
        yield rest.join('')
        yield* others
        rest = [last]
        restLength = last.length
      }
      if (restLength > maxCharacters) throw new AppError('bad-input', `${entry.path} has a line that is too long.`)
    }
    rest.push(decode(decoder, null, entry))
    const end = rest.join('')
    if (end !== '') yield end
  }

  #read(at: number, length: number): Buffer {
    const buffer = Buffer.allocUnsafe(length)
    if (at < 0 || readSync(this.#file, buffer, 0, length, at) !== length)
      throw new AppError('bad-input', 'The archive is cut off. Export or copy it again.')
    return buffer
  }
}

function unpack(inflate: Inflate, part: Uint8Array, isLast: boolean, entry: ZipEntry): void {
  try {
    inflate.push(part, isLast)
  } catch (cause) {
    throw new AppError('bad-input', damaged(entry).message, { cause })
  }
}

function decode(decoder: InstanceType<typeof TextDecoder>, bytes: Uint8Array | null, { path }: ZipEntry): string {
  try {
    return bytes === null ? decoder.decode() : decoder.decode(bytes, { stream: true })
  } catch (cause) {
    throw new AppError('bad-input', `${path} is not text in UTF-8.`, { cause })
  }
}

function damaged({ path }: ZipEntry): AppError {
  return new AppError('bad-input', `${path} is damaged in the archive. Export or copy it again.`)
}
