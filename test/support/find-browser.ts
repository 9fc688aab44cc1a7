import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'

export interface FoundBrowser {
  readonly executable: string
  /** Added to the browser's environment. */
  readonly environment: Readonly<Record<string, string>>
}

export interface Missing {
  readonly missing: string
}

const systemBrowsers = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:/Program Files/Google/Chrome/Application/chrome.exe',
  'C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe',
]
const packageVersion = '153.0.0'

/**
 * CHROMIUM_PATH, else the one that npm brought (Linux on x64; PITHY_BROWSER=system passes it over), else one of the system.
 *
 * The npm one is the same everywhere, and without a window's own interface it takes half the time to start and open a page.
 * Not safe to call twice at the same time: it unpacks the npm browser on first use.
 */
export async function findBrowser(): Promise<FoundBrowser | Missing> {
  const chosen = process.env.CHROMIUM_PATH
  if (chosen) {
    return existsSync(chosen)
      ? { executable: chosen, environment: {} }
      : { missing: `CHROMIUM_PATH is set, but there is no ${chosen}` }
  }
  const isNpmWanted = process.platform === 'linux' && process.arch === 'x64' && process.env.PITHY_BROWSER !== 'system'
  const npm = isNpmWanted ? await findNpmBrowser() : null
  if (npm !== null && !('missing' in npm)) return npm
  const system = systemBrowsers.find((file) => existsSync(file))
  if (system) return { executable: system, environment: {} }
  return npm ?? { missing: 'no Chrome or Chromium was found; set CHROMIUM_PATH to one' }
}

async function findNpmBrowser(): Promise<FoundBrowser | Missing> {
  const folder = path.join(import.meta.dirname, `../../node_modules/.cache/pithy/chromium-${packageVersion}`)
  if (!existsSync(folder)) await unpack(folder)
  const executable = path.join(folder, 'chromium')
  // Machines without the usual libraries or fonts use those that the package brings.
  const own = { LD_LIBRARY_PATH: path.join(folder, 'al2023/lib'), FONTCONFIG_PATH: path.join(folder, 'fonts') }
  let output = ''
  for (const environment of [{}, own]) {
    const result = spawnSync(executable, ['--version'], { env: { ...process.env, ...environment }, encoding: 'utf8' })
    if (result.status === 0) return { executable, environment }
    output = result.stderr || String(result.error)
  }
  return { missing: `the browser of @sparticuz/chromium does not start: ${output.trim().split('\n')[0]}` }
}

/** The package unpacks into os.tmpdir() and trusts whatever lies there; so it gets a folder that is renamed when complete. */
async function unpack(folder: string): Promise<void> {
  mkdirSync(path.dirname(folder), { recursive: true })
  const unfinished = mkdtempSync(`${folder}-`)
  const previous = process.env.TMPDIR
  process.env.TMPDIR = unfinished
  try {
    const { default: chromium, inflate } = await import('@sparticuz/chromium')
    await chromium.executablePath()
    await inflate(path.join(import.meta.dirname, '../../node_modules/@sparticuz/chromium/bin/al2023.tar.br'))
    renameSync(unfinished, folder)
  } finally {
    if (previous === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = previous
    rmSync(unfinished, { recursive: true, force: true })
  }
}
