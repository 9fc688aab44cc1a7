import { z } from 'zod'

const Count = z.number().int().min(0)

/** How much of each kind a bundle holds, or an import brought. */
export const BundleCounts = z.object({
  prompts: Count,
  variants: Count,
  partials: Count,
  evalSets: Count,
  cases: Count,
  labels: Count,
  runs: Count,
  cells: Count,
  /** Older bundles have none of the next two. */
  ownRules: Count.default(0),
  embeddings: Count.default(0),
})
export type BundleCounts = z.infer<typeof BundleCounts>

export function noCounts(): BundleCounts {
  const none = { prompts: 0, variants: 0, partials: 0, evalSets: 0, cases: 0, labels: 0, runs: 0, cells: 0 }
  return { ...none, ownRules: 0, embeddings: 0 }
}

/** new: not there yet; same: there already, nothing is added; merged: some of it is there; different: that name says something else. */
export const BundleItemState = z.enum(['new', 'same', 'merged', 'different'])
export type BundleItemState = z.infer<typeof BundleItemState>

const Item = z.object({ name: z.string(), state: BundleItemState })

/** What was understood of a bundle, and what an import into the chosen place would do. */
export const BundlePreview = z.object({
  projectName: z.string(),
  appVersion: z.string(),
  exportedAt: z.iso.datetime(),
  counts: BundleCounts,
  prompts: z.array(Item.extend({ variants: Count, newVariants: Count })),
  partials: z.array(Item),
  evalSets: z.array(Item.extend({ cases: Count, labels: Count, hasCode: z.boolean() })),
  runs: z.array(Item.extend({ cells: Count })),
  /** The project's own rules before the model; null = it has none. Where the place has other ones, these stay. */
  ownRules: z.object({ state: BundleItemState, rules: Count }).nullable(),
  /** By model. Different = of another length than those that are here, which stay. */
  embeddings: z.array(Item.extend({ vectors: Count })),
  /** Models of its runs that are not known here; a run keeps their names and prices, and asks them no more. */
  missingModels: z.array(z.string()),
})
export type BundlePreview = z.infer<typeof BundlePreview>
