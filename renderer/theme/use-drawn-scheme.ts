import { useSyncExternalStore } from 'react'

const ATTRIBUTE = 'data-mantine-color-scheme'

/**
 * The colour scheme that the page is drawn in, for what reads its colours from the page's style sheet.
 *
 * Mantine's own hook may be ahead of the page: React renders between the two listeners of the system's change, and colours
 * read then are those of the scheme before.
 */
export function useDrawnScheme(): 'light' | 'dark' {
  return useSyncExternalStore(subscribe, drawnScheme)
}

function subscribe(onChange: () => void): () => void {
  const observer = new MutationObserver(onChange)
  observer.observe(document.documentElement, { attributes: true, attributeFilter: [ATTRIBUTE] })
  return () => observer.disconnect()
}

function drawnScheme(): 'light' | 'dark' {
  return document.documentElement.getAttribute(ATTRIBUTE) === 'dark' ? 'dark' : 'light'
}
