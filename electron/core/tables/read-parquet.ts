// As a whole: an older runtime, which tests of the window may use, has no zstd, and a missing name would end the program.
import zlib from 'node:zlib'
import { parquetMetadataAsync, parquetReadObjects } from 'hyparquet'
import { AppError } from '../../../shared/contract/errors.ts'

const MAX_ROWS = 1_000_000

/** Bytes of one page: a few packed ones can say gigabytes. */
const LIMIT = { maxOutputLength: 300_000_000 }

/** hyparquet unpacks Snappy itself; the rest Node has. */
const compressors = {
  GZIP: (input: Uint8Array) => new Uint8Array(zlib.gunzipSync(input, LIMIT)),
  BROTLI: (input: Uint8Array) => new Uint8Array(zlib.brotliDecompressSync(input, LIMIT)),
  ZSTD: (input: Uint8Array) => new Uint8Array(zlib.zstdDecompressSync(input, LIMIT)),
}

/**
 * The rows of a Parquet file as JSON Lines. Large integers that a number cannot hold become texts, dates ISO 8601.
 *
 * @throws AppError `bad-input` for what is no Parquet, or has too many rows
 */
export async function readParquet(bytes: Uint8Array): Promise<string> {
  const own = new Uint8Array(bytes)
  const file = { byteLength: own.byteLength, slice: (from: number, to?: number) => own.buffer.slice(from, to) }
  try {
    const { num_rows: count } = await parquetMetadataAsync(file)
    if (count > MAX_ROWS)
      throw new AppError(
        'bad-input',
        `The file has ${count} rows; at most ${MAX_ROWS.toLocaleString('en-US')} come in.`,
      )
    const rows = await parquetReadObjects({ file, compressors })
    return rows.map((row) => JSON.stringify(row, toJson)).join('\n')
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    const why = cause instanceof Error ? cause.message.replace(/^parquet /, '').slice(0, 200) : 'unreadable'
    throw new AppError('bad-input', `The file is no Parquet that can be read: ${why}.`, { cause })
  }
}

function toJson(_name: string, value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  return value
}
