import { mkdirSync } from 'node:fs'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { get_encoding } from 'tiktoken'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeInBrowser, launchBrowser } from '../support/browser.ts'
import { tempFolder } from '../support/fake-ports.ts'
import { startWebHost, type WebHost } from '../support/web-host.ts'

const pictures = path.join(import.meta.dirname, '../../artifacts')

describeInBrowser('token colours in the editor', () => {
  const folder = tempFolder()
  let host: WebHost
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true })
    host = await startWebHost(folder.file('library.sqlite'))
    browser = await launchBrowser()
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    page.setDefaultTimeout(15_000)
    await page.goto(host.url)
    await page.locator('.monaco-editor').first().waitFor()
  })
  afterAll(async () => {
    await browser?.close()
    await host?.close()
    folder.remove()
  })

  /** The tinted stretches of the last message, as they are drawn. */
  const tinted = () =>
    page
      .locator('.monaco-editor')
      .last()
      .locator('[class*="token-tint-"]')
      .evaluateAll((spans) => spans.map((span) => span.textContent?.replaceAll('\u00a0', ' ') ?? ''))

  it('tints each token that the reference finds, neighbours differently, and follows typing', async () => {
    const text = 'Say less, measure more: naïve 🙂 tokens.'
    await page.locator('.monaco-editor').last().click()
    await page.keyboard.press('Control+A')
    await page.keyboard.insertText(text)
    expect(await tinted()).toEqual([])
    await page.getByTestId('color-tokens').click()
    const encoding = get_encoding('o200k_base')
    // Of a character in several tokens one is drawn.
    const decoder = new TextDecoder()
    const pieces = (whole: string) => {
      const ids = [...encoding.encode_ordinary(whole)]
      const found: string[] = []
      let pending: number[] = []
      for (const id of ids) {
        pending.push(id)
        const piece = decoder.decode(encoding.decode(Uint32Array.from(pending)))
        if (piece.includes('\ufffd')) continue
        found.push(piece)
        pending = []
      }
      return found
    }
    await expect.poll(tinted).toEqual(pieces(text))
    const classes = await page
      .locator('.monaco-editor')
      .last()
      .locator('[class*="token-tint-"]')
      .evaluateAll((spans) => spans.map((span) => /token-tint-\d/.exec(span.className)?.[0]))
    expect(classes.some((name, index) => name === classes[index + 1])).toBe(false)
    await page.locator('.monaco-editor').last().click()
    await page.keyboard.press('Control+End')
    await page.keyboard.type(' More')
    await expect.poll(tinted).toEqual(pieces(`${text} More`))
    encoding.free()
    expect(await page.getByTestId('token-colors-note').innerText()).toContain('o200k_base')
    await page.screenshot({ path: path.join(pictures, 'token-colors-short.png') })
  })

  it('tells id and bytes of the token under the pointer', async () => {
    const encoding = get_encoding('o200k_base')
    const [id] = encoding.encode_ordinary(' measure')
    encoding.free()
    await page.locator('.monaco-editor').last().locator('[class*="token-tint-"]', { hasText: 'measure' }).hover()
    const hover = page.locator('.monaco-hover:visible', { hasText: 'Token' })
    await expect.poll(() => hover.first().innerText()).toContain(`Token ${id} · 8 bytes: 20 6D 65 61 73 75 72 65`)
    await page.screenshot({ path: path.join(pictures, 'token-colors-hover.png') })
  })

  it('marks a token that crosses the edge of a variable, in light and dark', async () => {
    await page.locator('.monaco-editor').last().click()
    await page.keyboard.press('Control+A')
    await page.keyboard.insertText('Sort this: "{{review}}", then answer.')
    await expect.poll(() => page.locator('.token-crossing').count()).toBeGreaterThan(0)
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.screenshot({ path: path.join(pictures, 'token-colors-dark.png') })
    await page.emulateMedia({ colorScheme: 'light' })
    await page.screenshot({ path: path.join(pictures, 'token-colors-light.png') })
  })

  it('leaves nothing when it is switched off in the palette', async () => {
    await page.keyboard.press('Control+K')
    await page.keyboard.type('Take token colours off')
    await page.keyboard.press('Enter')
    await expect.poll(() => page.locator('[class*="token-tint-"]').count()).toBe(0)
  })
})
