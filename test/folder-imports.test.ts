import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

const root = path.join(import.meta.dirname, '..')
const layers = ['shared', 'electron', 'renderer']

/** Pairs of folders that import each other, with why they may. */
const mutual: Readonly<Record<string, string>> = {
  'shared/compress ↔ shared/lint':
    'a lint rule works with the spans and segments of compress; the registry of compressors offers the rules that lose nothing',
}

const imports = layers.flatMap((layer) => importsBelow(layer))

test('two folders of shared/, of electron/core/ or of renderer/ import each other only where it is written down why', () => {
  const pairs = new Set(imports.map(([from, to]) => `${folderOf(from)} > ${folderOf(to)}`))
  expect(pairs).toContain('electron/core/evaluate > electron/core/jobs')
  const found = [...pairs].flatMap((pair) => {
    const [from = '', to = ''] = pair.split(' > ')
    return from < to && pairs.has(`${to} > ${from}`) && isFolder(from) && isFolder(to) ? [`${from} ↔ ${to}`] : []
  })
  expect(found).toEqual(Object.keys(mutual))
})

test('the drawing in docs/decisions.md shows who imports whom', () => {
  const drawing =
    /```mermaid\n([\s\S]*?)```/.exec(readFileSync(path.join(root, 'docs/decisions.md'), 'utf8'))?.[1] ?? ''
  const drawn = [...drawing.matchAll(/^ *(\S+) --> (.+)$/gm)].flatMap(([, from = '', targets = '']) =>
    targets.split(' & ').map((to) => `${from} > ${to}`),
  )
  const real = imports.map(([from, to]) => [areaOf(from), areaOf(to)] as const).filter(([from, to]) => from !== to)
  expect(drawn.toSorted()).toEqual([...new Set(real.map(([from, to]) => `${from} > ${to}`))].toSorted())
})

function folderOf(file: string): string {
  const parts = file.split('/')
  const depth = file.startsWith('electron/') ? 3 : 2
  return parts.slice(0, depth).join('/')
}

/** Files at the top of a layer are where it is all put together: they know every folder, and lend it what they made. */
function isFolder(name: string): boolean {
  return !/\.tsx?$/.test(name)
}

/** A layer, a part of electron/ or a folder of renderer/; hosts are one, since none knows another. */
function areaOf(file: string): string {
  const [layer = '', part = '', ...rest] = file.split('/')
  if (layer === 'shared') return layer
  if (rest.length === 0) return `${layer}/app`
  return `${layer}/${part}`
}

function importsBelow(layer: string): (readonly [from: string, to: string])[] {
  const files = readdirSync(path.join(root, layer), { recursive: true, encoding: 'utf8' })
  return files
    .filter((name) => /\.tsx?$/.test(name))
    .flatMap((name) => {
      const file = path.posix.join(layer, name.replaceAll('\\', '/'))
      const source = readFileSync(path.join(root, file), 'utf8')
      return [...source.matchAll(/(?:\bfrom |\bimport |\bimport\()'(\.[^'?]+)/g)].map(
        ([, specifier = '']) => [file, path.posix.join(path.posix.dirname(file), specifier)] as const,
      )
    })
}
