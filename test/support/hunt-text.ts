import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Page } from 'playwright-core'

/** Files below a folder that hold the text, in any form that a browser, a database or a log might give it. */
export function filesWith(folder: string, text: string): string[] {
  const needles = formsOf(text)
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => holds(file, needles))
}

/** Processes whose arguments or environment hold it. Only Linux tells these of another process. */
export function processesWith(pids: readonly number[], text: string): string[] {
  if (process.platform !== 'linux') return []
  const places = pids.flatMap((pid) => [`/proc/${pid}/cmdline`, `/proc/${pid}/environ`])
  return places.filter((place) => holds(place, formsOf(text)))
}

/** How often the page's JavaScript heap holds it, once what nobody refers to is collected. */
export async function heapWith(page: Page, text: string): Promise<number> {
  const session = await page.context().newCDPSession(page)
  let heap = ''
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => {
    heap += chunk
  })
  await session.send('HeapProfiler.collectGarbage')
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false })
  await session.detach()
  return heap.split(text).length - 1
}

function formsOf(text: string): readonly Buffer[] {
  const json = JSON.stringify(text).slice(1, -1)
  // Base64 of a text inside another differs by where it begins: the three ways, without their ends.
  const inBase64 = ['', 'x', 'xx'].map((before) =>
    Buffer.from(before + text)
      .toString('base64')
      .slice(4, -4),
  )
  const plain = new Set([text, encodeURIComponent(text), json, ...inBase64, Buffer.from(text).toString('hex')])
  return [...[...plain].map((form) => Buffer.from(form)), Buffer.from(text, 'utf16le')]
}

function holds(file: string, needles: readonly Buffer[]): boolean {
  try {
    const bytes = readFileSync(file)
    return needles.some((needle) => bytes.includes(needle))
  } catch {
    return false // gone meanwhile
  }
}
