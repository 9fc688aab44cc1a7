import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import path from 'node:path'
import { build } from 'vite'
import { buildConstants } from '../scripts/build.mjs'
import { coreOptions } from '../scripts/find-node.mjs'
import { type Figures, judge } from './engine-targets.ts'
import type { Workload } from './engine-workload.ts'

// The whole application but its interface, against a loopback server in a process of its own. Prints one JSON: each target beside
// what was measured, and all figures. Each workload runs in a fresh process from a bundle made like the hosts', so that memory
// and CPU are those of the product. The load tells whether the machine had other work.
// PITHY_BENCH=name runs only the workloads whose name contains it.

const root = path.join(import.meta.dirname, '..')
const matrix = { variants: 2, models: 2, cases: 500, latencyMs: 200 }
const workloads: readonly Workload[] = [
  { name: 'matrix at 4', ...matrix, concurrency: 4 },
  { name: 'matrix at 20', ...matrix, concurrency: 20 },
  { name: 'matrix at 100', ...matrix, concurrency: 100 },
  { name: '10k', variants: 1, models: 1, cases: 10_000, latencyMs: 20, concurrency: 50, isRepeated: true },
  { name: '100k', variants: 1, models: 1, cases: 100_000, latencyMs: 0, concurrency: 256 },
]

const wanted = process.env.PITHY_BENCH ?? ''
const figures: Figures[] = []
const loadBefore = loadavg()[0]
const outDir = path.join(root, 'artifacts', 'bench')
await bundle()
const server = spawn(process.execPath, [path.join(root, 'bench/lean-server.mjs')], {
  stdio: ['ignore', 'pipe', 'inherit'],
})
try {
  const [line] = await once(server.stdout, 'data')
  for (const workload of workloads) {
    if (workload.name.includes(wanted)) await run('engine-workload.js', [String(line).trim(), JSON.stringify(workload)])
  }
  if ('start'.includes(wanted)) await measureStart()
} finally {
  server.kill()
}
const machine = { cores: availableParallelism(), node: process.version, loadBefore }
console.log(JSON.stringify({ rows: judge(figures), machine, figures }, null, 2))

/** Also as it comes, since the whole takes minutes. */
function keep(figure: Figures): void {
  figures.push(figure)
  console.error(JSON.stringify(figure))
}

async function bundle(): Promise<void> {
  const external = ['electron', 'better-sqlite3']
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    define: buildConstants('bench'),
    ssr: { noExternal: true, external },
    build: {
      ssr: true,
      outDir,
      target: 'node20',
      minify: false,
      rolldownOptions: {
        input: { 'engine-workload': path.join(root, 'bench/engine-workload.ts') },
        external,
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  })
}

async function run(program: string, args: readonly string[]): Promise<void> {
  const argv = [...coreOptions, path.join(outDir, program), ...args]
  const child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'inherit'], cwd: root })
  let said = ''
  child.stdout.on('data', (chunk) => {
    said += chunk
  })
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`The workload ended with ${code}.`)
  // Written by print() in engine-workload.ts.
  for (const line of said.trim().split('\n')) keep(JSON.parse(line) as Figures)
}

/** The command line as it is installed: dist/ must be built. */
async function measureStart(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'pithy-bench-'))
  const plan = path.join(folder, 'plan.yaml')
  writeFileSync(
    plan,
    [
      'name: One case',
      'prompts:',
      '  - { label: one, text: "Is this review positive? {{text}}" }',
      'models: [sandbox/small]',
      'cases:',
      '  - { variables: { text: "It works well." }, expected: positive }',
      'assertions:',
      '  - { type: icontains, value: e }',
    ].join('\n'),
  )
  const cli = path.join(root, 'dist/cli/main.js')
  const library = path.join(folder, 'library.sqlite')
  const print = (name: string, ms: readonly number[]) =>
    keep({ name, medianMs: Math.round(median(ms)), bestMs: Math.round(Math.min(...ms)) })
  print('pithy --version', await times(9, [cli, '--version']))
  print('pithy run, one case', await times(7, [cli, 'run', plan, '--library', library]))
  rmSync(folder, { recursive: true, force: true })
}

async function times(count: number, argv: readonly string[]): Promise<number[]> {
  const times: number[] = []
  for (let round = 0; round < count; round++) {
    const startMs = performance.now()
    const child = spawn(process.execPath, argv, { stdio: ['ignore', 'ignore', 'pipe'], cwd: root })
    let said = ''
    child.stderr.on('data', (chunk) => {
      said += chunk
    })
    const [code] = await once(child, 'exit')
    if (code !== 0) throw new Error(`${argv.join(' ')} ended with ${code}: ${said}`)
    times.push(performance.now() - startMs)
  }
  return times
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
