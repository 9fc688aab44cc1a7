import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Client } from '../../../shared/contract/client.ts'
import { AppError } from '../../../shared/contract/errors.ts'
import type { ProjectId } from '../../../shared/domain/ids.ts'
import { type UsageColumn, type UsageLog, UsageUse } from '../../../shared/domain/usage-log.ts'
import { sendUsageLog, type UsagePiece } from '../../../shared/import/usage/send-usage-log.ts'
import { fileFault } from './file-fault.ts'

const HEAD_BYTES = 1_000_000
const PIECE_CHARACTERS = 4_000_000

export interface UsageFile {
  readonly file: string
  readonly projectId: ProjectId
  readonly formatId: string | null
  /** `column=use`; a use may be `tag:name`. */
  readonly map: readonly string[]
}

/** Brings a usage log into the library, piece by piece, and tells its progress on stderr. @throws AppError `bad-input` */
export async function importUsageLog(client: Client, given: UsageFile, signal: AbortSignal): Promise<UsageLog> {
  const { file, projectId, formatId } = given
  const { size } = await stat(file).catch((cause: unknown) => {
    throw new AppError('bad-input', `The usage log cannot be read: ${file}: ${fileFault(cause)}.`, { cause })
  })
  const fileName = path.basename(file)
  const head = { fileName, text: await readHead(file), isWhole: size <= HEAD_BYTES, formatId }
  const { reading } = await client.call('usage.preview', head, { signal })
  const columns = mapped(reading.columns, given.map)
  let read = 0
  async function* pieces(): AsyncGenerator<UsagePiece> {
    let waiting = ''
    for await (const piece of createReadStream(file, { encoding: 'utf8', highWaterMark: 1 << 20 })) {
      waiting += piece
      if (waiting.length < PIECE_CHARACTERS) continue
      read += Buffer.byteLength(waiting)
      yield { text: waiting, isLast: false }
      waiting = ''
    }
    yield { text: waiting, isLast: true }
  }
  const log = await sendUsageLog(client, { projectId, name: fileName, reading: { ...reading, columns } }, pieces(), {
    signal,
    onPiece: ({ rowCount }) =>
      tell(`${fileName}: ${Math.floor((read / size) * 100)} %, ${rowCount.toLocaleString('en-US')} rows`),
  })
  if (process.stderr.isTTY) process.stderr.write('\n')
  return log
}

async function readHead(file: string): Promise<string> {
  const handle = await open(file)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
    return buffer.toString('utf8', 0, bytesRead)
  } finally {
    await handle.close()
  }
}

function tell(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`)
}

/** A use that is given takes the place of the column that was guessed for it. */
function mapped(columns: readonly UsageColumn[], wishes: readonly string[]): UsageColumn[] {
  return wishes.reduce<UsageColumn[]>(
    (all, wish) => {
      const at = wish.lastIndexOf('=')
      const [column, word] = [wish.slice(0, Math.max(0, at)), wish.slice(at + 1)]
      const [name, tagName = ''] = word.split(':')
      const use = UsageUse.safeParse(name)
      if (!use.success)
        throw new AppError(
          'bad-input',
          `"${word}" in --map ${wish} is no use of a column: ${UsageUse.options.join(', ')}.`,
        )
      if (!all.some((one) => one.column === column))
        throw new AppError(
          'bad-input',
          `The log has no column "${column}". It has: ${all.map((one) => one.column).join(', ')}.`,
        )
      return all.map((one) => {
        if (one.column === column) return { column, use: use.data, tagName }
        return one.use === use.data && use.data !== 'tag' && use.data !== 'ignore' ? { ...one, use: 'ignore' } : one
      })
    },
    [...columns],
  )
}
