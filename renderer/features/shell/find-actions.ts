/** A group of the palette. */
export interface PaletteGroup<Item extends { readonly label?: string | undefined }> {
  readonly group: string
  readonly actions: readonly Item[]
  /** So many are shown while nothing is looked for; absent = all. */
  readonly shownAtFirst?: number
}

/** Those whose label has every word that was typed, in any order; those that begin with them first within their group. */
export function findActions<Item extends { readonly label?: string | undefined }>(
  query: string,
  groups: readonly PaletteGroup<Item>[],
): { readonly group: string; readonly actions: Item[] }[] {
  const wanted = query.trim().toLowerCase()
  const words = wanted.split(/\s+/)
  const textOf = ({ label = '' }: Item) => label.toLowerCase()
  const found = groups.map(({ group, actions, shownAtFirst = actions.length }) => {
    if (wanted === '') return { group, actions: actions.slice(0, shownAtFirst) }
    const matches = actions.filter((item) => words.every((word) => textOf(item).includes(word)))
    const isFirst = (item: Item) => textOf(item).startsWith(wanted)
    return { group, actions: [...matches.filter(isFirst), ...matches.filter((item) => !isFirst(item))] }
  })
  return found.filter(({ actions }) => actions.length > 0)
}
