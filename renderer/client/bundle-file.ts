import type { Client } from '../../shared/contract/client.ts'
import { AppError } from '../../shared/contract/errors.ts'

/** A multiple of 3, so that the base64 of the parts joins to that of the whole. */
const PART_BYTES = 3_000_000
const MAX_SAVED_BYTES = 300_000_000

/** Hands a file to the core in parts. @returns what it is called there. @throws AppError `bad-input` when it cannot be read */
export async function sendBundle(client: Client, file: File): Promise<string> {
  const { bundleId } = await client.call('bundles.begin', {})
  for (let offset = 0; offset < file.size; ) {
    const body = await base64Of(file, offset)
    offset = (await client.call('bundles.append', { bundleId, offset, body })).bytes
  }
  return bundleId
}

/** All of an exported bundle as base64. @throws AppError `conflict` when it is too large for one piece of memory */
export async function fetchBundle(client: Client, bundleId: string, bytes: number): Promise<string> {
  if (bytes > MAX_SAVED_BYTES)
    throw new AppError(
      'conflict',
      'The bundle is larger than 300 MB. Leave its runs out, or write it by "pithy bundle export".',
    )
  const parts: string[] = []
  for (let offset: number | null = 0; offset !== null; ) {
    const part: { readonly body: string; readonly next: number | null } = await client.call('bundles.read', {
      bundleId,
      offset,
    })
    parts.push(part.body)
    offset = part.next
  }
  return parts.join('')
}

/** By the browser's own reader: byte by byte in JavaScript takes ten times as long. */
function base64Of(file: File, offset: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result).split(',', 2)[1] ?? '')
    reader.onerror = () =>
      reject(new AppError('bad-input', `${file.name} cannot be read: it was moved or changed. Choose it again.`))
    reader.readAsDataURL(file.slice(offset, offset + PART_BYTES))
  })
}
