// node scripts/n.mjs node scripts/build.mjs <build id>: bundles the renderer and the three hosts into dist/. Called by set-up.mjs,
// which decides whether a build is due. A failed build leaves the last good one in place.
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { build } from 'vite'
import { updateAddress } from './update-address.mjs'
import { writeLicences } from './write-licences.mjs'

const root = path.join(import.meta.dirname, '..')
const target = path.join(root, 'dist')

const hostEntries = {
  'desktop/main': 'electron/hosts/desktop/main.ts',
  'desktop/core-process': 'electron/hosts/desktop/core-process.ts',
  'web/main': 'electron/hosts/web/main.ts',
  'cli/main': 'electron/hosts/cli/main.ts',
  'workers/script-worker': 'electron/core/user-code/script-worker.ts',
}
const preloadEntry = 'electron/hosts/desktop/preload.ts'

/** Constants that every bundle knows; declared in shared/build-constants.d.ts. */
export function buildConstants(buildId) {
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
  return {
    __BUILD_ID__: JSON.stringify(buildId),
    __APP_VERSION__: JSON.stringify(version),
    __UPDATE_ADDRESS__: JSON.stringify(updateAddress()),
  }
}

/** The three hosts as one bundle with shared chunks: what a host does not import, or imports lazily, it does not load. */
export function hostsConfig({ outDir, define, watch = null }) {
  return {
    configFile: false,
    root,
    logLevel: 'warn',
    define,
    // All of it is bundled, so that the packaged application carries no node_modules but better-sqlite3.
    ssr: { noExternal: true, external: ['electron', 'better-sqlite3'] },
    build: {
      ssr: true,
      outDir,
      emptyOutDir: false,
      // Node 20 is inside the oldest Electron the tests start.
      target: 'node20',
      minify: false,
      watch,
      rolldownOptions: {
        input: Object.fromEntries(Object.entries(hostEntries).map(([name, file]) => [name, path.join(root, file)])),
        external: ['electron', 'better-sqlite3'],
        // Chunks lie one folder deep, as the entries do, so `../renderer` means the same in both.
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  }
}

/** A sandboxed preload cannot load ES modules: one CommonJS file. */
export function preloadConfig({ outDir, define, watch = null }) {
  return {
    configFile: false,
    root,
    logLevel: 'warn',
    define,
    build: {
      lib: { entry: path.join(root, preloadEntry), formats: ['cjs'], fileName: () => 'preload.cjs' },
      outDir: path.join(outDir, 'desktop'),
      emptyOutDir: false,
      target: 'chrome130',
      minify: false,
      watch,
      rolldownOptions: { external: ['electron'] },
    },
  }
}

export function rendererConfig({ outDir, define }) {
  return {
    configFile: path.join(root, 'vite.config.ts'),
    logLevel: 'warn',
    define,
    build: { outDir: path.join(outDir, 'renderer'), emptyOutDir: true },
  }
}

/** @throws Error naming the entry files that are missing */
export function checkEntries() {
  const entries = [...Object.values(hostEntries), preloadEntry, 'renderer/index.html']
  const missing = entries.filter((file) => !existsSync(path.join(root, file)))
  if (missing.length > 0) throw new Error(`The build has no entry ${missing.join(', ')}. Is the clone complete?`)
}

async function buildAll(buildId) {
  checkEntries()
  const outDir = path.join(root, '.dist-next')
  const define = buildConstants(buildId)
  rmSync(outDir, { recursive: true, force: true })
  await Promise.all([
    build(rendererConfig({ outDir, define })),
    build(hostsConfig({ outDir, define })),
    build(preloadConfig({ outDir, define })),
  ])
  writeLicences(root, path.join(outDir, 'renderer', 'licences.txt'))
  const previous = path.join(root, '.dist-previous')
  rmSync(previous, { recursive: true, force: true })
  if (existsSync(target)) renameSync(target, previous)
  renameSync(outDir, target)
  rmSync(previous, { recursive: true, force: true })
}

// `import.meta.main` would say it shorter, but needs Node 24.2; one of the packaged Nodes is 24.0.
if (process.argv[1] === import.meta.filename) {
  try {
    await buildAll(process.argv[2] ?? 'development')
  } catch (error) {
    console.error(process.stderr.isTTY ? error.message : stripVTControlCharacters(error.message))
    process.exitCode = 1
  }
}
