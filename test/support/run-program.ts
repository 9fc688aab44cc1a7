import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join, parse, resolve } from 'node:path'
import { build } from 'vite'
import { onTestFinished } from 'vitest'
import { buildConstants } from '../../scripts/build.mjs'

const bundles = new Map<string, Promise<string>>()

/** For beforeAll: on a busy machine the bundling takes longer than a test may. */
export async function prepareProgram(name: string): Promise<void> {
  await bundleOf(name)
}

/** Starts a TypeScript program of test/support as a process of its own; killed at the end of the test. */
export async function startProgram(name: string, args: readonly string[]): Promise<ChildProcess> {
  const child = spawn(process.execPath, [await bundleOf(name), ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

function bundleOf(name: string): Promise<string> {
  const known = bundles.get(name)
  if (known) return known
  const bundle = bundled(name)
  bundles.set(name, bundle)
  return bundle
}

/** Once for all rounds of a test: a start from the sources takes 2 seconds of a processor, one from a bundle 0.2. */
async function bundled(name: string): Promise<string> {
  // Inside the clone, where its packages are found.
  const outDir = resolve('artifacts/test-programs')
  const external = ['electron', 'better-sqlite3']
  await build({
    configFile: false,
    logLevel: 'error',
    define: buildConstants('test'),
    ssr: { noExternal: true, external },
    build: {
      ssr: resolve('test/support', name),
      outDir,
      emptyOutDir: false,
      target: 'node20',
      minify: false,
      rolldownOptions: { external, output: { format: 'es', entryFileNames: '[name].mjs' } },
    },
  })
  return join(outDir, `${parse(name).name}.mjs`)
}

/** Waits for the end. @throws Error when it fails */
export async function endOf(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  if (child.exitCode !== 0) throw new Error(`The program ended with ${child.exitCode ?? child.signalCode}.`)
}

/** What it prints first. @throws Error when it ends without a word */
export async function firstLine(child: ChildProcess): Promise<string> {
  const ended = once(child, 'exit').then(([code]) => Promise.reject(new Error(`The program ended with ${code}.`)))
  ended.catch(() => undefined)
  const { stdout } = child
  if (!stdout) throw new Error('The program has no output.')
  const [chunk] = await Promise.race([once(stdout, 'data'), ended])
  return String(chunk).trim()
}
