import { AppError } from '../../../shared/contract/errors.ts'
import { zipLimits } from './zip-limits.ts'

/** One file of an archive, as its directory has it. */
export interface ZipEntry {
  readonly path: string
  /** Where its local header begins. */
  readonly at: number
  readonly packed: number
  readonly bytes: number
  readonly crc: number
  readonly isDeflated: boolean
}

interface ArchiveBytes {
  readonly size: number
  readonly read: (at: number, length: number) => Buffer
}

const END_BYTES = 22
const MAX_COMMENT_BYTES = 65_535
const ENTRY_BYTES = 46
const LOCAL_BYTES = 30
const END_SIGN = 0x06054b50
const ENTRY_SIGN = 0x02014b50
const ENCRYPTED = 0x0041
const FILE_KIND = 0o170000
const REGULAR = 0o100000
const FOLDER = 0o040000

/**
 * The files of a ZIP archive, when all of it is safe to unpack: plain files with relative paths, none of them twice (whatever the
 * case of their letters), none over another, and no more than zipLimits allows.
 *
 * @throws AppError `bad-input` saying what is wrong, and with which file
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, section 4.3
 */
export function readDirectory(archive: ArchiveBytes): readonly ZipEntry[] {
  const { count, at, length } = findEnd(archive)
  if (count > zipLimits.entries) throw unsafe(`it holds ${count.toLocaleString('en-US')} files`)
  if (length > zipLimits.directoryBytes || at + length > archive.size) throw unsafe('its directory is too large')
  const bytes = archive.read(at, length)
  const entries: ZipEntry[] = []
  for (let offset = 0; offset < length; ) {
    if (offset + ENTRY_BYTES > length || bytes.readUInt32LE(offset) !== ENTRY_SIGN)
      throw unsafe('its directory is damaged')
    const nameLength = bytes.readUInt16LE(offset + 28)
    const whole = ENTRY_BYTES + nameLength + bytes.readUInt16LE(offset + 30) + bytes.readUInt16LE(offset + 32)
    if (offset + whole > length) throw unsafe('its directory is damaged')
    const entry = readEntry(bytes.subarray(offset, offset + whole), nameLength)
    if (entry) entries.push(entry)
    offset += whole
  }
  checkSizes(entries, archive.size)
  checkNames(entries)
  checkPlaces(entries, at)
  return entries
}

function findEnd({ size, read }: ArchiveBytes): {
  readonly count: number
  readonly at: number
  readonly length: number
} {
  const tailBytes = Math.min(size, END_BYTES + MAX_COMMENT_BYTES)
  const tail = read(size - tailBytes, tailBytes)
  for (let at = tail.length - END_BYTES; at >= 0; at--) {
    if (tail.readUInt32LE(at) !== END_SIGN) continue
    const [disk, count, length, start] = [4, 10, 12, 16].map((field, index) =>
      index < 2 ? tail.readUInt16LE(at + field) : tail.readUInt32LE(at + field),
    ) as [number, number, number, number] // four fields are read
    if (disk !== 0 || tail.readUInt16LE(at + 8) !== count) throw unsafe('it is one part of several')
    if (count === 0xffff || length === 0xffffffff || start === 0xffffffff) throw unsafe('it is written as ZIP64')
    return { count, at: start, length }
  }
  throw new AppError('bad-input', 'The file is no ZIP archive, so it is no bundle of a project.')
}

/** Null for a folder, which needs no place of its own. */
function readEntry(bytes: Buffer, nameLength: number): ZipEntry | null {
  const path = pathOf(bytes.subarray(ENTRY_BYTES, ENTRY_BYTES + nameLength))
  const madeByUnix = bytes.readUInt8(5) === 3
  const kind = madeByUnix ? (bytes.readUInt32LE(38) >>> 16) & FILE_KIND : 0
  const isFolder = path.endsWith('/')
  if (kind !== 0 && kind !== (isFolder ? FOLDER : REGULAR)) throw unsafe(`${path} is a link or no plain file`)
  checkPath(isFolder ? path.slice(0, -1) : path)
  if (isFolder) return null
  if ((bytes.readUInt16LE(8) & ENCRYPTED) !== 0) throw unsafe(`${path} is encrypted`)
  const method = bytes.readUInt16LE(10)
  if (method !== 0 && method !== 8) throw unsafe(`${path} is packed in a way that is not read here`)
  const crc = bytes.readUInt32LE(16)
  const packed = bytes.readUInt32LE(20)
  const size = bytes.readUInt32LE(24)
  const at = bytes.readUInt32LE(42)
  if ([packed, size, at].includes(0xffffffff)) throw unsafe(`${path} is written as ZIP64`)
  if (method === 0 && packed !== size) throw unsafe(`the size of ${path} is not true`)
  return { path, at, packed, bytes: size, crc, isDeflated: method === 8 }
}

function pathOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    throw new AppError('bad-input', unsafe('the name of a file is not in UTF-8').message, { cause })
  }
}

function checkPath(path: string): void {
  const shown = JSON.stringify(path.slice(0, 80))
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not be there
  if (/[\u0000-\u001f\u007f\\:]/.test(path)) throw unsafe(`${shown} is not a plain relative path`)
  const isRelative = path.split('/').every((part) => part !== '' && part !== '.' && part !== '..')
  if (!isRelative) throw unsafe(`${shown} is not a plain relative path`)
  if (path.length > zipLimits.pathCharacters) throw unsafe(`the path ${shown}… is too long`)
}

function checkSizes(entries: readonly ZipEntry[], archiveBytes: number): void {
  const total = entries.reduce((sum, { bytes }) => sum + bytes, 0)
  if (total > zipLimits.totalBytes) throw unsafe(`it unpacks to ${Math.round(total / 1e6).toLocaleString('en-US')} MB`)
  if (total > zipLimits.freeBytes && total > archiveBytes * zipLimits.ratio)
    throw unsafe(`it unpacks to ${Math.round(total / archiveBytes).toLocaleString('en-US')} times its size`)
}

function checkNames(entries: readonly ZipEntry[]): void {
  const seen = new Set<string>()
  const folders = new Set<string>()
  for (const { path } of entries) {
    const folded = path.normalize('NFC').toLowerCase()
    if (seen.has(folded)) throw unsafe(`${path} is there twice, or once more in other letters`)
    seen.add(folded)
    const parts = folded.split('/')
    for (let depth = 1; depth < parts.length; depth++) folders.add(parts.slice(0, depth).join('/'))
  }
  for (const path of seen) if (folders.has(path)) throw unsafe(`${path} is a file and a folder`)
}

/** Files that lie over one another would unpack to far more than is there. */
function checkPlaces(entries: readonly ZipEntry[], directoryAt: number): void {
  const inOrder = [...entries].sort((a, b) => a.at - b.at)
  for (const [index, entry] of inOrder.entries()) {
    const end = inOrder[index + 1]?.at ?? directoryAt
    if (entry.at + LOCAL_BYTES + Buffer.byteLength(entry.path) + entry.packed > end)
      throw unsafe(`${entry.path} lies over another file`)
  }
}

function unsafe(why: string): AppError {
  return new AppError('bad-input', `The archive was not unpacked: ${why}.`)
}
