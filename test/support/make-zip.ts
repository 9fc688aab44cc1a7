import { crc32, deflateRawSync } from 'node:zlib'

/** A file of an archive; what is not given is as an honest archive has it. */
export interface ZipFileSpec {
  readonly name: string
  readonly body: string
  readonly flags?: number
  readonly method?: number
  /** Rights and kind, as Unix has them. */
  readonly mode?: number
  /** What the directory says of its size. */
  readonly bytes?: number
  /** Where the directory says that it begins. */
  readonly at?: number
}

/** An archive as an attacker may write it. */
export function makeZip(files: readonly ZipFileSpec[], count = files.length): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, body, flags = 0x0800, method = 8, mode = 0o100644, bytes, at } of files) {
    const content = Buffer.from(body)
    const nameBytes = Buffer.from(name, 'latin1')
    const packed = method === 8 ? deflateRawSync(content) : content
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    fields.writeUInt16LE(flags, 2)
    fields.writeUInt16LE(method, 4)
    fields.writeUInt32LE(crc32(content), 10)
    fields.writeUInt32LE(packed.length, 14)
    fields.writeUInt32LE(bytes ?? content.length, 18)
    fields.writeUInt16LE(nameBytes.length, 22)
    const place = Buffer.alloc(14)
    place.writeUInt32LE((mode << 16) >>> 0, 6)
    place.writeUInt32LE(at ?? offset, 10)
    directory.push(Buffer.concat([Buffer.from([0x50, 0x4b, 1, 2, 20, 3]), fields, place, nameBytes]))
    const local = Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), fields, nameBytes, packed])
    parts.push(local)
    offset += local.length
  }
  const listed = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(count, 8)
  end.writeUInt16LE(count, 10)
  end.writeUInt32LE(listed.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...parts, listed, end])
}
