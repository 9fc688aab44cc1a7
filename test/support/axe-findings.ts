import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import type { ColorScheme } from './host-page.ts'

interface AxeWindow {
  readonly axe: { readonly run: (options: object) => Promise<{ readonly violations: readonly Violation[] }> }
}

interface Violation {
  readonly id: string
  readonly impact: string
  readonly nodes: readonly { readonly target: readonly string[] }[]
}

/**
 * What axe finds serious or critical in the page as it stands: scheme, rule and places, a sentence each.
 *
 * Light is held against every rule; dark, which has the same elements, against the one about colours.
 */
export async function axeFindings(
  page: Page,
  whenDrawn: (colorScheme: ColorScheme) => Promise<unknown> = async () => undefined,
): Promise<string[]> {
  const found: string[] = []
  await page.evaluate(`'axe' in window ? 0 : (() => {${axeSource()}})()`)
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor()
    await page.waitForFunction(haveTheme, colorScheme === 'dark' ? 'vs-dark' : 'vs')
    await page.evaluate(endTransitions)
    await whenDrawn(colorScheme)
    const options = colorScheme === 'light' ? {} : { runOnly: { type: 'rule', values: ['color-contrast'] } }
    const { violations } = await page.evaluate((given) => (window as unknown as AxeWindow).axe.run(given), {
      ...options,
      resultTypes: ['violations'],
    })
    for (const { id, impact, nodes } of violations)
      if (impact === 'serious' || impact === 'critical')
        found.push(`${colorScheme} ${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
  }
  await page.emulateMedia({ colorScheme: 'light' })
  return found
}

/** In the page: Monaco's colours come after the page's own. */
function haveTheme(theme: string): boolean {
  return [...document.querySelectorAll('.monaco-editor')].every(({ classList }) => classList.contains(theme))
}

/** In the page: a colour on its way from one scheme to the other is that of neither. Waiting for it may be for ever. */
function endTransitions(): void {
  for (const animation of document.getAnimations())
    if (animation.effect?.getComputedTiming().endTime !== Infinity && animation.playbackRate !== 0) animation.finish()
}

function axeSource(): string {
  return readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
}
