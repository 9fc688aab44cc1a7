// npm run test:packaged: packages the application into a folder with the Electron runtime at hand, reads its fuses back, and
// starts it (under a virtual display where there is none): its page has to come from app://, debugging has to stay shut, and users'
// code has to run in the worker that lies in the ASAR.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { chromium } from 'playwright-core'
import { locateElectron } from './find-electron.mjs'
import { environmentFor, root } from './find-node.mjs'
import { runCommand } from './run-command.mjs'
import { fuses } from './set-fuses.mjs'
import { runScript, setUp } from './set-up.mjs'

const START_LIMIT_MS = 60_000
const output = path.join(root, 'release', 'packaged')
let tried = 0

function check(what, isTrue, detail = '') {
  tried += 1
  console.log(`${isTrue ? 'ok  ' : 'FAIL'}  ${what}${isTrue || detail === '' ? '' : `: ${detail}`}`)
  if (!isTrue) process.exitCode = 1
}

await runScript(async () => {
  if (process.platform !== 'linux') throw new Error('This command knows the folder that is packaged on Linux only.')
  const node = await setUp()
  const electron = locateElectron()
  if (electron.missing) throw new Error(electron.missing)
  const executable = await packageFolder(node, path.dirname(electron.executable))
  const files = readdirSync(path.dirname(executable), { recursive: true })
  check('the code lies in one ASAR', files.includes('resources/app.asar') && !files.includes('resources/app'))
  await checkFuses(executable)
  await checkStart(executable)
  console.log(`packaged folder: ${tried} checks`)
  return process.exitCode ?? 0
})

async function packageFolder(node, runtime) {
  rmSync(output, { recursive: true, force: true })
  const version = readFileSync(path.join(runtime, 'version'), 'utf8').trim().replace(/^v/, '')
  const builder = ['node_modules/electron-builder/cli.js', '--config', 'electron-builder.yml', '--dir', '--linux']
  const settings = [`electronDist=${runtime}`, `electronVersion=${version}`, `directories.output=${output}`]
  const args = [...builder, ...settings.map((one) => `-c.${one}`)]
  // A runtime of another version than ours may lack the newest fuses.
  const env = { ...environmentFor(node), PITHY_MAY_LACK_FUSES: '1' }
  const { code } = await runCommand(node, args, { cwd: root, env })
  if (code !== 0) throw new Error(`electron-builder ended with ${code}.`)
  return path.join(output, 'linux-unpacked', 'pithy')
}

async function checkFuses(executable) {
  const wire = await getCurrentFuseWire(executable)
  for (const [name, option] of Object.entries(FuseV1Options)) {
    if (typeof option !== 'number') continue
    if (wire[option] === undefined) {
      console.log(`--    fuse ${name} does not exist in this runtime`)
      continue
    }
    const wanted = fuses[option] ? FuseState.ENABLE : FuseState.DISABLE
    check(`fuse ${name} is ${fuses[option] ? 'on' : 'off'}`, wire[option] === wanted, FuseState[wire[option]])
  }
}

async function checkStart(executable) {
  const folder = mkdtempSync(path.join(tmpdir(), 'pithy-packaged-'))
  try {
    const asNode = spawnSync(executable, ['-e', 'console.log("ran as node")'], {
      env: {
        ...process.env,
        ELECTRON_RUN_AS_NODE: '1',
        PITHY_LIBRARY: path.join(folder, 'x', 'library.sqlite'),
        DISPLAY: '',
      },
      encoding: 'utf8',
      timeout: 20_000,
    })
    check('ELECTRON_RUN_AS_NODE is ignored', !`${asNode.stdout}`.includes('ran as node'))
    const seen = await start(executable, path.join(folder, 'library.sqlite'))
    check('it starts, and its page asks the core over app://', seen.hasAsked, seen.output.slice(-400))
    check('--inspect opens no debugger', !/Debugger listening/.test(seen.output))
    check('NODE_OPTIONS is ignored', !seen.output.includes('NODE_OPTIONS was heard'))
    const { verdicts, order } = seen.tried
    check('a JavaScript assertion gives its verdict', `${verdicts}` === 'true,false', `${verdicts}`)
    // Where the worker is not found, code runs in the core's own thread, which then answers nobody.
    check('its worker is found in the ASAR: the core answers while code runs', `${order}` === 'core,code', `${order}`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Runs it until the page has made the sample library's window state known, or for as long as a start may take. */
async function start(executable, library) {
  const own = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const args = [...own, '--inspect=0', '--remote-debugging-port=0', '--library', library]
  const [command, all] = process.env.DISPLAY ? [executable, args] : ['xvfb-run', ['-a', executable, ...args]]
  const required = path.join(path.dirname(library), 'required.cjs')
  writeFileSync(required, "console.log('NODE_OPTIONS was heard')")
  const env = { ...process.env, NODE_OPTIONS: `--require=${required}`, PITHY_TELL_START: '1' }
  const child = spawn(command, all, { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  let output = ''
  const hasAsked = await new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), START_LIMIT_MS)
    const read = (bytes) => {
      output += bytes
      const told = /pithy: usable after (\d+) ms at (\S+)/.exec(output)
      if (!told) return
      clearTimeout(timer)
      resolve(told[2] === 'app://pithy/index.html' && existsSync(library))
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.once('exit', () => resolve(false))
  })
  try {
    const [address] = /(?<=DevTools listening on )ws:\S+/.exec(output) ?? []
    return { hasAsked, output, tried: hasAsked && address ? await tryCode(address) : { verdicts: [], order: [] } }
  } finally {
    endGroup(child)
  }
}

function endGroup(child) {
  try {
    process.kill(-child.pid, 'SIGTERM')
  } catch {
    // It has ended by itself: the check of its start says so.
  }
}

/** What users' code says through the page, and who answers first: the core, or code that runs until it is stopped. */
async function tryCode(address) {
  const browser = await chromium.connectOverCDP(address)
  try {
    const page = browser.contexts()[0].pages()[0]
    return await page.evaluate(async () => {
      const call = (name, input) => window.pithy.call(crypto.randomUUID(), name, input)
      const tryOut = (value) =>
        call('scorers.try', { assertion: { scorer: 'javascript', value }, output: 'four', evalCase: null })
      const verdicts = []
      for (const length of [4, 5]) verdicts.push((await tryOut(`output.length === ${length}`)).value?.hasPassed ?? null)
      const order = []
      await Promise.all([
        tryOut('(() => { while (true); })()').then(() => order.push('code')),
        call('app.hello', {}).then(() => order.push('core')),
      ])
      return { verdicts, order }
    })
  } finally {
    await browser.close()
  }
}
