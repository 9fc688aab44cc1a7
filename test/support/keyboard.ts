import type { Page } from 'playwright-core'

/** More stops than any page has: whoever is still on the way then is in a trap. */
const MOST_STOPS = 150

/** Works a page as somebody does who has no mouse. */
export interface Keyboard {
  readonly press: (keys: string) => Promise<void>
  /** Presses Tab until the focus is on, or in, what the selector names, and can be seen there. @throws Error naming the stops */
  readonly tabTo: (selector: string, keys?: 'Tab' | 'Shift+Tab') => Promise<void>
  /** tabTo, then Enter. */
  readonly enter: (selector: string, keys?: 'Tab' | 'Shift+Tab') => Promise<void>
  /** By the palette, which Enter takes the first find of. */
  readonly palette: (words: string) => Promise<void>
  /** Presses an arrow until the focus is on what the selector names. @throws Error when it does not come there */
  readonly arrowTo: (selector: string, arrow: 'ArrowDown' | 'ArrowRight') => Promise<void>
  /** Waits until a dialog has the focus: it takes it a moment after it is there, and keys before that reach something else. */
  readonly dialog: () => Promise<void>
  /** Whether the focus is on, or in, what the selector names. */
  readonly isOn: (selector: string) => Promise<boolean>
}

export function keyboardOf(page: Page): Keyboard {
  const isOn = (selector: string) =>
    page.evaluate((wanted) => document.activeElement?.closest(wanted) != null, selector)
  const press = (keys: string) => page.keyboard.press(keys)

  async function tabTo(selector: string, keys: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    await page.locator(selector).first().waitFor({ state: 'attached' })
    const stops: string[] = []
    while (!(await isOn(selector))) {
      if (stops.length >= MOST_STOPS)
        throw new Error(`${keys} does not come to ${selector}, but to: ${stops.join(' → ')}`)
      await press(keys)
      stops.push(await page.evaluate(nameOfFocus))
    }
    if (stops.length > 0 && !(await page.evaluate(canBeSeen)))
      throw new Error(`The focus on ${selector} cannot be seen.`)
  }

  async function enter(selector: string, keys?: 'Tab' | 'Shift+Tab'): Promise<void> {
    await tabTo(selector, keys)
    await press('Enter')
  }

  async function palette(words: string): Promise<void> {
    await press('Control+k')
    const search = page.getByPlaceholder('Go to, or do…')
    await search.fill(words)
    const first = page.locator('.mantine-Spotlight-action').first()
    await first.and(page.locator('[data-selected]')).waitFor()
    await press('Enter')
    await search.waitFor({ state: 'detached' })
  }

  async function arrowTo(selector: string, arrow: 'ArrowDown' | 'ArrowRight'): Promise<void> {
    for (let step = 0; !(await isOn(selector)); step++) {
      if (step >= MOST_STOPS) throw new Error(`${arrow} does not come to ${selector}.`)
      await press(arrow)
    }
  }

  async function dialog(): Promise<void> {
    await page.waitForFunction(() => document.activeElement?.closest('[role="dialog"]'))
  }

  return { press, tabTo, enter, palette, arrowTo, dialog, isOn }
}

/** In the page. */
function nameOfFocus(): string {
  const element = document.activeElement
  return (
    element?.getAttribute('data-testid') ??
    element?.getAttribute('aria-label') ??
    element?.textContent?.slice(0, 20) ??
    '?'
  )
}

/** In the page: a caret, or an outline; a hidden radio or switch shows it on what is drawn beside or around it. */
function canBeSeen(): boolean {
  const element = document.activeElement
  if (!element) return false
  if (element.closest('.monaco-editor')) return true
  const isHidden = element.matches('input[type="radio"], input[type="checkbox"]')
  const drawn = isHidden ? [element, element.nextElementSibling, element.parentElement] : [element]
  return drawn.some((each) => {
    if (!each) return false
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(each)
    return (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0) || boxShadow !== 'none'
  })
}
