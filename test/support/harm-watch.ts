import type { Page } from 'playwright-core'

/** What hostile texts did to a page; all of it empty when they stayed text. */
export interface Harm {
  /** How often code of theirs ran. */
  readonly scripts: number
  readonly requests: readonly string[]
  /** Windows, dialogs and other pages that were opened. */
  readonly windows: readonly string[]
  /** Elements that only they can have brought. */
  readonly elements: readonly string[]
}

export const noHarm: Harm = { scripts: 0, requests: [], windows: [], elements: [] }

/**
 * Watches a page for what the texts of `fixtures/hostile-outputs.ts` try.
 *
 * @param isOwn tells the addresses that the page itself may ask for
 * @returns reads what happened since the watch began, and what stands in the page now
 */
export function watchForHarm(page: Page, isOwn: (url: string) => boolean): () => Promise<Harm> {
  const requests: string[] = []
  const windows: string[] = []
  const isForeign = (url: string) => !/^(?:data|blob|about):/.test(url) && !isOwn(url)
  page.on('request', (request) => {
    if (isForeign(request.url())) requests.push(request.url())
  })
  page.on('dialog', (dialog) => {
    windows.push(`dialog ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('popup', (popup) => windows.push(`window ${popup.url()}`))
  page.on('framenavigated', (frame) => {
    if (isForeign(frame.url())) windows.push(`page ${frame.url()}`)
  })
  page.on('download', (download) => windows.push(`download ${download.url()}`))
  return async () => ({ ...(await page.evaluate(readHarm)), requests: [...requests], windows: [...windows] })
}

/** Runs in the page. */
function readHarm(): Pick<Harm, 'scripts' | 'elements'> {
  const planted =
    'script:not([src]), iframe, frame, object, embed, applet, base, form[action], video, audio, marquee, math, portal, webview, slot, foreignObject, animate, [style*="leak.example"], .__clobber, #__clobber, [name="__clobber"], [ping], [srcset], meta[http-equiv="refresh"], [contenteditable]:not([class*="monaco"] *)'
  const elements: string[] = []
  for (const element of document.querySelectorAll('*')) {
    const attributes = [...element.attributes]
    const isForeign =
      element.matches(planted) ||
      attributes.some(({ name }) => /^on[a-z]/.test(name)) ||
      attributes.some(
        ({ name, value }) =>
          /^(?:src|href|action|formaction|data|poster|xlink:href)$/.test(name) &&
          /javascript:|vbscript:|leak\.example|^data:text|^x$/i.test(value),
      )
    if (isForeign) elements.push(element.outerHTML.slice(0, 200))
  }
  const scripts: unknown = Reflect.get(window, '__hit') ?? 0
  return { scripts: Number(scripts), elements }
}
