import type { QueryClient } from '@tanstack/react-query'

/** What the chosen routes told is out of date: those on the page are asked again, the others when they are next shown. */
export function readAgain(queries: QueryClient, isMeant: (route: string) => boolean): void {
  const filters = {
    predicate: ({ queryKey: [name] }: { readonly queryKey: readonly unknown[] }) =>
      typeof name === 'string' && isMeant(name),
  }
  // A first read under way is not begun anew by an invalidation, and its answer may be from before the change.
  const first = queries.getQueryCache().findAll({ ...filters, fetchStatus: 'fetching' })
  for (const { state, promise, queryKey } of first) {
    if (state.data !== undefined) continue
    const once = () => queries.invalidateQueries({ queryKey, exact: true }, { cancelRefetch: false })
    promise?.then(once, once)
  }
  void queries.invalidateQueries(filters)
}
