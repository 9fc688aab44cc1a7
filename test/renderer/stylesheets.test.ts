import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'

const renderer = path.join(import.meta.dirname, '../../renderer')

it('names only classes that its stylesheet has: others leave an element without any style', () => {
  const missing = globSync('**/*.tsx', { cwd: renderer }).flatMap((file) => {
    const text = readFileSync(path.join(renderer, file), 'utf8')
    const imports = [...text.matchAll(/^import (\w+) from '([^']+\.module\.css)'$/gm)]
    const body = text.replaceAll(/^import .*$/gm, '')
    return imports.flatMap(([, name = '', sheet = '']) => {
      const css = readFileSync(path.resolve(renderer, path.dirname(file), sheet), 'utf8')
      const classes = new Set([...css.matchAll(/\.([A-Za-z][\w-]*)/g)].map(([, one]) => one))
      const used = [...body.matchAll(new RegExp(`\\b${name}\\.(\\w+)`, 'g'))].map(([, one]) => one)
      return used.filter((one) => !classes.has(one)).map((one) => `${file}: ${sheet} has no .${one}`)
    })
  })
  expect(missing).toEqual([])
})
