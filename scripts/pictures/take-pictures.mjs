// Opens each scene once on a library of its group's own, and pictures it in every view.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { chromium } from 'playwright-core'
import { findBrowser } from '../../test/support/find-browser.ts'
import { hostClient } from '../../test/support/host-client.ts'
import { startWebHost } from '../../test/support/web-host.ts'
import { root } from '../find-node.mjs'
import { layoutFaults } from './layout-faults.mjs'
import { promptScenes } from './prompt-scenes.mjs'
import { realScenes } from './real-scenes.mjs'
import { runScenes } from './run-scenes.mjs'
import { scaleScenes } from './scale-scenes.mjs'
import { shellScenes } from './shell-scenes.mjs'
import { stateScenes } from './state-scenes.mjs'
import { viewsFor } from './views.mjs'

const groups = [shellScenes, promptScenes, runScenes, stateScenes, realScenes, scaleScenes]

const words = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const views = viewsFor(process.argv.includes('--every'))
const output = path.join(root, 'artifacts', 'pictures')
mkdirSync(output, { recursive: true })
const found = await findBrowser()
if ('missing' in found) throw new Error(`No browser: ${found.missing}.`)
const browser = await chromium.launch({
  executablePath: found.executable,
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  env: { ...process.env, ...found.environment },
})
let taken = 0
for (const { name, prepare, scenes } of groups) {
  const wanted = scenes.filter(
    ([scene]) => words.length === 0 || words.some((word) => `${name}-${scene}`.includes(word)),
  )
  if (wanted.length > 0) await takeGroup(name, prepare, wanted)
}
await browser.close()
console.log(`${taken} pictures in ${path.relative(root, output)}`)

/** @param {string} group @param {((stage: object) => Promise<unknown>) | undefined} prepare gives what ends it */
async function takeGroup(group, prepare, scenes) {
  const folder = mkdtempSync(path.join(tmpdir(), 'pithy-pictures-'))
  let host
  let end
  try {
    host = await startWebHost(path.join(folder, 'library.sqlite'))
    const { call } = hostClient(host)
    end = await prepare?.({ call })
    for (const [scene, open, options = {}] of scenes) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
      const page = await context.newPage()
      page.setDefaultTimeout(20_000)
      const rail = (name) => page.getByTestId(`rail-${name}`).click()
      try {
        await page.addInitScript(`localStorage.setItem('pithy.tour', '"${options.tour ?? 'over'}"')`)
        await page.goto(host.url)
        await page.getByTestId('status-library').waitFor()
        await open({ page, call, rail })
        await takeScene(page, `${group}-${scene}`)
      } catch (error) {
        process.exitCode = 1
        console.error(`${group}-${scene}: ${error.message}`)
        await page.screenshot({ path: path.join(output, `${group}-${scene}-failed.png`) })
      }
      await context.close()
    }
  } finally {
    await host?.kill()
    await end?.()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function takeScene(page, name) {
  const cdp = await page.context().newCDPSession(page)
  for (const view of views) {
    await page.emulateMedia({ colorScheme: view.scheme, reducedMotion: 'reduce' })
    await cdp.send('Emulation.setDeviceMetricsOverride', { ...view.screen, mobile: false })
    // Monaco and charts follow the size a few frames later.
    await page.waitForTimeout(350)
    const { data } = await cdp.send('Page.captureScreenshot', { format: 'png' })
    writeFileSync(path.join(output, `${name}-${view.name}.png`), Buffer.from(data, 'base64'))
    for (const fault of await page.evaluate(layoutFaults)) console.log(`${name}-${view.name}: ${fault}`)
    taken += 1
  }
}
