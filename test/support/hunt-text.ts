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

/** Who holds it in the page's JavaScript heap, once what nobody refers to is collected: from the text outwards. */
export async function heapWith(page: Page, text: string): Promise<string[]> {
  const session = await page.context().newCDPSession(page)
  let heap = ''
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => {
    heap += chunk
  })
  await session.send('HeapProfiler.collectGarbage')
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false })
  await session.detach()
  return heap.includes(text) ? holdersOf(JSON.parse(heap), text) : []
}

interface HeapSnapshot {
  readonly snapshot: { readonly meta: { readonly node_fields: string[]; readonly edge_fields: string[] } }
  readonly nodes: readonly number[]
  readonly edges: readonly number[]
  readonly strings: readonly string[]
}

function holdersOf({ snapshot: { meta }, nodes, edges, strings }: HeapSnapshot, text: string): string[] {
  const nodeSize = meta.node_fields.length
  const edgeSize = meta.edge_fields.length
  const nameAt = (node: number) => strings[nodes[node + meta.node_fields.indexOf('name')] ?? 0] ?? ''
  const holders = new Map<number, number>()
  let edge = 0
  for (let node = 0; node < nodes.length; node += nodeSize) {
    const count = nodes[node + meta.node_fields.indexOf('edge_count')] ?? 0
    for (let index = 0; index < count; index++, edge += edgeSize) {
      const to = edges[edge + meta.edge_fields.indexOf('to_node')] ?? 0
      // Chromium's table of texts that it shares with the page: it keeps none alive.
      if (!holders.has(to) && nameAt(node) !== '(External strings)') holders.set(to, node)
    }
  }
  const found: string[] = []
  for (let node = 0; node < nodes.length; node += nodeSize) {
    if (!nameAt(node).includes(text) || !holders.has(node)) continue
    const path: string[] = []
    for (let at: number | undefined = node; at !== undefined && path.length < 12; at = holders.get(at))
      path.push(nameAt(at).slice(0, 60))
    found.push(path.join(' < '))
  }
  return found
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
