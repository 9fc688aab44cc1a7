import { createHash, type Hash } from 'node:crypto'
import { closeSync, openSync, writeSync } from 'node:fs'
import { constants, crc32, deflateRawSync } from 'node:zlib'
import { AppError } from '../../../shared/contract/errors.ts'
import { uint16, uint32 } from './zip-fields.ts'
import { zipLimits } from './zip-limits.ts'

const VERSION = 20
/** Made by Unix, so that the files' rights below are read. */
const MADE_BY = (3 << 8) | VERSION
const FLAGS = 0x0800
const DEFLATED = 8
/** 1 January 1980: the same content gives the same bytes. */
const DATE = 0x21
const REGULAR_FILE = (0o100644 << 16) >>> 0
const CHUNK_BYTES = 256 * 1024
/** An empty last block: what stands before it ends with whole bytes. */
const LAST_BLOCK = Buffer.from([3, 0])

/** A file of the archive, as it is listed in the manifest. */
export interface WrittenFile {
  readonly path: string
  readonly bytes: number
  readonly sha256: string
}

interface OpenEntry {
  readonly path: string
  readonly at: number
  readonly hash: Hash
  crc: number
  bytes: number
  packed: number
  waiting: Buffer[]
  waitingBytes: number
}

/** Writes a ZIP archive file by file, holding no more than a part of one in memory. @see zipFiles for archives in memory */
export class ZipWriter {
  readonly #file: number
  readonly #directory: Buffer[] = []
  #offset = 0
  #total = 0
  #entry: OpenEntry | null = null

  /** @param path must not exist yet */
  constructor(path: string) {
    this.#file = openSync(path, 'wx', 0o600)
  }

  begin(path: string): void {
    const name = Buffer.from(path)
    this.#entry = {
      path,
      at: this.#offset,
      hash: createHash('sha256'),
      crc: 0,
      bytes: 0,
      packed: 0,
      waiting: [],
      waitingBytes: 0,
    }
    this.#put(Buffer.alloc(30 + name.length))
  }

  /** @throws AppError `conflict` when the archive grows past what could be read again */
  write(text: string): void {
    const entry = this.#open()
    const bytes = Buffer.from(text)
    entry.waiting.push(bytes)
    entry.waitingBytes += bytes.length
    if (entry.waitingBytes >= CHUNK_BYTES) this.#flush(entry)
  }

  end(): WrittenFile {
    const entry = this.#open()
    this.#flush(entry)
    this.#put(LAST_BLOCK)
    entry.packed += LAST_BLOCK.length
    const name = Buffer.from(entry.path)
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(VERSION, 0)
    fields.writeUInt16LE(FLAGS, 2)
    fields.writeUInt16LE(DEFLATED, 4)
    fields.writeUInt16LE(DATE, 8)
    fields.writeUInt32LE(entry.crc, 10)
    fields.writeUInt32LE(entry.packed, 14)
    fields.writeUInt32LE(entry.bytes, 18)
    fields.writeUInt16LE(name.length, 22)
    writeSync(this.#file, Buffer.concat([uint32(0x04034b50), fields, name]), 0, null, entry.at)
    const place = Buffer.alloc(14)
    place.writeUInt32LE(REGULAR_FILE, 6)
    place.writeUInt32LE(entry.at, 10)
    this.#directory.push(Buffer.concat([uint32(0x02014b50), uint16(MADE_BY), fields, place, name]))
    this.#entry = null
    return { path: entry.path, bytes: entry.bytes, sha256: entry.hash.digest('hex') }
  }

  /** Writes the directory and closes. @returns the size of the archive in bytes */
  finish(): number {
    const listed = Buffer.concat(this.#directory)
    const end = Buffer.alloc(18)
    end.writeUInt16LE(this.#directory.length, 4)
    end.writeUInt16LE(this.#directory.length, 6)
    end.writeUInt32LE(listed.length, 8)
    end.writeUInt32LE(this.#offset, 12)
    this.#put(Buffer.concat([listed, uint32(0x06054b50), end]))
    closeSync(this.#file)
    return this.#offset
  }

  /** After a failure; the half-written file is the caller's to remove. */
  abandon(): void {
    try {
      closeSync(this.#file)
    } catch {
      // Closed already.
    }
  }

  #open(): OpenEntry {
    if (!this.#entry) throw new Error('No file of the archive is begun.')
    return this.#entry
  }

  #flush(entry: OpenEntry): void {
    if (entry.waitingBytes === 0) return
    const bytes = Buffer.concat(entry.waiting)
    entry.waiting = []
    entry.waitingBytes = 0
    entry.crc = crc32(bytes, entry.crc)
    entry.hash.update(bytes)
    entry.bytes += bytes.length
    this.#total += bytes.length
    if (this.#total > zipLimits.totalBytes || this.#directory.length >= zipLimits.entries)
      throw new AppError('conflict', 'The project is too large for a bundle (2 GB). Leave its runs out.')
    // Each part is deflated by itself and ends with a whole byte, so that the parts follow one another as one stream.
    const packed = deflateRawSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH })
    this.#put(packed)
    entry.packed += packed.length
  }

  #put(bytes: Buffer): void {
    writeSync(this.#file, bytes, 0, null, this.#offset)
    this.#offset += bytes.length
  }
}
