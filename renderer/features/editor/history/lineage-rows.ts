import type { Variant } from '../../../../shared/domain/prompt.ts'

/** One tab in the tree of lineage: its latest revision, and the earlier ones. */
export interface LineageRow {
  readonly head: Variant
  /** Newest first. */
  readonly earlier: readonly Variant[]
  /** The revision of another tab that this one came from; null for the first ones. */
  readonly parent: Variant | null
  /** 0 for a tab without a parent. */
  readonly depth: number
}

/** A prompt's variants with all revisions as a tree, depth first: each tab under the one that it came from. */
export function lineageRows(variants: readonly Variant[]): LineageRow[] {
  const byId = new Map(variants.map((variant) => [variant.id, variant]))
  const tabs = Map.groupBy(variants, ({ letter }) => letter)
  const rows = [...tabs.values()].flatMap((revisions): Omit<LineageRow, 'depth'>[] => {
    const ordered = revisions.toSorted((a, b) => b.revision - a.revision)
    const [head, ...earlier] = ordered
    const first = ordered.at(-1)
    const parent = first?.parentId ? (byId.get(first.parentId) ?? null) : null
    return head ? [{ head, earlier, parent }] : []
  })
  const children = Map.groupBy(rows, ({ parent }) => parent?.letter ?? null)
  const listed: LineageRow[] = []
  const open = (children.get(null) ?? []).map((row) => ({ ...row, depth: 0 })).toReversed()
  for (let row = open.pop(); row; row = open.pop()) {
    listed.push(row)
    const depth = row.depth + 1
    for (const child of (children.get(row.head.letter) ?? []).toReversed()) open.push({ ...child, depth })
  }
  return listed
}
