import { readdirSync } from 'node:fs'
import { extname, join, sep } from 'node:path'

export interface RendererFile {
  readonly path: string
  readonly mediaType: string
}

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ttf': 'font/ttf',
  '.woff2': 'font/woff2',
  '.map': 'application/json',
  '.wasm': 'application/wasm',
}

/**
 * The built interface as a closed list: address path → file. Requests are looked up in it, so that no path of a request
 * is ever joined to a folder.
 */
export function rendererFiles(folder: string): ReadonlyMap<string, RendererFile> {
  const files = new Map<string, RendererFile>()
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    const address = `/${path
      .slice(folder.length + 1)
      .split(sep)
      .join('/')}`
    files.set(address, { path, mediaType: MEDIA_TYPES[extname(entry.name)] ?? 'application/octet-stream' })
  }
  const index = files.get('/index.html')
  if (index) files.set('/', index)
  return files
}
