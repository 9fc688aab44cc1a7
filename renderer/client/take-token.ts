const STORAGE_KEY = 'pithy-token'

/**
 * The web host's token: from the address's fragment (`#t=…`), which is then removed so that it is not bookmarked or
 * shared, or as kept for this tab. Null when the page was opened without it.
 */
export function takeToken(
  location: Pick<Location, 'hash' | 'pathname' | 'search'>,
  history: Pick<History, 'replaceState' | 'state'>,
  storage: Pick<Storage, 'getItem' | 'setItem'>,
): string | null {
  const token = new URLSearchParams(location.hash.slice(1)).get('t')
  if (token) {
    storage.setItem(STORAGE_KEY, token)
    history.replaceState(history.state, '', location.pathname + location.search)
  }
  return token ?? storage.getItem(STORAGE_KEY)
}

/** Keeps a token for this tab that was typed, alone or within the address that Pithy printed; false where there is none. */
export function keepToken(text: string, storage: Pick<Storage, 'setItem'>): boolean {
  const typed = text.trim()
  const token = typed.includes('#') ? new URLSearchParams(typed.slice(typed.indexOf('#') + 1)).get('t') : typed
  if (!token) return false
  storage.setItem(STORAGE_KEY, token)
  return true
}
