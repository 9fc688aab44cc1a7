import { randomBytes } from 'node:crypto'

/** Makes a function that gives UUIDv7 (RFC 9562): unique, and sorting by text is sorting by time of creation. */
export function createIdSource(now: () => number): () => string {
  let lastMs = 0
  let sequence = 0
  return () => {
    const nowMs = Math.max(now(), lastMs)
    // Within one millisecond the 12 bits after the version count up, so that order is kept there as well.
    sequence = nowMs === lastMs ? sequence + 1 : 0
    lastMs = sequence > 0xfff ? nowMs + 1 : nowMs
    if (sequence > 0xfff) sequence = 0
    const bytes = randomBytes(16)
    bytes.writeUIntBE(lastMs, 0, 6)
    bytes.writeUInt16BE(0x7000 | sequence, 6)
    bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8)
    const hex = bytes.toString('hex')
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
  }
}
