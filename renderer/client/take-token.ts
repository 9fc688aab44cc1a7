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
