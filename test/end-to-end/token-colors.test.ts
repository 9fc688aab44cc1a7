import { get_encoding } from 'tiktoken'
import { beforeAll, expect, it } from 'vitest'
import { describeInBrowser } from '../support/browser.ts'
import { openHostPage } from '../support/host-page.ts'

describeInBrowser('token colours in the editor', () => {
  const app = openHostPage()
  beforeAll(() => app.page.locator('.monaco-editor').first().waitFor())

  /** The tinted stretches of the last message, as they are drawn. */
  const tinted = () =>
    app.page
      .locator('.monaco-editor')
      .last()
      .locator('[class*="token-tint-"]')
      .evaluateAll((spans) => spans.map((span) => span.textContent?.replaceAll('\u00a0', ' ') ?? ''))

  it('tints each token that the reference finds, neighbours differently, and follows typing', async () => {
    const text = 'Say less, measure more: naïve 🙂 tokens.'
    await app.page.locator('.monaco-editor').last().click()
    await app.page.keyboard.press('Control+A')
    await app.page.keyboard.insertText(text)
    expect(await tinted()).toEqual([])
    await app.page.getByTestId('color-tokens').click()
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
    const classes = await app.page
      .locator('.monaco-editor')
      .last()
      .locator('[class*="token-tint-"]')
      .evaluateAll((spans) => spans.map((span) => /token-tint-\d/.exec(span.className)?.[0]))
    expect(classes.some((name, index) => name === classes[index + 1])).toBe(false)
    await app.page.locator('.monaco-editor').last().click()
    await app.page.keyboard.press('Control+End')
    await app.page.keyboard.type(' More')
    await expect.poll(tinted).toEqual(pieces(`${text} More`))
    encoding.free()
    expect(await app.page.getByTestId('token-colors-note').innerText()).toContain('o200k_base')
    await app.picture('token-colors-short')
  })

  it('tells id and bytes of the token under the pointer', async () => {
    const encoding = get_encoding('o200k_base')
    const [id] = encoding.encode_ordinary(' measure')
    encoding.free()
    await app.page.locator('.monaco-editor').last().locator('[class*="token-tint-"]', { hasText: 'measure' }).hover()
    const hover = app.page.locator('.monaco-hover:visible', { hasText: 'Token' })
    await expect.poll(() => hover.first().innerText()).toContain(`Token ${id} · 8 bytes: 20 6D 65 61 73 75 72 65`)
    await app.picture('token-colors-hover')
  })

  it('marks a token that crosses the edge of a variable, in light and dark', async () => {
    await app.page.locator('.monaco-editor').last().click()
    await app.page.keyboard.press('Control+A')
    await app.page.keyboard.insertText('Sort this: "{{review}}", then answer.')
    await expect.poll(() => app.page.locator('.token-crossing').count()).toBeGreaterThan(0)
    await app.page.emulateMedia({ colorScheme: 'dark' })
    await app.picture('token-colors-dark')
    await app.page.emulateMedia({ colorScheme: 'light' })
    await app.picture('token-colors-light')
  })

  it('leaves nothing when it is switched off in the palette', async () => {
    await app.page.keyboard.press('Control+K')
    await app.page.keyboard.type('Take token colours off')
    await app.page.keyboard.press('Enter')
    await expect.poll(() => app.page.locator('[class*="token-tint-"]').count()).toBe(0)
  })
})
