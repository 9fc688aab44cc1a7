import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tempFolder } from '../support/fake-ports.ts'
import { runCli } from '../support/run-cli.ts'

const root = path.join(import.meta.dirname, '../..')
const shared = path.join(root, '../shared')
const data = path.join(shared, 'data/bbh')
const plans = path.join(root, 'examples/bbh')

/** Rows "| task | cases | direct | cot |" of the table of known results. */
function knownResults(): Map<string, { cases: number; direct: string; cot: string }> {
  const table = readFileSync(path.join(shared, 'data/README.md'), 'utf8')
  const rows = [...table.matchAll(/^\| (\w+) \| (\d+) \| ([\d.]+) \| ([\d.]+) \|$/gm)]
  return new Map(
    rows.map(([, task = '', cases, direct = '', cot = '']) => [task, { cases: Number(cases), direct, cot }]),
  )
}

// The data are no part of the repository; where they lie beside it, the real numbers must come out.
describe.skipIf(!existsSync(data))('recorded answers of a real model', () => {
  const folder = tempFolder()
  let replay: ChildProcess
  let address = ''

  beforeAll(async () => {
    replay = spawn(process.execPath, [path.join(shared, 'tools/replay-llm.mjs'), '--data', data, '--port', '0'], {
      cwd: root,
    })
    address = await new Promise<string>((resolve, reject) => {
      replay.stdout?.on('data', (chunk) => resolve(/http:\S+/.exec(String(chunk))?.[0] ?? ''))
      replay.once('error', reject)
    })
  })
  afterAll(() => {
    replay.kill()
    folder.remove()
  })

  it('give every known pass rate, each with its cost, in the result and in the report', async () => {
    const known = knownResults()
    expect(known.size).toBe(8)
    const files = readdirSync(plans).filter((name) => name.endsWith('.yaml'))
    const report = folder.file('report.html')
    const { code, stdout } = await runCli([
      ...['--library', folder.file('library.sqlite'), '--json', 'run', ...files.map((name) => path.join(plans, name))],
      ...['--base', data, '--provider', `replay=${address}`, '--report', report],
    ])
    expect(code).toBe(0)
    const results = JSON.parse(stdout) as {
      name: string
      cells: number
      columns: { variant: string; passRate: number; costPer1000Usd: number }[]
    }[]
    const found = new Map(
      results.map(({ name, cells, columns }) => {
        const rate = (variant: string) =>
          ((columns.find((column) => column.variant === variant)?.passRate ?? 0) * 100).toFixed(1)
        return [name, { cases: cells / 2, direct: rate('direct'), cot: rate('cot') }]
      }),
    )
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(known))
    for (const [index, { columns }] of results.entries()) {
      const html = readFileSync(report.replace('.html', `-${index + 1}.html`), 'utf8')
      for (const { costPer1000Usd } of columns) {
        expect(costPer1000Usd).toBeGreaterThan(0)
        expect(html).toContain(`data-cost-usd-per-1000="${costPer1000Usd}"`)
      }
    }
  })
})
