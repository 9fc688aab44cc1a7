import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { findViolations } from './support/find-violations.ts'

const root = path.join(import.meta.dirname, '..')
const generated = new Set(['node_modules', 'dist', 'release', 'artifacts', 'coverage'])

test('no source file breaks a rule of the architecture or the house style', () => {
  const files = sourceFiles('.')
  expect(files).toContain('shared/plugin-registry.ts')
  expect(files.flatMap((file) => findViolations(file, readFileSync(path.join(root, file), 'utf8')))).toEqual([])
})

describe('a violation is found:', () => {
  const lines = (count: number) => 'export const a = 1\n'.repeat(count)
  test.each([
    ['a Node module in shared', 'shared/score/a.ts', `import 'node:fs'`],
    ['a value of a package of which shared may know the types', 'shared/charts/a.ts', `import { init } from 'echarts'`],
    ['the core in shared', 'shared/score/a.ts', `import { a } from '../../electron/core/a.ts'`],
    ['a vendor SDK outside the provider plug-ins', 'electron/core/evaluate/a.ts', `import 'openai'`],
    ['electron in the core', 'electron/core/a.ts', `import { app } from 'electron'`],
    ['electron in the web host', 'electron/hosts/web/a.ts', `import { app } from 'electron'`],
    ['commander outside the command line', 'electron/hosts/web/a.ts', `import { Command } from 'commander'`],
    ['a host in another host', 'electron/hosts/web/a.ts', `import { a } from '../desktop/a.ts'`],
    ['a host in the core', 'electron/core/a.ts', `import { a } from '../hosts/web/a.ts'`],
    ['the core in the renderer, loaded lazily', 'renderer/a.ts', `await import('../electron/core/a.ts')`],
    ['the core in the renderer, as a type', 'renderer/a.ts', `export type A = import('../electron/core/a.ts').A`],
    [
      'the core in the renderer, as a worker',
      'renderer/a.ts',
      `new Worker(new URL('../electron/core/a.ts', import.meta.url))`,
    ],
    ['the core in the renderer, exported again', 'renderer/a.ts', `export { a } from '../electron/core/a.ts'`],
    ['better-sqlite3 in the renderer', 'renderer/client/a.ts', `import 'better-sqlite3'`],
    ['a feature in another feature', 'renderer/features/runs/a.tsx', `import { A } from '../editor/a.tsx'`],
    ['the shell in a feature', 'renderer/features/runs/a.tsx', `import { App } from '../../app.tsx'`],
    ['the client in ui', 'renderer/ui/a.tsx', `import { useQuery } from '../client/use-query.ts'`],
    ['server state in a chart', 'renderer/charts/a.tsx', `import { useQuery } from '@tanstack/react-query'`],
    [
      'a plug-in in another plug-in',
      'shared/score/plugins/a.ts',
      `import { b } from './b.ts'\nexport const plugin = b`,
    ],
    [
      'the registry in a plug-in',
      'shared/score/plugins/a.ts',
      `import { scorers } from '../registry.ts'\nexport const plugin = scorers`,
    ],
    ['a plug-in without its export', 'shared/score/plugins/a.ts', 'export const scorer = 1'],
    [
      'a registry of another folder',
      'shared/score/registry.ts',
      `import.meta.glob(['./plugins/*.ts', '../export/plugins/*.ts'])`,
    ],
    ['an import without extension', 'shared/score/a.ts', `import { b } from './b'`],
    ['state in a shared module', 'shared/score/a.ts', 'let count = 0\nexport const next = () => ++count'],
    ['exported state in a module', 'electron/core/a.ts', 'export let count = 0'],
    ['a default export', 'renderer/a.ts', 'export default 1'],
    ['an export of everything', 'shared/a.ts', `export * from './b.ts'`],
    ['a file past 400 lines', 'test/shared/a.test.ts', lines(401)],
    ['a style sheet past 400 lines', 'renderer/theme/base.css', '\n'.repeat(401)],
    ['a file that is named after nothing', 'shared/utils.ts', lines(1)],
    ['a folder that is named after nothing', 'renderer/helpers/a.ts', lines(1)],
    ['a file that is not in kebab-case', 'renderer/ui/PriceTag.tsx', lines(1)],
  ])('%s', (_name, file, source) => {
    expect(findViolations(file, source)).toHaveLength(1)
  })
})

test('what the rules allow is not reported', () => {
  const allowed: readonly [string, string][] = [
    ['shared/charts/a.ts', `import type { EChartsOption } from 'echarts'\nimport { z } from 'zod'`],
    ['electron/core/providers/plugins/openai.ts', `import OpenAI from 'openai'\nexport const plugin = OpenAI`],
    ['electron/hosts/desktop/a.ts', `import { app } from 'electron'\nimport { b } from '../../core/b.ts'`],
    ['renderer/features/runs/a.tsx', `import { Button } from '../../ui/button.tsx'\nimport './b.ts'`],
    [
      'renderer/editor/a.ts',
      `import Editor from 'monaco-editor/editor/editor.worker?worker'\nimport W from './a.ts?worker'`,
    ],
    ['shared/score/registry.ts', `import.meta.glob('./plugins/*.ts', { eager: true, import: 'plugin' })`],
    ['test/support/a.ts', `import '../../electron/core/a.ts'\nlet count = 0\ncount += 1`],
    ['shared/a.ts', 'export const a = 1\n'.repeat(400)],
  ]
  expect(allowed.flatMap(([file, source]) => findViolations(file, source))).toEqual([])
})

function sourceFiles(folder: string): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = path.posix.join(folder, entry.name)
    if (entry.isDirectory()) return generated.has(entry.name) || entry.name.startsWith('.') ? [] : sourceFiles(file)
    return /\.(ts|tsx|mjs|css)$/.test(entry.name) ? [file] : []
  })
}
