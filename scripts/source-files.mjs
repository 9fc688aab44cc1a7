// What a build is made of, as two fingerprints: a quick one of names, sizes and times, and an exact one of the contents.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { root } from './find-node.mjs'
import { updateAddress } from './update-address.mjs'

const folders = ['electron', 'renderer', 'shared']
const files = [
  'package.json',
  'package-lock.json',
  'vite.config.ts',
  'tsconfig.base.json',
  'scripts/build.mjs',
  'scripts/update-address.mjs',
]

/** Changes whenever a source file may have changed; takes milliseconds. */
export function quickFingerprint() {
  const hash = createHash('sha256').update(`${updateAddress()}\0`)
  for (const file of sourceFiles()) {
    const { size, mtimeMs } = statSync(path.join(root, file))
    hash.update(`${file}\0${size}\0${mtimeMs}\n`)
  }
  return hash.digest('hex')
}

/** The same for the same contents, whatever the machine and the time. */
export function contentFingerprint() {
  const hash = createHash('sha256').update(`${updateAddress()}\0`)
  for (const file of sourceFiles())
    hash
      .update(`${file}\0`)
      .update(readFileSync(path.join(root, file)))
      .update('\0')
  return hash.digest('hex')
}

function sourceFiles() {
  const found = [...files]
  for (const folder of folders) {
    for (const entry of readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })) {
      if (entry.isFile()) found.push(path.relative(root, path.join(entry.parentPath ?? entry.path, entry.name)))
    }
  }
  return found.map((file) => file.split(path.sep).join('/')).sort()
}
