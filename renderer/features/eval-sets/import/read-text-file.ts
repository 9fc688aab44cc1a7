import { AppError } from '../../../../shared/contract/errors.ts'

/** What one import takes; routes.ts has the same limit. */
export const MAX_CHARACTERS = 64_000_000
/** UTF-8 needs at most 3 bytes for one UTF-16 unit: a longer file is too large whatever is in it. */
const MAX_BYTES = MAX_CHARACTERS * 3

/** As Base64 it stays below what one import takes. */
const MAX_BINARY_BYTES = 48_000_000

/** What is known of a file before it is read; `File` has it. */
export interface TextFile {
  readonly name: string
  readonly size: number
  readonly arrayBuffer: () => Promise<ArrayBuffer>
}

/**
 * Reads a file as text: UTF-8, or UTF-16 where a byte order mark says so.
 *
 * @param encoding asked for by the user; null = found out
 * @throws AppError `bad-input`: empty, too large, or not text in that encoding (then an EncodingError)
 */
export async function readTextFile(file: TextFile, encoding: 'windows-1252' | null): Promise<string> {
  if (file.size === 0) throw new AppError('bad-input', `${file.name} is empty: a table of cases has at least one row.`)
  if (file.size > MAX_BYTES) throw tooLarge(file.name)
  const bytes = new Uint8Array(await file.arrayBuffer())
  const text = decode(file.name, bytes, encoding)
  if (text.length > MAX_CHARACTERS) throw tooLarge(file.name)
  return text
}

/** A file of bytes as the contract takes it. @throws AppError `bad-input` when it is too large */
export async function readBase64(file: TextFile): Promise<string> {
  if (file.size > MAX_BINARY_BYTES)
    throw new AppError('bad-input', `${file.name} is too large to import here: at most ${MAX_BINARY_BYTES / 1e6} MB.`)
  const bytes = new Uint8Array(await file.arrayBuffer())
  let text = ''
  // A call takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000))
  return btoa(text)
}

/** The file is not in UTF-8; another encoding may be tried. */
export class EncodingError extends AppError {
  constructor(fileName: string) {
    super(
      'bad-input',
      `${fileName} is not text in UTF-8. Save it as UTF-8, or read it as Windows-1252 if an older Excel wrote it.`,
    )
  }
}

function decode(fileName: string, bytes: Uint8Array, encoding: 'windows-1252' | null): string {
  try {
    return new TextDecoder(encoding ?? markedEncoding(bytes), { fatal: true }).decode(bytes)
  } catch {
    throw new EncodingError(fileName)
  }
}

/** Excel's "Unicode text" is UTF-16 with a byte order mark. */
function markedEncoding(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  return 'utf-8'
}

function tooLarge(fileName: string): AppError {
  return new AppError(
    'bad-input',
    `${fileName} is too large to import here: at most ${MAX_CHARACTERS / 1e6} million characters. Use the command line (a plan of "pithy run" names its file of cases), or split the file.`,
  )
}
